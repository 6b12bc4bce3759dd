/** Values of columns whose type no statement knows, as psycopg2 would give them: dates, JSON, intervals from text. */
import { parseDateTime } from '../../sql/types/date-time.js'
import type { Processor } from '../../sql/types/type-engine.js'

const parseJson: Processor = (value) =>
  typeof value === 'string' ? (JSON.parse(value) as unknown) : value
const parseTimestamp: Processor = (value) =>
  typeof value === 'string' ? readTimestamp(value) : value

/** `infinity` has no counterpart, and stays text. */
function readTimestamp(text: string): unknown {
  return text.endsWith('infinity') ? text : parseDateTime(text)
}

function eachItem(item: Processor): Processor {
  const convert: Processor = (value) => (Array.isArray(value) ? value.map(convert) : item(value))
  return convert
}

const processors = new Map<number | string | null, Processor>([
  [114, parseJson],
  [3802, parseJson],
  [1114, parseTimestamp],
  [1184, parseTimestamp],
  [199, eachItem(parseJson)],
  [3807, eachItem(parseJson)],
  [1115, eachItem(parseTimestamp)],
  [1185, eachItem(parseTimestamp)],
])

/** The conversion for a type of the server, or null when the driver's value is right as it is. */
export function untypedProcessor(type: number | string | null): Processor | null {
  return processors.get(type) ?? null
}

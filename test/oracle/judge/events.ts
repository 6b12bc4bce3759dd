/** Recorded and executed events in one form: white space, placeholders and parameter sets look alike. */
import type { RecordedEvent } from './record.js'

type Values = readonly unknown[]

/** One line an event; neighbours whose order SQLAlchemy leaves open are sorted among themselves. */
export function describeEvents(
  events: readonly RecordedEvent[],
  pattern: readonly RecordedEvent[],
): string[] {
  const lines = events.map((event, index) => describeEvent(event, pattern[index] ?? event))
  for (let from = 0; from < pattern.length;) {
    const group = pattern[from]?.unordered
    let to = from + 1
    while (group !== undefined && pattern[to]?.unordered === group) to++
    lines.splice(from, to - from, ...lines.slice(from, to).sort())
    from = to
  }
  return lines
}

function describeEvent(event: RecordedEvent, pattern: RecordedEvent): string {
  if (event.sql === undefined) {
    const { event: kind, ...rest } = event
    return `${kind ?? ''} ${Object.keys(rest).length > 0 ? JSON.stringify(rest) : ''}`.trim()
  }
  const kind = event.insertmanyvalues ? 'insertmanyvalues' : event.many ? 'many' : 'one'
  const sets = parameterSets(event)
  const read = sets.map((set) => readStatement(event.sql as string, set))
  const values = read.map((each) => JSON.stringify(each.values.map(asSent)))
  if (pattern.unordered_rows) values.sort()
  return `${read[0]?.sql ?? event.sql} ${values.join(' ')} ${kind}`
}

/** Times and decimals go to PostgreSQL as text. */
function asSent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('$decimal' in value) return value.$decimal
  if (!('$datetime' in value)) return value
  const [date, time] = String(value.$datetime).split('T')
  return `${date} ${time?.includes('.') ? time : `${time}.000000`}`
}

function parameterSets(event: RecordedEvent): readonly unknown[] {
  return event.many ? (event.params as Values) : [event.params ?? []]
}

/** `?` for every placeholder, and the values in the order of the placeholders. */
function readStatement(sql: string, params: unknown): { sql: string; values: Values } {
  if (params !== null && typeof params === 'object' && !Array.isArray(params)) {
    const named = params as Readonly<Record<string, unknown>>
    const values: unknown[] = []
    const text = sql.replace(/%\((\w+)\)s/g, (_all, name: string) => {
      values.push(named[name])
      return '?'
    })
    return { sql: text.replaceAll('%%', '%'), values }
  }
  const list = params as Values
  if (!/\$\d/.test(sql)) return { sql, values: list }
  const values: unknown[] = []
  const text = sql.replace(/\$(\d+)/g, (_all, index: string) => {
    values.push(list[Number(index) - 1])
    return '?'
  })
  return { sql: text, values }
}

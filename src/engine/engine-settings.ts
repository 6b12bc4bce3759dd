/** Settings of an engine as configuration files have them: names with a prefix, values that are texts. */
import { ArgumentError } from '../errors.js'

const TRUE = ['true', 'yes', 'on', 'y', 't', '1']
const FALSE = ['false', 'no', 'off', 'n', 'f', '0']

/** `Dialect.engine_config_types`. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  echo: (text) => (text === 'debug' ? text : truth(text)),
  poolTimeout: integer,
  poolRecycle: integer,
  poolSize: integer,
  maxOverflow: integer,
}

/** The settings whose names begin with the prefix, without it. @throws ArgumentError for a text of the wrong kind */
export function engineSettings(
  configuration: Readonly<Record<string, unknown>>,
  prefix: string,
): Record<string, unknown> {
  const own = Object.entries(configuration).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(
    own.map(([key, value]) => {
      const name = key.slice(prefix.length)
      const read = READERS[name]
      return [name, typeof value === 'string' && read ? read(value) : value]
    }),
  )
}

function truth(text: string): boolean {
  const word = text.trim().toLowerCase()
  if (TRUE.includes(word)) return true
  if (FALSE.includes(word)) return false
  throw new ArgumentError(`String is not true/false: '${text}'`)
}

function integer(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value)) return value
  throw new ArgumentError(`String is not a whole number: '${text}'`)
}

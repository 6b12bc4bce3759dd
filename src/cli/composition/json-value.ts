/** Values as JSON, for `--json`: one line each. Objects with `toJSON`, entities and rows among them, say how. */
import { inspect } from 'node:util'

/** `undefined` for a value that prints nothing. */
export function jsonLine(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, replacer)
  } catch {
    // Only a cycle ends here.
    return JSON.stringify(inspect(value, { depth: 2 }))
  }
}

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (typeof value === 'function' || typeof value === 'symbol') return inspect(value)
  return value
}

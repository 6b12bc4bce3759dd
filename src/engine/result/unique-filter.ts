/** Remembers which rows have been seen; `Result.unique()` keeps one of each. */
import { keepShape } from '../../util/kept-shapes.js'

/** Values that are equal without being the same object. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return `date ${value.getTime()}`
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  return value
}

/** A set of lists, without making texts of them: a tree of maps, one level for each position. */
export class UniqueFilter {
  readonly #tree = new Map<unknown, unknown>()

  /** True when the list has not been there before. */
  admit(parts: readonly unknown[]): boolean {
    let level = this.#tree
    for (let index = 0; index < parts.length - 1; index += 1) {
      level = childOf(level, comparable(parts[index]))
    }
    const last = comparable(parts[parts.length - 1])
    if (level.has(last)) return false
    level.set(last, null)
    return true
  }
}

function childOf(level: Map<unknown, unknown>, part: unknown): Map<unknown, unknown> {
  const known = level.get(part) as Map<unknown, unknown> | undefined
  if (known !== undefined) return known
  const child = new Map<unknown, unknown>()
  level.set(part, child)
  return child
}

keepShape(new UniqueFilter())

/** The names a scenario's program sees: the library, Python's builtins, the harness, and what the program assigns. */
import * as orm from 'orm-shell'

/** Names of the program by name. */
export type Names = Record<string, unknown>

/** A scope for `with`: assignments go to `names`, JavaScript's own globals shine through. */
export function makeScope(names: Names): object {
  return new Proxy(names, {
    has: (target, key) =>
      typeof key === 'string' && !key.startsWith('$') && (key in target || !(key in globalThis)),
    get(target, key) {
      if (typeof key === 'symbol') return undefined
      if (key in target) return target[key]
      throw new ReferenceError(`${key} is not defined`)
    },
    set(target, key, value) {
      target[key as string] = value
      return true
    },
  })
}

/** The library's exports; a name and the same with an underscore, as colliding imports are called. */
export function libraryNames(): Names {
  const names: Names = {}
  for (const [name, value] of Object.entries(orm)) {
    names[name] = value
    names[`${name}_`] ??= value
  }
  return names
}

/** What `op` and `context` of migration scripts stand for: the innermost that is running. */
import { CommandError } from './errors.js'

/** A name that stands for whatever is running. */
export class CurrentSlot<T extends object> {
  readonly #stack: T[] = []
  /** Answers members of what is running. */
  readonly proxy: T

  constructor(name: string) {
    const current = (): T => {
      const innermost = this.#stack.at(-1)
      if (innermost) return innermost
      throw new CommandError(`No migration is running: ${name} stands for nothing here`, {
        hint: `use ${name} inside of upgrade(), downgrade() or env.ts`,
      })
    }
    this.proxy = new Proxy({} as T, {
      get: (_target, key) => memberOf(current(), key),
      has: (_target, key) => key in current(),
    })
  }

  /** Runs a function while the name stands for `value`. */
  during<R>(value: T, work: () => R): R {
    this.#stack.push(value)
    try {
      return work()
    } finally {
      this.#stack.splice(this.#stack.lastIndexOf(value), 1)
    }
  }
}

function memberOf(owner: object, key: string | symbol): unknown {
  const member: unknown = Reflect.get(owner, key, owner)
  return typeof member === 'function' ? (member.bind(owner) as unknown) : member
}

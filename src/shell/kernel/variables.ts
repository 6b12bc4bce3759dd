/**
 * Remembers the user's variables, so that work which runs user code again can leave them as they were: names declared
 * at the prompt, globals, `_` among them. What objects hold is beyond it.
 */
import { defineGlobal } from './scope.js'

/** The part of the evaluator that variables are read and written through. */
export interface VariableAccess {
  peek(expression: string): { readonly value: unknown } | null
  /** Names of the `const`, `let` and `class` bindings made at the prompt. */
  lexicalNames(): readonly string[]
  assign(name: string, value: unknown): Promise<void>
}

export class Variables {
  readonly #lexical = new Map<string, unknown>()
  readonly #globals: ReadonlyMap<string, unknown>

  constructor(private readonly access: VariableAccess) {
    for (const name of access.lexicalNames()) {
      const found = access.peek(name)
      // One whose initialization threw has no value to go back to.
      if (found) this.#lexical.set(name, found.value)
    }
    this.#globals = globals()
  }

  /** Gives every variable that has changed the value it had. */
  async restore(): Promise<void> {
    for (const [name, value] of globals()) {
      if (!this.#globals.has(name)) Reflect.deleteProperty(globalThis, name)
      else if (value !== this.#globals.get(name)) defineGlobal(name, this.#globals.get(name))
    }
    for (const [name, value] of this.#lexical) {
      if (this.access.peek(name)?.value !== value) await this.access.assign(name, value)
    }
  }
}

/** Getters of the platform are nobody's variables. */
function globals(): ReadonlyMap<string, unknown> {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(globalThis))
  return new Map(
    entries.flatMap(([name, { value, configurable, writable }]) =>
      configurable && writable ? [[name, value as unknown] as const] : [],
    ),
  )
}

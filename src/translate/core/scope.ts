/** Names in force while translating: what they are called in TypeScript and what is known about them. */
import type { Code } from '../output/code.js'
import type { Expression } from '../syntax/nodes.js'
import type { Type } from '../knowledge/types.js'

export interface Binding {
  /** How the name is written. */
  readonly code: Code
  type: Type
}

export class Scope {
  /** Expressions translated in this scope. */
  readonly memo = new Map<Expression, { readonly code: Code; readonly type: Type }>()
  readonly #bindings = new Map<string, Binding>()

  constructor(
    readonly parent: Scope | null,
    readonly kind: 'program' | 'function' | 'class' | 'block',
  ) {}

  get(name: string): Binding | null {
    return this.#bindings.get(name) ?? this.parent?.get(name) ?? null
  }

  set(name: string, binding: Binding): void {
    this.#bindings.set(name, binding)
  }

  has(name: string): boolean {
    return this.#bindings.has(name)
  }

  /** The scope assignments go to: the function's or the program's. */
  get owner(): Scope {
    return this.kind === 'block' && this.parent ? this.parent.owner : this
  }
}

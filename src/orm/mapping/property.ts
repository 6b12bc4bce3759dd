/**
 * What all mapped attributes have in common. Metadata only: values, events and SQL are other layers'.
 */
import type { Mapper } from './mapper.js'

export type PropertyKind =
  'column' | 'relationship' | 'synonym' | 'composite' | 'thunk' | 'concreteInherited' | 'index'

export interface PropertyOptions {
  readonly info?: Readonly<Record<string, unknown>>
  readonly doc?: string
}

/** One named attribute of a mapper; `sqlalchemy.orm.interfaces.MapperProperty`. */
export abstract class MapperProperty {
  abstract readonly kind: PropertyKind
  readonly info: Record<string, unknown>
  readonly doc: string | undefined
  #parent: Mapper | null = null

  constructor(
    readonly key: string,
    options: PropertyOptions = {},
  ) {
    this.info = { ...options.info }
    this.doc = options.doc
  }

  /** The mapper the property belongs to: the one that declared it, or a subclass that inherits a copy of it. */
  get parent(): Mapper {
    return this.#parent as Mapper
  }

  /** Called once, by the mapper that takes the property in. @internal */
  setParent(mapper: Mapper): void {
    this.#parent = mapper
  }

  /** `User.posts`, as messages print it. */
  toString(): string {
    return `${this.parent.className}.${this.key}`
  }
}

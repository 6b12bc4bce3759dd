/**
 * A second name for an attribute.
 */
import type { Mapper } from '../mapping/mapper.js'
import type { QueryableAttribute } from '../attributes/queryable-attribute.js'
import { defineStatic } from './class-attributes.js'
import { DescriptorProperty, type PropertyDeclaration } from './descriptor-property.js'

/** `sqlalchemy.orm.SynonymProperty`. @internal */
export class SynonymProperty extends DescriptorProperty {
  override readonly kind = 'synonym'

  constructor(
    key: string,
    /** The attribute it stands for. */
    readonly name: string,
  ) {
    super(key)
  }

  override install(mapper: Mapper): void {
    const { name } = this
    Object.defineProperty(mapper.classManager.accessorTarget, this.key, {
      get(this: Record<string, unknown>) {
        return this[name]
      },
      set(this: Record<string, unknown>, value: unknown) {
        this[name] = value
      },
      configurable: true,
    })
    const class_ = mapper.class_ as unknown as Record<string, QueryableAttribute>
    defineStatic(mapper.class_, this.key, { get: () => class_[name] })
  }
}

class DeclaredSynonym<T> implements PropertyDeclaration {
  declare readonly __t: T

  constructor(readonly name: string) {}

  toProperty(key: string): SynonymProperty {
    return new SynonymProperty(key, this.name)
  }
}

/**
 * A second name for an attribute, on objects and in queries; `sqlalchemy.orm.synonym`.
 *
 * @param name the attribute it stands for
 * @example
 * login: synonym<string>('email')
 */
export function synonym<T = unknown>(name: string): DeclaredSynonym<T> {
  return new DeclaredSynonym<T>(name)
}

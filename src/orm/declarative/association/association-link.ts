/** What the collections of an association proxy share: how a value is read off a member, and a member made of one. */
import type { InstrumentedCollection } from '../../attributes/collection-kind.js'
import type { Mapper } from '../../mapping/mapper.js'

/** The proxy, as its collections see it. @internal */
export interface AssociationLink {
  readonly attribute: string
  /** Makes the object in between; keyed collections pass the key first. */
  create(mapper: Mapper, ...given: readonly unknown[]): object
}

/** One proxied collection of one object. @internal */
export class AssociationView<C = Iterable<unknown>> {
  constructor(
    readonly members: C & InstrumentedCollection,
    private readonly link: AssociationLink,
    private readonly mapper: Mapper,
  ) {}

  valueOf(member: unknown): unknown {
    return (member as Readonly<Record<string, unknown>>)[this.link.attribute]
  }

  setValue(member: unknown, value: unknown): void {
    ;(member as Record<string, unknown>)[this.link.attribute] = value
  }

  create(...given: readonly unknown[]): object {
    return this.link.create(this.mapper, ...given)
  }
}

/**
 * Hierarchies of concrete classes whose base is read from the union of their tables.
 */
import type { Mapper, WithPolymorphic } from '../mapper.js'
import { forgetFacts } from '../mapper-selectables.js'
import { polymorphicUnion } from '../polymorphic-union.js'
import type { ColumnElement, FromClause } from '../sql-types.js'

/** Name of the union in SQL. */
const UNION = 'pjoin'

/** The union of the tables of some concrete classes; `ConcreteBase._create_polymorphic_union`. @internal */
export function unionOfMappers(mappers: readonly Mapper[], discriminator: string): FromClause {
  const tables = new Map(
    mappers.map((mapper) => [mapper.polymorphicIdentity, mapper.localTable] as const),
  )
  return polymorphicUnion(tables, discriminator, UNION)
}

/** A base with a table of its own is from now on read together with its subclasses. @internal */
export function readFromUnion(mapper: Mapper, discriminator: string): void {
  if (mapper.withPolymorphic !== null) return
  const union = unionOfMappers(mapper.selfAndDescendants, discriminator)
  const setting: WithPolymorphic = ['*', union]
  mapper.withPolymorphic = setting
  mapper.setPolymorphicOn(union.columns.get(discriminator) as ColumnElement)
}

/** A concrete class without a parent gets one, mapped later than itself; `Mapper._set_concrete_base`. @internal */
export function setConcreteBase(mapper: Mapper, parent: Mapper): void {
  mapper.inherits = parent
  for (const [identity, each] of mapper.polymorphicMap) parent.polymorphicMap.set(identity, each)
  mapper.batch = parent.batch
  mapper.passiveUpdates = parent.passiveUpdates
  for (const each of mapper.selfAndDescendants) {
    each.baseMapper = parent.baseMapper
    each.polymorphicMap = parent.polymorphicMap
  }
  parent.inheritingMappers.push(mapper)
  for (const [key, property] of parent.props) mapper.inheritProperty(key, property)
  forgetFacts(mapper)
}

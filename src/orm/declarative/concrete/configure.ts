/**
 * The last step of concrete hierarchies, when all their classes are known: the base is read from the union.
 */
import { onConfiguration } from '../../mapping/configure.js'
import {
  readFromUnion,
  setConcreteBase,
  unionOfMappers,
} from '../../mapping/hierarchy/concrete-base.js'
import type { Class } from '../../mapping/identity-key.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { Registry } from '../../mapping/registry.js'
import { Column } from '../../../schema/column.js'
import type { FromClause } from '../../mapping/sql-types.js'
import type { ConcreteBaseSetup, Specification } from '../specification.js'
import { deferredMappings, forgetDeferred, type DeferredMapping } from './deferred.js'

const bases = new Map<Mapper, ConcreteBaseSetup>()
const setups = new WeakMap<Mapper, ConcreteBaseSetup>()

/**
 * A base with a table of its own waits for its subclasses, and each of them for its own: in SQLAlchemy
 * `__declare_first__` is inherited. @internal
 */
export function rememberConcreteBase(mapper: Mapper, given: ConcreteBaseSetup | null): void {
  const setup = given ?? (mapper.inherits ? setups.get(mapper.inherits) : null) ?? null
  if (setup === null) return
  setups.set(mapper, setup)
  bases.set(mapper, setup)
}

onConfiguration({
  beforeConfigured() {
    for (const [mapper, { discriminator }] of bases) readFromUnion(mapper, discriminator)
    bases.clear()
    for (const deferred of deferredMappings()) mapToUnion(deferred)
  },
})

/** `AbstractConcreteBase._sa_decl_prepare_nocascade`. */
function mapToUnion({ class_, specification, map }: DeferredMapping): void {
  const mappers = subclassMappers(class_, specification.registry)
  const { discriminator = 'type', strictAttrs = false } = specification.concreteBase ?? {}
  // A subclass that was mapped last comes first: SQLAlchemy takes them from a stack.
  const union = unionOfMappers([...mappers].reverse(), discriminator)
  forgetDeferred(class_)
  const mapper = map({
    ...specification,
    table: union as Specification['table'] & FromClause,
    attributes: attributesOver(union, specification),
    options: {
      ...specification.options,
      mapper: {
        ...specification.options.mapper,
        polymorphicOn: union.columns.get(discriminator) as never,
        polymorphicAbstract: true,
        ...(strictAttrs ? strictOptions(union, specification, discriminator) : {}),
      },
    },
  })
  for (const each of mappers)
    if (each.concrete && each.inherits === null) setConcreteBase(each, mapper)
}

function subclassMappers(class_: Class, registry: Registry): readonly Mapper[] {
  return registry.mappers.filter((each) => each.class_.prototype instanceof class_)
}

/** Columns of the base are the union's; only those under another name need saying. */
function attributesOver(
  union: FromClause,
  { attributes }: Specification,
): Specification['attributes'] {
  const entries = Object.entries(attributes).flatMap(([key, value]) => {
    if (!(value instanceof Column)) return [[key, value] as const]
    const name = value.name || key
    return name === key ? [] : [[key, union.columns.get(name)] as const]
  })
  return Object.fromEntries(entries) as Specification['attributes']
}

function strictOptions(union: FromClause, { attributes }: Specification, discriminator: string) {
  const own = Object.entries(attributes).flatMap(([key, value]) =>
    value instanceof Column ? [key] : [],
  )
  return {
    includeProperties: [...(union.primaryKey as readonly Column[]), ...own, discriminator],
    withPolymorphic: ['*', union] as const,
  }
}

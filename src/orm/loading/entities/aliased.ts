/**
 * The faces of aliased entities: what `aliased()` and `withPolymorphic()` give to users. Attributes read from a face
 * are the class's attributes in terms of the alias; static hybrids see the alias as `this`.
 */
import { inspect } from 'node:util'
import { ArgumentError } from '../../../errors.js'
import { asElement } from '../../../sql/elements/coercions.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { clauseElement } from '../../../sql/protocol.js'
import { installAliasFinder } from '../../attributes/entity-argument.js'
import { CompositeComparator } from '../../attributes/composite/composite-comparator.js'
import { QueryableAttribute } from '../../attributes/queryable-attribute.js'
import type { Class } from '../../mapping/identity-key.js'
import { isAliased, mapperOf } from '../paths/entity.js'
import { AliasedInsp, type WithPolymorphicOptions } from './aliased-insp.js'
import { entityClause, entityOf, entityOrNull, INSPECTED, isSubquery } from './entity-of.js'
import {
  resolvePolymorphic,
  selectableOfMapper,
  withPolymorphicMappers,
} from '../../mapping/mapper-selectables.js'

export interface AliasedFaceOptions {
  /** The name in SQL; generated when absent: `users_1`. */
  readonly name?: string
  /** Aliases the tables inside of a join one by one. */
  readonly flat?: boolean
  /** Columns are matched by name where they do not come from the mapped table. */
  readonly adaptOnNames?: boolean
}

/**
 * The entity under another name, or read from another FROM; `sqlalchemy.orm.aliased`. For a table: its alias.
 *
 * @param entity a mapped class, an alias of one, or a FROM element
 * @param selectable what to read it from instead of its table: a subquery, a CTE, an alias
 * @example
 * const manager = aliased(Employee, { name: 'manager' })
 * select(Employee).join(manager, Employee.managerId.eq(manager.id))
 */
export function aliased<C>(entity: C, options?: AliasedFaceOptions): C
export function aliased<C>(entity: C, selectable: unknown, options?: AliasedFaceOptions): C
export function aliased<C>(entity: C, given?: unknown, more: AliasedFaceOptions = {}): C {
  const from = asElement(given)
  const options = (
    from || given === undefined || given === null ? more : given
  ) as AliasedFaceOptions
  if (!entityOrNull(entity)) return aliasedTable(entity, options) as C
  const selectable = from instanceof FromClause || from === null ? from : fromOfStatement(from)
  return faceOf(makeAlias(entity, selectable, options)) as C
}

function aliasedTable(value: unknown, { name, flat = false }: AliasedFaceOptions): unknown {
  const element = asElement(value)
  if (element instanceof FromClause) return element.alias(name ?? null, { flat })
  throw new ArgumentError(`Mapped class or FROM element expected, got ${String(value)}.`)
}

function fromOfStatement(element: unknown): FromClause {
  if (typeof element === 'object' && element !== null && 'subquery' in element) {
    return (element as { subquery(): FromClause }).subquery()
  }
  throw new ArgumentError(`FROM expression expected, got ${String(element)}.`)
}

/** The alias itself, for those who need no face. @internal */
export function makeAlias(
  value: unknown,
  selectable: FromClause | null,
  options: AliasedFaceOptions,
): AliasedInsp {
  const entity = entityOf(value)
  const mapper = mapperOf(entity)
  const name = options.name ?? null
  const nestedIn = selectable && isAliased(entity) ? entity : null
  return new AliasedInsp(mapper, selectable ?? ownAlias(entity, options), {
    name,
    adaptOnNames: options.adaptOnNames ?? false,
    polymorphicMappers: withPolymorphicMappers(mapper),
    nestedIn,
  })
}

function ownAlias(
  entity: ReturnType<typeof entityOf>,
  { name = null, flat = false }: AliasedOwn,
): FromClause {
  if (isAliased(entity) && isSubquery(entity.selectable))
    return entity.selectable.alias(name) as FromClause
  return selectableOfMapper(mapperOf(entity)).alias(name, { flat }) as FromClause
}

interface AliasedOwn {
  readonly name?: string | null
  readonly flat?: boolean
}

/** The face of an inspected alias; one per alias. */
export function faceOf(alias: AliasedInsp): object {
  return alias.face(() => makeFace(alias))
}

function makeFace(alias: AliasedInsp): object {
  const { class_ } = alias.mapper
  const face = Object.create(class_) as object
  const define = (key: PropertyKey, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(face, key, { configurable: true, ...descriptor })
  }
  define(INSPECTED, { value: alias })
  define(clauseElement, { value: () => entityClause(alias) })
  define(inspect.custom, { value: () => `<${String(alias)}>` })
  define('toString', { value: () => String(alias) })
  for (const key of alias.mapper.props.keys()) define(key, { get: () => attributeOf(alias, key) })
  for (const view of alias.withPolymorphicEntities) {
    define(view.mapper.className, { get: () => faceOf(view), enumerable: true })
  }
  return face
}

const attributes = new WeakMap<AliasedInsp, Map<string, unknown>>()

/** The class's attribute in terms of the alias. */
export function attributeOf(alias: AliasedInsp, key: string): unknown {
  let known = attributes.get(alias)
  if (!known) attributes.set(alias, (known = new Map()))
  if (!known.has(key)) known.set(key, adaptedAttribute(alias, key))
  return known.get(key)
}

function adaptedAttribute(alias: AliasedInsp, key: string): unknown {
  const own = (alias.mapper.class_ as unknown as Record<string, unknown>)[key]
  if (own instanceof CompositeComparator) return own.of(faceOf(alias))
  if (!(own instanceof QueryableAttribute)) return own
  return own.adaptTo(alias, (column: ColumnElement) => alias.adapter.traverse(column))
}

installAliasFinder((value) => {
  const entity = entityOrNull(value)
  return isAliased(entity) ? entity : null
})

/** What `withPolymorphic()` takes beside the classes. */
export interface WithPolymorphicFaceOptions extends Omit<WithPolymorphicOptions, 'useMapperPath'> {}

/**
 * A class with the columns of some of its subclasses, `"*"` for all; `sqlalchemy.orm.with_polymorphic`. The
 * subclasses are properties of the answer.
 *
 * @example
 * const staff = withPolymorphic(Employee, [Engineer, Manager])
 * select(staff).where(or(staff.Engineer.language.eq('ts'), staff.Manager.level.gt(2)))
 */
export function withPolymorphic<C>(
  base: C,
  classes: '*' | readonly Class[],
  options: WithPolymorphicFaceOptions = {},
): C {
  const mapper = mapperOf(entityOf(base))
  const covered = resolvePolymorphic(mapper, classes)
  return faceOf(AliasedInsp.withPolymorphic(mapper, covered, options)) as C
}

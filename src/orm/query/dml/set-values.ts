/**
 * What `values()` of an ORM-enabled INSERT or UPDATE is about: attribute names and attributes become columns; synonyms,
 * composites and hybrids become those that they stand for. `QueryableAttribute._bulk_update_tuples`.
 */
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { asElement } from '../../../sql/elements/coercions.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { annotatedEntity } from '../../loading/entities/entity-of.js'
import { mapperOf } from '../../loading/paths/entity.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'

/** A target as users write it, and its value. */
export type ValueEntry = readonly [target: unknown, value: unknown]

/** Entries for columns, as far as the entity of the statement knows the targets. */
export function resolveValues(
  table: FromClause,
  entries: readonly ValueEntry[],
): readonly ValueEntry[] {
  const entity = annotatedEntity(table)
  if (!entity) return entries
  const mapper = mapperOf(entity)
  return entries.flatMap((entry) => resolve(mapper, entry))
}

function resolve(mapper: Mapper, [target, value]: ValueEntry): readonly ValueEntry[] {
  const name = nameOf(target)
  const update = name === null ? null : mapper.classManager.updateExpression(name)
  if (update !== null) {
    return update(mapper.class_, plain(value)).flatMap((entry) => resolve(mapper, entry))
  }
  if (name === null) return [[target, value]]
  const property = mapper.props.get(name)
  if (property instanceof ColumnProperty) return [[property.expression, value]]
  if (property) return resolveDescriptor(mapper, property, value) ?? [[target, value]]
  return [[hybridColumn(mapper, name) ?? target, value]]
}

/** The attribute a target names: as a text, as a hybrid, or as a composite. */
function nameOf(target: unknown): string | null {
  if (typeof target === 'string') return target
  const element = asElement(target)
  if (element instanceof ColumnElement) return hybridName(element)
  const { key } = (target ?? {}) as { readonly key?: unknown }
  return typeof key === 'string' ? key : null
}

function hybridName(element: ColumnElement): string | null {
  const { proxyKey } = element.annotations as { readonly proxyKey?: unknown }
  return element.kind !== 'column' && typeof proxyKey === 'string' ? proxyKey : null
}

/** Synonyms and composites say what they stand for. */
interface StandsFor {
  readonly name?: string
  readonly attributes?: readonly string[]
  partsOf?(value: unknown): readonly unknown[]
}

function resolveDescriptor(
  mapper: Mapper,
  property: object,
  value: unknown,
): readonly ValueEntry[] | null {
  const { name, attributes } = property as StandsFor
  if (name !== undefined) return resolve(mapper, [name, value])
  const parts = (property as StandsFor).partsOf?.(plain(value))
  if (!attributes || !parts) return null
  return attributes.flatMap((attribute, index) =>
    resolve(mapper, [attribute, parts[index] ?? null]),
  )
}

/** A hybrid that is just another name of a column. */
function hybridColumn(mapper: Mapper, name: string): ColumnElement | null {
  const element = asElement((mapper.class_ as unknown as Record<string, unknown>)[name])
  return element instanceof ColumnElement && element.kind === 'column' ? element : null
}

/** Values that were made parameters already. */
function plain(value: unknown): unknown {
  return value instanceof BindParameter && value.unique ? value.effectiveValue : value
}

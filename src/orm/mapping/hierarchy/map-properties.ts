/**
 * Which attributes a mapper has: those declared, those inherited, and the rest of the table's columns.
 */
import { InvalidRequestError } from '../../../errors.js'
import { ColumnProperty } from '../column-property.js'
import type { Mapper } from '../mapper.js'
import type { MapperProperty } from '../property.js'
import type { Column } from '../sql-types.js'

/** `Mapper._configure_properties`: relationships first, then columns in the order of the tables. @internal */
export function mapProperties(mapper: Mapper, declared: ReadonlyMap<string, MapperProperty>): void {
  const columns = new Map<string, ColumnProperty>()
  for (const [key, property] of declared) {
    if (isLocalColumn(mapper, property)) columns.set(key, property)
    else mapper.takeProperty(key, property, { adopt: true })
  }
  inheritProperties(mapper, columns)
  const keys = keysByColumn(columns)
  for (const column of mapper.persistSelectable.columns) {
    mapColumn(mapper, column as Column, { columns, keys })
  }
}

interface Declared {
  readonly columns: ReadonlyMap<string, ColumnProperty>
  readonly keys: ReadonlyMap<unknown, string>
}

function isLocalColumn(mapper: Mapper, property: MapperProperty): property is ColumnProperty {
  if (!(property instanceof ColumnProperty)) return false
  return property.columns.some((column) => mapper.localTable.columns.includes(column))
}

function keysByColumn(columns: ReadonlyMap<string, ColumnProperty>): Map<unknown, string> {
  const entries = [...columns].flatMap(([key, property]) =>
    property.columns.map((column) => [column.identity, key] as const),
  )
  return new Map(entries)
}

/** Takes over the parent's attributes; a column declared here under the same name joins the parent's one. */
function inheritProperties(mapper: Mapper, columns: Map<string, ColumnProperty>): void {
  if (mapper.inherits === null) return
  for (const [key, property] of mapper.inherits.props) {
    if (isNotAsked(mapper, key)) continue
    const own = columns.get(key)
    if (mapper.concrete) {
      if (own === undefined) mapper.inheritProperty(key, property)
    } else if (own !== undefined && property instanceof ColumnProperty) {
      const combined = own.withColumns([...own.columns, ...property.columns])
      columns.set(key, combined)
      mapper.takeProperty(key, combined, { adopt: true })
    } else if (!mapper.hasProperty(key)) {
      mapper.takeProperty(key, property, { adopt: false })
    }
  }
}

function mapColumn(mapper: Mapper, column: Column, { columns, keys }: Declared): void {
  const { columnPrefix = '' } = mapper.options
  const key = keys.get(column.identity) ?? inheritedKey(mapper, column) ?? columnPrefix + column.key
  const declared = columns.get(key)
  const present = mapper.props.get(key)
  if (declared !== undefined) {
    if (present !== declared) mapper.takeProperty(key, declared, { adopt: true })
    return
  }
  if (mapper.columnToProperty.has(column.identity) || isExcluded(mapper, column)) return
  const property =
    present instanceof ColumnProperty
      ? combine(mapper, present, column)
      : new ColumnProperty(key, [column])
  mapper.takeProperty(key, property, { adopt: true })
}

/** A column of the child that means the same as one of the parent: one attribute for both. */
function combine(mapper: Mapper, present: ColumnProperty, column: Column): ColumnProperty {
  if (!areEquated(mapper, present, column)) rejectAmbiguity(mapper, present, column)
  return present.withColumns([column, ...present.columns])
}

function areEquated(mapper: Mapper, present: ColumnProperty, column: Column): boolean {
  const first = present.expression
  return (
    first.sharesLineage(column) ||
    mapper.inheritsEquatedPairs.some(
      ([left, right]) =>
        (left.identity === first.identity && right.identity === column.identity) ||
        (right.identity === first.identity && left.identity === column.identity),
    )
  )
}

function rejectAmbiguity(mapper: Mapper, present: ColumnProperty, column: Column): void {
  if (present.parent !== mapper) return
  throw new InvalidRequestError(
    `Implicitly combining column ${present.expression.describe()} with column ${column.describe()} under attribute '${present.key}'.  Please configure one or more attributes for these same-named columns explicitly.`,
  )
}

function inheritedKey(mapper: Mapper, column: Column): string | null {
  for (const each of mapper.iterateToRoot()) {
    const property = each.columnToProperty.get(column.identity)
    if (property !== undefined) return property.key
  }
  return null
}

/** Columns that the options leave out, and those a sibling class added to the shared table. */
function isExcluded(mapper: Mapper, column: Column): boolean {
  if (isNotAsked(mapper, column.key, column)) return true
  const { inherits } = mapper
  if (inherits === null || !inherits.persistSelectable.columns.includes(column)) return false
  return !inherits.columnToProperty.has(column.identity)
}

/** `Mapper._should_exclude`: what `includeProperties` and `excludeProperties` say of a name, or of a column. */
function isNotAsked(mapper: Mapper, name: string, column: Column | null = null): boolean {
  const { includeProperties, excludeProperties } = mapper.options
  const names = (list: readonly (string | Column)[]) =>
    list.some((each) => each === name || (each !== null && each === column))
  if (includeProperties !== undefined && !names(includeProperties)) return true
  return excludeProperties !== undefined && names(excludeProperties)
}

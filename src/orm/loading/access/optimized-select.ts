/**
 * Joined-table inheritance: when only attributes of a subclass's own table are missing, that table alone is read,
 * `SELECT engineer.lang … WHERE ? = engineer.id`. `Mapper._optimized_get_statement`.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { Select } from '../../../sql/selectable/select.js'
import { ColumnProperty } from '../../mapping/column-property.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { FromClause } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import { allOf } from '../../mapping/mapper-selectables.js'

export interface OptimizedSelect {
  readonly statement: Select
  readonly parameters: Readonly<Record<string, unknown>>
}

/** Null when the base table is needed after all, or some key value is not known. */
export function optimizedSelect(
  mapper: Mapper,
  state: InstanceState,
  keys: readonly string[],
): OptimizedSelect | null {
  if (!mapper.inherits || mapper.single || mapper.concrete) return null
  const properties = keys
    .map((key) => mapper.props.get(key))
    .filter((each) => each instanceof ColumnProperty)
  const tables = new Set(properties.flatMap((each) => each.columns.map((column) => column.table)))
  if (properties.length === 0 || tables.has(mapper.baseMapper.localTable)) return null
  const known = new KnownColumns(state)
  const path = [...mapper.iterateToRoot()].reverse()
  const start = path.findIndex((each) => tables.has(each.localTable))
  const links = path
    .slice(start)
    .map((each) => linkOf(each, { isFirst: each === path[start], tables, known }))
  if (links.some((link) => link === null)) return null
  const columns = properties.flatMap((each) =>
    each.columns.filter((column) => tables.has(column.table)),
  )
  const statement = new Select(columns).setLabelStyle('tablenamePlusCol')
  const where = allOf(links.filter((link) => link !== null))
  return where ? { statement: statement.where(where), parameters: known.parameters } : null
}

interface Link {
  readonly isFirst: boolean
  readonly tables: ReadonlySet<unknown>
  readonly known: KnownColumns
}

/** The condition that ties a table to its parent's: by value for the first one, by column below. */
function linkOf(mapper: Mapper, { isFirst, known }: Link): ColumnElement<boolean> | null {
  const condition = mapper.inheritCondition
  if (!condition) return null
  if (!isFirst) return condition
  const own = mapper.localTable
  const bound = replacementTraverse(condition, (element: ClauseElement) =>
    known.bindFor(element, own),
  )
  return known.isComplete ? bound : null
}

/** Parameters for columns whose values the object has in memory. */
class KnownColumns {
  readonly parameters: Record<string, unknown> = {}
  isComplete = true

  constructor(readonly state: InstanceState) {}

  bindFor(element: ClauseElement, own: FromClause): BindParameter | null {
    if (element.kind !== 'column') return null
    const column = element as ColumnElement
    if (column.table?.identity === own.identity) return null
    const property = this.state.mapper.columnToProperty.get(column.identity)
    const value = property && this.state.value(property.key)
    if (value === undefined) this.isComplete = false
    const name = `pk_${Object.keys(this.parameters).length + 1}`
    this.parameters[name] = value ?? null
    return new BindParameter(name, { type: column.type, required: false })
  }
}

/**
 * How a class's table joins its parent's: joined-table, single-table or concrete inheritance.
 */
import { joinCondition } from '../../../sql/selectable/join-condition.js'
import { NoForeignKeysError } from '../../../sql/errors.js'
import { ArgumentError } from '../../../errors.js'
import { equatedPairs } from '../joins/criterion-pairs.js'
import type { Mapper, MapperArguments } from '../mapper.js'
import type { Column, ColumnElement, FromClause } from '../sql-types.js'

export interface Inheritance {
  readonly single: boolean
  readonly localTable: FromClause
  readonly persistSelectable: FromClause
  readonly inheritCondition: ColumnElement<boolean> | null
  readonly equatedPairs: readonly (readonly [Column, Column])[]
}

/** `Mapper._configure_inheritance`. @internal */
export function inheritFrom(
  mapper: Mapper,
  { inherits, localTable, ...options }: MapperArguments,
): Inheritance {
  if (inherits === null) return standAlone(mapper, localTable)
  if (localTable === null || localTable === inherits.localTable) return shareTable(inherits)
  if (options.concrete) return { ...standAlone(mapper, localTable) }
  const condition =
    givenCondition(options, localTable) ?? inferredCondition(inherits.localTable, localTable)
  return {
    single: false,
    localTable,
    persistSelectable: inherits.persistSelectable.join(localTable, condition),
    inheritCondition: condition,
    equatedPairs: equatedPairs(condition),
  }
}

function givenCondition(
  { inheritCondition }: Pick<MapperArguments, 'inheritCondition'>,
  { columns }: FromClause,
): ColumnElement<boolean> | null {
  if (typeof inheritCondition !== 'function') return inheritCondition ?? null
  return inheritCondition(Object.fromEntries([...columns].map((column) => [column.key, column])))
}

function standAlone(mapper: Mapper, localTable: FromClause | null): Inheritance {
  if (localTable === null) {
    throw new ArgumentError(
      `Mapper for class ${mapper.className} does not have a mapped table specified.`,
    )
  }
  return {
    single: false,
    localTable,
    persistSelectable: localTable,
    inheritCondition: null,
    equatedPairs: [],
  }
}

function shareTable(inherits: Mapper): Inheritance {
  return {
    single: true,
    localTable: inherits.localTable,
    persistSelectable: sharedSelectable(inherits),
    inheritCondition: null,
    equatedPairs: inherits.inheritsEquatedPairs,
  }
}

/** A join does not notice columns that this class has just added to its parent's table: it is made anew. */
function sharedSelectable({
  persistSelectable,
  localTable,
  inherits,
  inheritCondition,
}: Mapper): FromClause {
  const isComplete = [...localTable.columns].every((column) =>
    persistSelectable.columns.includes(column),
  )
  if (isComplete || inherits === null) return persistSelectable
  return inherits.persistSelectable.join(localTable, inheritCondition)
}

function inferredCondition(parent: FromClause, child: FromClause): ColumnElement<boolean> {
  try {
    return joinCondition(parent, child)
  } catch (error) {
    if (!(error instanceof NoForeignKeysError)) throw error
    throw new NoForeignKeysError(
      `Can't determine the inherit condition between inherited table '${parent.describe()}' and inheriting table '${child.describe()}'; tables have no foreign key relationships established.  Please ensure the inheriting table has a foreign key relationship to the inherited table, or provide an 'on clause' using the 'inherit_condition' mapper argument.`,
    )
  }
}

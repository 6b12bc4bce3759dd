/**
 * Teaches the SQL compiler to compile statements about entities. Importing this module registers the plugin; the
 * compile state it makes stays with the compiled form and the results of it.
 */
import { DmlBase } from '../../sql/dml/dml-base.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { registerStatementPlugin, type CompileState, type PluginContext } from '../../sql/plugin.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { Select } from '../../sql/selectable/select.js'
import '../loading/class-loaders.js'
import { annotatedEntity, entityClause, selectableOf } from '../loading/entities/entity-of.js'
import { bundleOf } from './bundle.js'
import { columnDescriptions, entityDescription } from './column-descriptions.js'
import { FromStatement } from '../loading/from-statement.js'
import { coreDml } from './dml/core-dml.js'
import { OrmSelectCompileState } from './compile/select-compile-state.js'
import { resolveValues } from './dml/set-values.js'
import { filterByNames } from './filter-by.js'

function createCompileState(
  statement: ClauseElement,
  { toplevel, compiler }: PluginContext,
): CompileState {
  if (statement instanceof FromStatement) return { statement: statement.source }
  if (!(statement instanceof Select)) return { statement: coreDml(statement) }
  const enclosing = compiler.compileState
  const inheritedCriteria =
    enclosing instanceof OrmSelectCompileState ? enclosing.attributes.criteria : []
  return new OrmSelectCompileState(statement, {
    toplevel,
    inheritedCriteria,
    keptJoins: compiler.keptFroms,
  })
}

/** The columns of `select(Entity)` as a subquery, of `insert(Entity).returning(…)` as a CTE. */
function selectedColumns(statement: ClauseElement): readonly ClauseElement[] {
  return columnsOf(statement).flatMap((element): readonly ClauseElement[] => {
    const bundle = bundleOf(element)
    if (bundle) return bundle.columns
    if (!(element instanceof FromClause)) return [element]
    const entity = annotatedEntity(element)
    return (entity ? selectableOf(entity) : element).columns.values()
  })
}

/** The FROM elements of the columns: those of the entities they belong to. */
function columnsClauseFroms(statement: ClauseElement): readonly FromClause[] {
  const froms = columnsOf(statement).flatMap((element): readonly FromClause[] => {
    const entity = annotatedEntity(element)
    return entity ? [entityClause(entity)] : element.fromObjects
  })
  return [...new Map(froms.map((from) => [from.identity, from])).values()]
}

function columnsOf(statement: ClauseElement): readonly ClauseElement[] {
  if (statement instanceof Select) return statement.rawColumns
  return statement instanceof DmlBase ? statement.returningColumns : []
}

registerStatementPlugin({
  name: 'orm',
  createCompileState,
  selectedColumns,
  filterByNames,
  columnDescriptions,
  entityDescription,
  columnsClauseFroms,
  resolveValues,
  fromStatement: (entities, statement) => new FromStatement(entities as Select, statement),
})

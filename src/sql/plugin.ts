/**
 * How a statement about entities becomes one about tables. The ORM registers a plugin; the compiler asks the one a
 * statement carries in `propagateAttrs`. The counterpart of `compile_state_plugin = "orm"`.
 */
import type { ClauseElement } from './elements/clause-element.js'
import type { FromClause } from './selectable/from-clause.js'
import type { NameSource } from './filter-by.js'
import type { SqlCompiler } from './compiler/compiler.js'
import type { ColumnDescription } from './selectable/column-descriptions.js'

/** The core statement a plugin made, and what it wants to remember with the compiled form (a load plan). */
export interface CompileState {
  /** A Select, Insert, Update, Delete… without entities. */
  readonly statement: ClauseElement
}

export interface PluginContext {
  /** Null for subqueries: only the outermost statement returns entities. */
  readonly toplevel: boolean
  readonly compiler: SqlCompiler
}

export interface StatementPlugin {
  readonly name: string
  /** Rewrites a statement (`select`, `insert`, `update`, `delete` or other kinds) just before it is compiled. */
  createCompileState(statement: ClauseElement, context: PluginContext): CompileState
  /** The columns `select(Entity)` exposes to a subquery: `subquery.c`. */
  selectedColumns?(statement: ClauseElement): readonly ClauseElement[]
  /** What the values of the rows are. */
  columnDescriptions?(statement: ClauseElement): readonly ColumnDescription[]
  /** The entity an INSERT, UPDATE or DELETE is about. */
  entityDescription?(statement: ClauseElement): Readonly<Record<string, unknown>> | null
  /** The FROM elements of the columns of a SELECT. */
  columnsClauseFroms?(statement: ClauseElement): readonly FromClause[]
  /** The attributes `filterBy()` may name; null: those of the tables. */
  filterByNames?(statement: ClauseElement): NameSource | null
  /** The columns and values that `values()` of an entity's INSERT or UPDATE is about. */
  resolveValues?(
    table: FromClause,
    entries: readonly (readonly [unknown, unknown])[],
  ): readonly (readonly [unknown, unknown])[]
  /** `select(Entity).fromStatement(statement)`: entities from the rows of another statement. */
  fromStatement?(entities: ClauseElement, statement: ClauseElement): ClauseElement
  /** Describes a cache key part for annotations that change what is compiled. */
  cacheKey?(statement: ClauseElement): string
}

const plugins = new Map<string, StatementPlugin>()

/** Makes a plugin known by name; the ORM calls it once when it is loaded. */
export function registerStatementPlugin(plugin: StatementPlugin): void {
  plugins.set(plugin.name, plugin)
}

/** The plugin registered under a name, or null. */
export function statementPlugin(name: string): StatementPlugin | null {
  return plugins.get(name) ?? null
}

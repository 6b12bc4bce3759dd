/** INSERT, UPDATE, DELETE and what follows them: RETURNING, ON CONFLICT. */
import type { ClauseElement } from '../../elements/clause-element.js'
import { CompileError } from '../../errors.js'
import type { Delete } from '../../dml/delete.js'
import type { DmlPair } from '../../dml/dml-base.js'
import { mixedValues, type Insert } from '../../dml/insert.js'
import type { Update } from '../../dml/update.js'
import { selectIterables } from '../../selectable/select.js'
import type { SelectBase } from '../../selectable/select-base.js'
import { generateColumnsPlusNames } from '../../selectable/select-columns.js'
import type { FromClause } from '../../selectable/from-clause.js'
import type { DmlInfo } from '../compiled.js'
import type { Context, SqlCompiler } from '../compiler.js'
import { coreStatement } from './core-statement.js'
import { crudParameters } from './crud.js'
import { insertFromSelect } from './crud-from-select.js'
import { CrudPlan, type CrudParameter } from './crud-plan.js'
import { withCtes, writeIndependentCtes } from './cte.js'
import { normalizeFroms } from '../select-state.js'
import { columnText, where } from './select.js'
import { postValuesText } from './upsert.js'
import { wordsBefore } from './words.js'

/** What a statement is compiled with once its plugin, if any, has spoken. */
interface DmlPlace {
  readonly toplevel: boolean
  readonly context: Context
}

/** Runs the plugin, keeps the stack, puts CTEs before. */
function writeDml<S extends Insert | Update | Delete>(
  statement: S,
  compiler: SqlCompiler,
  ...[outer, write]: [Context, (statement: S, place: DmlPlace) => string]
): string {
  const toplevel = compiler.stack.length === 0
  const made = coreStatement(statement, compiler)
  if (made.kind !== statement.kind) return compiler.process(made, outer)
  const core = made as S
  const {
    asFrom: _from,
    addToResultMap: _add,
    compoundIndex: _index,
    includeTable: _table,
    ...context
  } = outer
  const froms = new Set<FromClause>([core.table])
  compiler.stack.push({
    selectable: core,
    correlateFroms: froms,
    asFromFroms: froms,
    state: null,
    needResultMap: false,
  })
  writeIndependentCtes(core, compiler, context)
  const text = write(core, { toplevel, context })
  // Where CTEs follow INSERT they are written with the SELECT, and nowhere else.
  const follows = core.kind === 'insert' && compiler.dialect.features.cteFollowsInsert
  const complete = follows ? text : withCtes(text, compiler)
  compiler.stack.pop()
  return complete
}

function prefixesOf(statement: Insert | Update | Delete, compiler: SqlCompiler): string {
  return wordsBefore(statement.prefixes, compiler)
}

function dmlInfo(statement: Insert | Update | Delete, plan: CrudPlan, returning: boolean): DmlInfo {
  const insert = statement.kind === 'insert' ? statement : null
  return {
    kind: statement.kind,
    prefetch: [...new Set(plan.prefetch.map(({ column }) => column))],
    prefetchBinds: plan.prefetch,
    postfetch: plan.postfetch,
    implicitReturning: plan.implicitReturning,
    returning,
    inline: insert?.inlineFlag ?? false,
    multiValues: (insert?.multiValues.length ?? 0) > 0,
    fromSelect: insert?.select !== null && insert?.select !== undefined,
    bindNames: plan.bindNames,
  }
}

// --- INSERT ----------------------------------------------------------------------------------------------------

export function visitInsert(insert: Insert, compiler: SqlCompiler, outer: Context): string {
  return writeDml(insert, compiler, outer, (statement, place) => {
    if (statement.valuePairs && statement.multiValues.length > 0) throw mixedValues()
    const from = statement.select ? insertFromSelect(statement, statement.select, compiler) : null
    const plan = from?.plan ?? crudParameters(statement, compiler, place)
    const returning = returningColumns(statement, plan, compiler, place)
    if (place.toplevel)
      compiler.dml = dmlInfo(statement, plan, statement.returningColumns.length > 0)
    const table = compiler.process(statement.table, {
      asFrom: true,
      fromHints: statement.fromHints,
    })
    const columns =
      from?.names.map((name) => insertColumn(statement, name, compiler)) ??
      plan.parameters.map(({ columnText }) => columnText)
    const names = columns.length > 0 ? ` (${columns.join(', ')})` : ''
    const body = insertBody(from?.select ?? null, plan, compiler, place.context)
    const post = statement.postValues
      ? postValuesText(statement.postValues, statement, compiler)
      : ''
    const text = returningText(returning, compiler, place)
    return `INSERT ${prefixesOf(statement, compiler)}INTO ${table}${names}${body}${post}${text}`
  })
}

function insertColumn(statement: Insert, name: string, compiler: SqlCompiler): string {
  const column = statement.table.columns.get(name)
  return compiler.quote(compiler.nameOf(column?.name ?? name))
}

function insertBody(
  select: SelectBase | null,
  plan: CrudPlan,
  compiler: SqlCompiler,
  context: Context,
): string {
  if (select) {
    const text = compiler.process(select, { ...context, embedded: true })
    return ` ${compiler.dialect.features.cteFollowsInsert ? withCtes(text, compiler) : text}`
  }
  if (plan.rows.length > 0) {
    if (!compiler.dialect.features.multivaluesInsert) {
      throw new CompileError(
        `The '${compiler.dialect.name}' dialect with current database version settings does not support in-place multirow inserts.`,
      )
    }
    return ` VALUES ${plan.rows.map(rowText).join(', ')}`
  }
  if (plan.parameters.length > 0) return ` VALUES ${rowText(plan.parameters)}`
  if (compiler.dialect.features.defaultValues) return ' DEFAULT VALUES'
  return ' () VALUES ()'
}

function rowText(parameters: readonly CrudParameter[]): string {
  return `(${parameters.map(({ value }) => value).join(', ')})`
}

// --- UPDATE ----------------------------------------------------------------------------------------------------

export function visitUpdate(update: Update, compiler: SqlCompiler, outer: Context): string {
  return writeDml(update, compiler, outer, (statement, place) => {
    const extraFroms = extraFromsOf(statement, statement.valuePairs ?? [])
    const plan = crudParameters(statement, compiler, { ...place, extraFroms })
    const inSet = compiler.dialect.features.updateTablesInSet
    const fromLinter = compiler.newFromLinter()
    if (!inSet) correlateExtra(statement, extraFroms, compiler)
    const returning = returningColumns(statement, plan, compiler, place)
    if (place.toplevel)
      compiler.dml = dmlInfo(statement, plan, statement.returningColumns.length > 0)
    const tables = [statement.table, ...(inSet ? extraFroms : [])].map((from) =>
      compiler.process(from, { asFrom: true, fromLinter, fromHints: statement.fromHints }),
    )
    const set = plan.parameters
      .map(({ columnText: column, value }) => `${column}=${value}`)
      .join(', ')
    const from =
      extraFroms.length > 0 && !inSet
        ? ` FROM ${fromList(extraFroms, compiler, { fromLinter, fromHints: statement.fromHints })}`
        : ''
    const conditions = where(statement.whereCriteria, compiler, { ...place.context, fromLinter })
    fromLinter?.warn('UPDATE')
    const limit = compiler.dialect.select.updateLimit?.(statement, compiler) ?? ''
    return (
      `UPDATE ${prefixesOf(statement, compiler)}${tables.join(', ')} SET ${set}${from}` +
      `${conditions}${limit}${returningText(returning, compiler, place)}`
    )
  })
}

/** Tables that an UPDATE or DELETE is about beside its own. @internal */
export function otherTables(statement: Update | Delete): readonly FromClause[] {
  return extraFromsOf(statement, statement.kind === 'update' ? (statement.valuePairs ?? []) : [])
}

/** FROM elements of conditions and values beside the table itself. */
function extraFromsOf(
  statement: Update | Delete,
  pairs: readonly DmlPair[],
): readonly FromClause[] {
  const values = pairs.flatMap((pair) => pair.filter((part) => isElement(part)) as ClauseElement[])
  const inner = [...statement.whereCriteria, ...values].flatMap((element) => element.fromObjects)
  const own = new Set(statement.table.clonedSet)
  return normalizeFroms(inner).filter((from) => !from.clonedSet.some((each) => own.has(each)))
}

function isElement(part: unknown): part is ClauseElement {
  return typeof part === 'object' && part !== null && 'fromObjects' in part
}

/** Subqueries may refer to the tables of FROM as well. */
function correlateExtra(
  statement: Update | Delete,
  extra: readonly FromClause[],
  compiler: SqlCompiler,
): void {
  const entry = compiler.stack.pop()
  if (!entry) return
  const froms = new Set([statement.table, ...extra])
  compiler.stack.push({ ...entry, correlateFroms: froms, asFromFroms: froms })
}

function fromList(
  froms: readonly FromClause[],
  compiler: SqlCompiler,
  context: Pick<Context, 'fromLinter' | 'fromHints'>,
): string {
  return froms.map((from) => compiler.process(from, { ...context, asFrom: true })).join(', ')
}

// --- DELETE ----------------------------------------------------------------------------------------------------

export function visitDelete(statement: Delete, compiler: SqlCompiler, outer: Context): string {
  return writeDml(statement, compiler, outer, (core, place) => {
    const extra = extraFromsOf(core, [])
    correlateExtra(core, extra, compiler)
    const plan = new CrudPlan()
    const returning = returningColumns(core, plan, compiler, place)
    if (place.toplevel) compiler.dml = dmlInfo(core, plan, core.returningColumns.length > 0)
    const fromLinter = compiler.newFromLinter()
    const table = compiler.process(core.table, {
      asFrom: true,
      fromLinter,
      fromHints: core.fromHints,
    })
    const others = fromList(extra, compiler, { fromLinter, fromHints: core.fromHints })
    const using = extra.length > 0 ? compiler.dialect.select.deleteUsing(table, others) : ''
    const conditions = where(core.whereCriteria, compiler, { ...place.context, fromLinter })
    fromLinter?.warn('DELETE')
    const limit = compiler.dialect.select.updateLimit?.(core, compiler) ?? ''
    return (
      `DELETE ${prefixesOf(core, compiler)}FROM ${table}${using}` +
      `${conditions}${limit}${returningText(returning, compiler, place)}`
    )
  })
}

// --- RETURNING -------------------------------------------------------------------------------------------------

/** The user's columns, or those the engine needs back. */
function returningColumns(
  statement: Insert | Update | Delete,
  plan: CrudPlan,
  ...[_compiler, _place]: [SqlCompiler, DmlPlace]
): readonly ClauseElement[] {
  return statement.returningColumns.length > 0
    ? statement.allSelectedColumns
    : selectIterables(plan.implicitReturning)
}

function returningText(
  columns: readonly ClauseElement[],
  compiler: SqlCompiler,
  place: DmlPlace,
): string {
  if (columns.length === 0) return ''
  const named = generateColumnsPlusNames(
    { allSelectedColumns: columns, labelStyle: 'disambiguateOnly' },
    true,
  )
  const context: Context = { ...place.context, ...compiler.dialect.select.returningContext }
  const texts = named.map((entry) =>
    columnText(entry, compiler, { context, populate: place.toplevel, asFrom: false }),
  )
  return ` RETURNING ${texts.join(', ')}`
}

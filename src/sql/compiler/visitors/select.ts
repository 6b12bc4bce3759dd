/** SELECT, set operations and what stands around them. */
import { CompileError } from '../../errors.js'
import type { ClauseElement } from '../../elements/clause-element.js'
import type { ColumnElement } from '../../elements/column-element.js'
import { ColumnClause } from '../../elements/column-clause.js'
import { Label } from '../../elements/label.js'
import { UnaryExpression } from '../../elements/unary.js'
import { nameKey } from '../../names.js'
import type { CompoundSelect, SelectGrouping } from '../../selectable/compound-select.js'
import type { FromClause } from '../../selectable/from-clause.js'
import type { Exists, ScalarSelect } from '../../selectable/scalar-select.js'
import { Select } from '../../selectable/select.js'
import type { ColumnPlusNames } from '../../selectable/select-columns.js'
import type { TextualSelect } from '../../selectable/textual-select.js'
import type { SqlCompiler } from '../compiler.js'
import { copyOf, inFrom, type AddToResultMap, type Context } from '../context.js'
import type { Generative } from '../select-clauses.js'
import { SelectState, type LabelNames } from '../select-state.js'
import { OUTERMOST, provisions, SelectEntry, type StackEntry } from '../stack-entry.js'
import { coreStatement } from './core-statement.js'
import { withCtes, writeIndependentCtes } from './cte.js'
import { isExpression, writeLabel } from './literals.js'
import { conjunction } from './operations.js'
import { wordsAfter, wordsBefore } from './words.js'

/** `SELECT …`; `SQLCompiler.visit_select`. */
export function visitSelect(statement: Select, compiler: SqlCompiler, outer: Context): string {
  const toplevel = compiler.stack.length === 0
  const core = coreStatement(statement, compiler)
  if (!(core instanceof Select)) return compiler.process(core, outer)
  const select: Select = core
  const { asFrom = false, lateral = false, compoundIndex = null, embedded: standsInside } = outer
  const state = new SelectState(select)
  const entry = compiler.stack.at(-1) ?? OUTERMOST
  const populate = (toplevel || entry.needResultMap) && !compoundIndex
  const froms = pushSelect(state, entry, compiler, asFrom && !lateral)
  const context = contextInside(outer)
  writeIndependentCtes(select, compiler, context)
  const columns = columnsText(state.columns, compiler, { context, populate, asFrom })
  const text = selectBody(select, columns, froms, compiler, context)
  const embedded = compoundIndex !== null || standsInside === true
  const complete = embedded && !toplevel ? text : withCtes(text, compiler)
  const suffixes = wordsAfter(select.suffixes, compiler, context)
  compiler.stack.pop()
  return complete + suffixes
}

/** What the clauses of a SELECT take over from where it stands. */
function contextInside(outer: Context): Context {
  const inner = copyOf(outer)
  inner.asFrom = false
  inner.lateral = false
  inner.compoundIndex = null
  inner.embedded = false
  inner.addToResultMap = null
  inner.operator = null
  inner.fromLinter = null
  inner.withinColumnsClause = false
  return inner
}

function pushSelect(
  state: SelectState,
  entry: StackEntry,
  compiler: SqlCompiler,
  asFrom: boolean,
): readonly FromClause[] {
  const { correlateFroms, asFromFroms } = entry
  const froms = asFrom
    ? state.displayFroms(
        new Set([...correlateFroms].filter((from) => !asFromFroms.has(from))),
        null,
      )
    : state.displayFroms(correlateFroms, asFromFroms)
  compiler.stack.push(new SelectEntry(state, froms, correlateFroms))
  return froms
}

function selectBody(
  select: Select,
  columns: string,
  ...[froms, compiler, context]: [readonly FromClause[], SqlCompiler, Context]
): string {
  const prefixes = wordsBefore(select.prefixes, compiler, context)
  const distinct = select.distinctFlag
    ? compiler.dialect.select.distinct(select, compiler, context)
    : ''
  const start = `SELECT ${prefixes}${distinct}${columns}`
  const parts = [
    columns === '' ? start.trimEnd() : start,
    fromsAndWhere(select, froms, compiler, context),
    listClause(' GROUP BY ', select.groupByClauses, compiler, context),
    having(select, compiler, context),
    listClause(' ORDER BY ', select.orderByClauses, compiler, context),
    limitAndLock(select, compiler, context),
    hints(select, compiler),
  ]
  return parts.join('')
}

/** FROM and WHERE, watched for cartesian products. */
function fromsAndWhere(
  select: Select,
  froms: readonly FromClause[],
  compiler: SqlCompiler,
  outer: Context,
): string {
  const fromLinter = compiler.newFromLinter()
  const context = copyOf(outer)
  if (select.fromHints.length > 0) context.fromHints = select.fromHints
  if (fromLinter) context.fromLinter = fromLinter
  const from =
    froms.length === 0
      ? compiler.dialect.select.defaultFrom(select)
      : fromText(froms, compiler, context)
  const text = from + where(select.whereCriteria, compiler, context)
  fromLinter?.warn('SELECT')
  return text
}

function fromText(froms: readonly FromClause[], compiler: SqlCompiler, context: Context): string {
  const place = inFrom(context)
  let text = ''
  for (const from of froms) {
    const written = compiler.process(from, place)
    text = text === '' ? written : `${text}, ${written}`
  }
  return ` \nFROM ${text}`
}

/** ` WHERE …` or nothing. */
export function where(
  criteria: readonly ColumnElement[],
  compiler: SqlCompiler,
  context: Context,
): string {
  if (criteria.length === 0) return ''
  const text = conjunction(criteria, compiler, context)
  return text === '' ? '' : ` \nWHERE ${text}`
}

function having(select: Select, compiler: SqlCompiler, context: Context): string {
  if (select.havingCriteria.length === 0) return ''
  return ` \nHAVING ${conjunction(select.havingCriteria, compiler, context)}`
}

function listClause(
  word: string,
  clauses: readonly ClauseElement[],
  ...[compiler, context]: [SqlCompiler, Context]
): string {
  const text = compiler.processList(clauses, ', ', context)
  return text === '' ? '' : word + text
}

function hints(select: Select, compiler: SqlCompiler): string {
  const own = select.hints.filter(
    ({ dialect }) => dialect === '*' || dialect === compiler.dialect.name,
  )
  return own.map(({ text }) => ` ${text}`).join('')
}

// --- columns -------------------------------------------------------------------------------------------------

interface ColumnPlace {
  readonly context: Context
  /** The column is one of the rows of the whole statement. */
  readonly populate: boolean
  readonly asFrom: boolean
}

function columnsText(
  columns: readonly ColumnPlusNames[],
  compiler: SqlCompiler,
  place: ColumnPlace,
): string {
  let text = ''
  for (const column of columns) {
    const written = columnText(column, compiler, place)
    text = text === '' ? written : `${text}, ${written}`
  }
  return text
}

/** A column with its label if it needs one; `_label_select_column`. */
export function columnText(
  entry: ColumnPlusNames,
  compiler: SqlCompiler,
  place: ColumnPlace,
): string {
  const { column, requiredName, fallbackName, proxyName } = entry
  const context = copyOf(place.context)
  context.withinColumnsClause = true
  context.withinLabelClause = false
  context.addToResultMap = place.populate ? resultAdder(entry, compiler) : null
  if (!isExpression(column)) return compiler.process(column, context)
  const expression =
    place.populate || compiler.stack.length > 0 ? typeExpression(column, compiler, place) : null
  const element = expression ?? column
  if (column instanceof Label) {
    if (!expression) return compiler.process(column, context)
    return writeLabel(
      { element, name: column.name, altNames: [column.element], target: column },
      compiler,
      context,
    )
  }
  const name =
    requiredName ??
    (needsLabel(column, expression, compiler, place)
      ? (fallbackName ?? column.anonNameLabel)
      : null)
  if (name === null) return compiler.process(element, context)
  const altNames = [
    proxyName === null ? null : nameKey(proxyName),
    column.tqLabel === null ? null : nameKey(column.tqLabel),
  ]
  return writeLabel(
    { element, name, altNames: [column, ...altNames], target: column },
    compiler,
    context,
  )
}

/** The expression a type puts around its columns where they are read. */
function typeExpression(
  column: ColumnElement,
  compiler: SqlCompiler,
  place: ColumnPlace,
): ColumnElement | null {
  return place.populate ? column.type.implFor(compiler.dialect).columnExpression(column) : null
}

function needsLabel(
  column: ColumnElement,
  ...[expression, compiler, place]: [ColumnElement | null, SqlCompiler, ColumnPlace]
): boolean {
  if (expression) return true
  if (column instanceof ColumnClause)
    return place.asFrom && !column.isLiteral && column.table !== null
  if (column instanceof UnaryExpression) {
    const nonNative = column.kind === 'asBoolean' && !compiler.dialect.features.nativeBoolean
    return nonNative || wrapsUnnamed(column) || place.asFrom
  }
  return column.nonAnonLabel === null
}

function wrapsUnnamed(unary: UnaryExpression): boolean {
  let inner: ColumnElement = unary.element
  while (inner.kind === 'grouping' && 'element' in inner) inner = inner.element as ColumnElement
  const named = inner instanceof ColumnClause || inner instanceof Label
  return !named || inner.nonAnonLabel === null
}

/** A column once more is not a target of lookups by column. */
function resultAdder({ repeated }: ColumnPlusNames, compiler: SqlCompiler): AddToResultMap {
  if (!repeated) return compiler.addToResultMap
  return (keyname, name, _objects, type) => compiler.addToResultMap(keyname, name, [keyname], type)
}

// --- set operations --------------------------------------------------------------------------------------------

/** `SELECT … UNION SELECT …`; `SQLCompiler.visit_compound_select`. */
export function visitCompoundSelect(
  statement: CompoundSelect,
  compiler: SqlCompiler,
  outer: Context,
): string {
  const toplevel = compiler.stack.length === 0
  const core = coreStatement(statement, compiler)
  if (core.kind !== 'compoundSelect') return compiler.process(core, outer)
  const compound = core as CompoundSelect
  const { compoundIndex = null, ...context } = outer
  const entry = compiler.stack.at(-1) ?? OUTERMOST
  checkColumns(compound)
  const needResultMap = (toplevel || entry.needResultMap) && !compoundIndex
  const state = compoundLabels(compound)
  compiler.stack.push({ ...provisions(entry), selectable: compound, state, needResultMap })
  writeIndependentCtes(compound, compiler, context)
  const selects = compound.selects.map((select, index) =>
    compiler.process(select, { ...context, compoundIndex: index }),
  )
  const inner = copyOf(context)
  inner.includeTable = false
  const text =
    selects.join(` ${compound.keyword} `) +
    listClause(' GROUP BY ', compound.groupByClauses, compiler, inner) +
    listClause(' ORDER BY ', compound.orderByClauses, compiler, inner) +
    rowLimit(compound, compiler, inner)
  const complete = withCtes(text, compiler)
  compiler.stack.pop()
  return complete
}

function limitAndLock(select: Select, compiler: SqlCompiler, context: Context): string {
  const { forUpdate } = compiler.dialect.select
  const limit = rowLimit(select, compiler, context)
  return limit + (select.forUpdateArg ? forUpdate(select, compiler, context) : '')
}

function rowLimit(select: Generative, compiler: SqlCompiler, context: Context): string {
  const clauses = compiler.dialect.select
  if (!select.hasRowLimitingClause) return ''
  return select.fetchClause
    ? clauses.fetch(select, compiler, context)
    : clauses.limit(select, compiler, context)
}

/** ORDER BY of a set operation names the columns of the first SELECT. */
function compoundLabels(compound: CompoundSelect): { readonly labelNames: LabelNames } {
  let names: LabelNames | null = null
  return {
    get labelNames() {
      if (names) return names
      const columns = new Map(compound.subquery().columns.entries())
      return (names = { withColumns: columns, onlyFroms: columns, onlyColumns: columns })
    },
  }
}

function checkColumns(compound: CompoundSelect): void {
  const first = compound.selects[0]?.allSelectedColumns.length ?? 0
  compound.selects.forEach((select, index) => {
    const count = select.allSelectedColumns.length
    if (count === first) return
    throw new CompileError(
      'All selectables passed to CompoundSelect must have identical numbers of columns; ' +
        `select #1 has ${first} columns, select #${index + 1} has ${count}`,
    )
  })
}

export function visitSelectGrouping(
  grouping: SelectGrouping,
  compiler: SqlCompiler,
  context: Context,
): string {
  return `(${compiler.process(grouping.element, context)})`
}

export function visitScalarSelect(
  element: ScalarSelect,
  compiler: SqlCompiler,
  context: Context,
): string {
  const {
    addToResultMap: _add,
    withinColumnsClause: _within,
    withinLabelClause: _label,
    compoundIndex: _index,
    ...rest
  } = context
  return `(${compiler.process(element.element, { ...rest, asFrom: false })})`
}

export function visitExists(element: Exists, compiler: SqlCompiler, context: Context): string {
  return `EXISTS ${compiler.process(element.element, context)}`
}

/** Textual SQL with declared columns. */
export function visitTextualSelect(
  statement: TextualSelect,
  compiler: SqlCompiler,
  context: Context,
): string {
  const core = coreStatement(statement, compiler)
  if (core !== statement) return compiler.process(core, context)
  const toplevel = compiler.stack.length === 0
  const entry = compiler.stack.at(-1) ?? OUTERMOST
  const nothingMore = { selectable: statement, state: null, needResultMap: false }
  compiler.stack.push({ ...provisions(entry), ...nothingMore })
  writeIndependentCtes(statement, compiler, context)
  if (toplevel || entry.needResultMap) {
    compiler.orderedColumns = statement.positional
    compiler.textualColumns = !statement.positional && statement.columnArgs.length > 0
    for (const column of statement.columnArgs) {
      const name = nameKey(column.name ?? '')
      compiler.addToResultMap(name, name, [column, name, nameKey(column.key ?? name)], column.type)
    }
  }
  const text = compiler.process(statement.element, { literalBinds: context.literalBinds ?? false })
  const complete = withCtes(text, compiler)
  compiler.stack.pop()
  return complete
}

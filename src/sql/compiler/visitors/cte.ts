/** WITH: common table expressions, each written once before the statement that needs it. */
import { CompileError } from '../../errors.js'
import type { ClauseElement } from '../../elements/clause-element.js'
import type { ColumnElement } from '../../elements/column-element.js'
import type { Cte } from '../../selectable/alias.js'
import { ungrouped, CompoundSelect } from '../../selectable/compound-select.js'
import { generateColumnsPlusNames } from '../../selectable/select-columns.js'
import type { SelectBase, LabelStyle } from '../../selectable/select-base.js'
import type { Context, SqlCompiler } from '../compiler.js'
import { wordsAfter, wordsBefore } from './words.js'

/** A finished SELECT, INSERT… with the CTEs that belong before it: all, or at depth those that nest there. */
export function withCtes(text: string, compiler: SqlCompiler): string {
  const depth = compiler.stack.length
  return compiler.ctes.take(depth > 1 ? depth : null) + text
}

interface HasIndependentCtes extends ClauseElement {
  readonly independentCtes: readonly { readonly cte: Cte; readonly nestHere: boolean }[]
}

/** CTEs that are written although nothing refers to them. */
export function writeIndependentCtes(
  statement: HasIndependentCtes,
  compiler: SqlCompiler,
  context: Context,
): void {
  for (const { cte, nestHere } of statement.independentCtes) {
    compiler.process(nestHere ? cte.nested() : cte, { ...context, asFrom: false })
  }
}

/** Registers a CTE, and answers its name where it stands in FROM; `SQLCompiler.visit_cte`. */
export function visitCte(cte: Cte, compiler: SqlCompiler, context: Context): string {
  const name = compiler.nameOf(cte.aliasName)
  const original = cte.cteAlias
  if (isNew(cte, name, compiler)) {
    compiler.ctes.announce(name, cte)
    // A CTE by itself, as text for people: what it selects.
    if (compiler.stack.length === 0) return compiler.process(cte.element, context)
    if (original) compiler.process(original, { ...context, asFrom: false, fromLinter: null })
    else writeCte(cte, name, compiler, context)
  }
  if (!context.asFrom) return ''
  context.fromLinter?.addFrom(cte, name)
  if (!original) return compiler.quote(name)
  return `${compiler.quote(compiler.nameOf(original.aliasName))} AS ${compiler.quote(name)}`
}

/** Of CTEs under one name, the one that `union()` made of the other replaces it. */
function isNew(cte: Cte, name: string, compiler: SqlCompiler): boolean {
  const known = compiler.ctes.named(name)
  if (!known) return true
  if (sameCte(known, cte) || restates(known, cte)) return false
  if (restates(cte, known)) {
    compiler.ctes.forget(known)
    return true
  }
  throw new CompileError(`Multiple, unrelated CTEs found with the same name: '${name}'`)
}

function sameCte(a: Cte, b: Cte): boolean {
  return (
    a.clonedSet.some((each) => b.clonedSet.includes(each)) ||
    (a.cteAlias !== null && a.cteAlias === b.cteAlias)
  )
}

function restates(later: Cte, earlier: Cte): boolean {
  for (let each = later.restates; each; each = each.restates)
    if (sameCte(each, earlier)) return true
  return false
}

function writeCte(cte: Cte, name: string, compiler: SqlCompiler, context: Context): void {
  const columns =
    cte.recursive || namesColumns(cte.element) ? `(${columnNames(cte.element, compiler)})` : ''
  const {
    addToResultMap: _add,
    withinColumnsClause: _within,
    compoundIndex: _index,
    fromLinter: _linter,
    ...rest
  } = context
  const inner = compiler.process(cte.element, {
    ...rest,
    // VALUES are named by the CTE alone.
    asFrom: !namesColumns(cte.element),
    includeTable: true,
    enclosingAlias: null,
  })
  const prefixes = wordsBefore(cte.prefixes, compiler)
  const suffixes = wordsAfter(cte.suffixes, compiler)
  compiler.ctes.write(
    cte,
    `${compiler.quote(name)}${columns} AS ${prefixes}\n(${inner})${suffixes}`,
    cte.nesting ? compiler.stack.length : null,
  )
}

function namesColumns(element: ClauseElement): boolean {
  return element.kind === 'values'
}

/** The columns in the parentheses of a recursive CTE. */
function columnNames(element: SelectBase, compiler: SqlCompiler): string {
  const first =
    element instanceof CompoundSelect
      ? ungrouped(element.selects[0] as SelectBase)
      : ungrouped(element)
  const named = first as SelectBase & { readonly labelStyle: LabelStyle }
  return generateColumnsPlusNames(named, true)
    .map(({ requiredName, proxyName, fallbackName, column }) => {
      const own = 'name' in column ? (column as ColumnElement).name : null
      const name = requiredName ?? proxyName ?? fallbackName ?? own ?? ''
      return compiler.quote(compiler.nameOf(name === '_no_label' ? (fallbackName ?? name) : name))
    })
    .join(', ')
}

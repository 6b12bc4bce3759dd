/**
 * Constructors that the base classes need but must not import: `column.eq()` makes a binary expression, a FROM
 * makes joins and aliases, an element compiles itself. The modules that own them install them when loaded.
 */
import type { ClauseElement } from './elements/clause-element.js'
import type { ColumnElement } from './elements/column-element.js'
import type { Label } from './elements/label.js'
import type { BindParameter } from './elements/bind-parameter.js'
import type { Name } from './names.js'
import type { Operator } from './operators.js'
import type { Compiled, CompileOptions } from './compiler/compiled.js'
import type { TypeArg, TypeEngine } from './types/type-engine.js'
import type { FromClause } from './selectable/from-clause.js'
import type { Alias, AliasOptions, SampleOptions, TableSample } from './selectable/alias.js'
import type { Join, JoinOptions } from './selectable/join.js'
import type { Select } from './selectable/select.js'
import type { ProxyOptions } from './elements/column-element.js'

export interface Builders {
  compile(element: ClauseElement, options: CompileOptions): Compiled
  params<E extends ClauseElement>(
    element: E,
    values: Readonly<Record<string, unknown>>,
    unique?: boolean,
  ): E
  compare(left: ClauseElement, right: ClauseElement): boolean
  operate(
    expr: ColumnElement,
    op: Operator,
    others: readonly unknown[],
    modifiers: Modifiers,
  ): ColumnElement
  label<T, N extends string>(name: Name | null, element: ColumnElement<T>): Label<T, N>
  cast<T>(element: ColumnElement, type: TypeArg<T>): ColumnElement<T>
  bind(options: BindSpec): BindParameter
  grouping(element: ColumnElement): ColumnElement
  asBoolean(element: ColumnElement, negated: boolean): ColumnElement
  unary(element: ColumnElement, op: Operator, type?: TypeEngine): ColumnElement
  proxyColumn(element: ColumnElement, options: ProxyOptions): ColumnElement
  alias(element: FromClause, options: AliasOptions): Alias
  tableValued(element: FromClause): ColumnElement
  tablesample(element: FromClause, sampling: unknown, options: SampleOptions): TableSample
  join(left: FromClause, right: unknown, options: JoinOptions): Join
  select(columns: readonly unknown[]): Select
  finalFroms(statement: Select): readonly FromClause[]
}

/** Options an operator carries into SQL: ESCAPE, regular expression flags, SYMMETRIC. */
export type Modifiers = Readonly<Record<string, unknown>>

/** What most operations have. */
export const NO_MODIFIERS: Modifiers = Object.freeze({})

export interface BindSpec {
  readonly key: Name | null
  readonly value: unknown
  readonly type?: TypeEngine | null
  readonly comparedTo?: TypeEngine
  readonly operator?: Operator
  readonly expanding?: boolean
}

/** Filled by `register*` calls of the owning modules; complete as soon as `sql/index.ts` is loaded. */
export const build = {} as Builders

/** Installs constructors. */
export function install(part: Partial<Builders>): void {
  Object.assign(build, part)
}

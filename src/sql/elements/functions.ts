/** SQL functions: `func.anything(…)`, and the types of those whose type is known. */
import { ArgumentError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { ops, type Operator } from '../operators.js'
import { build, type BindSpec } from '../build.js'
import type { Func, FunctionGenerator } from '../func-types.js'
import type { FromClause } from '../selectable/from-clause.js'
import { DateTime, DateType, Time } from '../types/date-time.js'
import { INTEGER_TYPE, NULL_TYPE, STRING_TYPE } from '../types/resolve.js'
import { ArrayType, Json } from '../types/structured.js'
import { toInstance, type TypeArg, type TypeEngine } from '../types/type-engine.js'
import type { ClauseElement, PropagateAttrs } from './clause-element.js'
import { cast, extract } from './case-cast.js'
import { coerceExpression } from './coercions.js'
import { ColumnElement, type OperandBind } from './column-element.js'
import { ColumnClause, literalColumn } from './column-clause.js'
import { Grouping } from './grouping.js'
import { SequenceNext, type SequenceLike } from './sequence.js'
import { FunctionFilter, Over, WithinGroup, type OverOptions } from './window.js'
import type { Condition } from './boolean.js'

const PARTS = internals({
  functionName: 'plain',
  packages: 'plain',
  clauses: 'elements',
  type: 'type',
  bare: 'plain',
})

export interface FunctionOptions {
  readonly type?: TypeArg | null
  /** `schema.package.name`. */
  readonly packages?: readonly string[]
  /** Written without parentheses when it has no arguments: CURRENT_TIMESTAMP. */
  readonly bare?: boolean
}

/**
 * The base of functions; users extend it and say with `compiles()` how it is written. A static `type` is the
 * result's, a static `name` what the column is called; `sqlalchemy.sql.functions.FunctionElement`.
 *
 * @example
 * class CoalescePlus extends FunctionElement { static override readonly name = 'cp' }
 * compiles(CoalescePlus)((element, compiler) => `CP(${compiler.process(element.clauses)})`)
 */
export class FunctionElement<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'function'
  override readonly type: TypeEngine
  override readonly propagateAttrs: PropagateAttrs | null
  readonly functionName: string
  readonly clauses: readonly ColumnElement[]
  readonly packages: readonly string[] = []
  readonly bare: boolean = false

  constructor(...args: readonly unknown[]) {
    super()
    const { name, type } = declaredOn(new.target)
    this.functionName = name
    this.clauses = args.map((each) => coerceExpression(each, null, name).selfGroup(ops.comma))
    this.type = type ? toInstance(type) : NULL_TYPE
    this.propagateAttrs =
      this.clauses.find((clause) => clause.propagateAttrs)?.propagateAttrs ?? null
  }

  override get internals(): Internals {
    return PARTS
  }

  override get name(): string {
    return this.functionName
  }

  /** `schema.package` of `func.schema.package.name()`. */
  get packagenames(): readonly string[] {
    return this.packages
  }

  override get nonAnonLabel(): null {
    return null
  }

  override get proxyKey(): string | null {
    return super.proxyKey ?? (this.functionName === '' ? null : this.functionName)
  }

  override get fromObjects(): readonly FromClause[] {
    return this.clauses.flatMap((clause) => clause.fromObjects)
  }

  /** `f(…) OVER (PARTITION BY … ORDER BY …)`. @example func.rowNumber().over({ orderBy: User.id }) */
  over(options: OverOptions = {}): Over<T> {
    return new Over<T>(this, options)
  }

  /** `f(…) FILTER (WHERE …)`; without conditions the function itself. */
  filter(...criteria: readonly [Condition, ...Condition[]]): FunctionFilter<T>
  filter(...criteria: readonly Condition[]): FunctionFilter<T> | this
  filter(...criteria: readonly Condition[]): FunctionFilter<T> | this {
    return criteria.length === 0 ? this : new FunctionFilter<T>(this, criteria)
  }

  /** `f(…) WITHIN GROUP (ORDER BY …)`. */
  within(...orderBy: readonly unknown[]): WithinGroup<T> {
    return new WithinGroup<T>(this, orderBy)
  }

  /** The same as `within`. */
  withinGroup(...orderBy: readonly unknown[]): WithinGroup<T> {
    return this.within(...orderBy)
  }

  /** A column of the composite value it answers: `(f(…)).name`. */
  scalarTableValued(name: string, type: TypeArg | null = null): ColumnElement {
    return new FunctionField(this, name, type)
  }

  /** The function as a FROM element with columns. @example func.jsonEach(Order.data).tableValued('key', 'value') */
  tableValued(...columns: readonly (string | ColumnElement | TableValuedOptions)[]): FromClause {
    return makeTableValued(this, columns)
  }

  /** The function as a FROM element that is one column. */
  columnValued(name: string | null = null): ColumnElement {
    return makeColumnValued(this, name)
  }

  /** The function as a named FROM element. */
  alias(name: string | null = null): FromClause {
    return makeTableValued(this, [{ name }])
  }

  /** `SELECT f(…)`. */
  select() {
    return build.select([this])
  }

  override bindParam(value: unknown, options: OperandBind): ColumnElement {
    const spec: BindSpec = {
      key: this.functionName,
      value,
      type: options.type ?? null,
      comparedTo: this.type,
      operator: options.operator,
      expanding: options.expanding ?? false,
    }
    return build.bind(spec)
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    return against === ops.getitem && this.type.affinity === 'array'
      ? new Grouping(this)
      : super.selfGroup(against)
  }

  override describe(): string {
    return `${this.functionName}()`
  }
}

interface FunctionDeclaration {
  readonly name: string
  readonly type: TypeArg | null
}

/** What a class says about its functions; the `name` every class has by itself does not count. */
function declaredOn(class_: object): FunctionDeclaration {
  const { type = null } = class_ as { readonly type?: TypeArg }
  for (
    let each = class_;
    typeof each === 'function';
    each = Object.getPrototypeOf(each) as object
  ) {
    const descriptor = Object.getOwnPropertyDescriptor(each, 'name')
    if (descriptor?.enumerable) return { name: String(descriptor.value), type }
  }
  return { name: '', type }
}

/** `name(arguments)`; `sqlalchemy.sql.functions.Function`. */
export class NamedFunction<T = unknown> extends FunctionElement<T> {
  override readonly functionName: string
  override readonly type: TypeEngine
  override readonly packages: readonly string[]
  override readonly bare: boolean

  constructor(name: string, clauses: readonly ColumnElement[], options: FunctionOptions = {}) {
    super(...clauses)
    this.functionName = name
    this.type = options.type ? toInstance(options.type) : NULL_TYPE
    this.packages = options.packages ?? []
    this.bare = options.bare ?? false
  }
}

/**
 * A function that `func` answers by its class's name once the class is registered;
 * `sqlalchemy.sql.functions.GenericFunction`.
 *
 * @example
 * class as_utc extends GenericFunction<Date> {
 *   static readonly type = dateTime
 *   static { registerFunction(this) }
 * }
 * func.as_utc(User.joined)
 */
export class GenericFunction<T = unknown> extends FunctionElement<T> {
  override readonly functionName: string

  constructor(...args: readonly unknown[]) {
    super(...args)
    this.functionName = genericName(new.target)
  }
}

type FunctionClass = new (...args: readonly unknown[]) => FunctionElement

const GENERIC = new Map<string, FunctionClass>()

function genericName(class_: FunctionClass): string {
  const { name } = declaredOn(class_)
  return name === '' ? class_.name : name
}

/**
 * Makes `func` know a function by its class's name, or another one; `sqlalchemy.sql.functions.register_function`.
 *
 * @example
 * class as_iso extends GenericFunction<Date> { static readonly type = dateTime }
 * registerFunction(as_iso)
 */
export function registerFunction(class_: FunctionClass, identifier: string | null = null): void {
  GENERIC.set((identifier ?? genericName(class_)).toLowerCase(), class_)
}

export interface TableValuedOptions {
  readonly name?: string | null
  readonly withOrdinality?: string
  readonly joinsImplicitly?: boolean
}

type MakeTableValued = (
  element: FunctionElement,
  columns: readonly (string | ColumnElement | TableValuedOptions)[],
) => FromClause

let makeTableValued: MakeTableValued
let makeColumnValued: (element: FunctionElement, name: string | null) => ColumnElement

/** @internal Installed by `selectable/table-valued.ts`. */
export function installTableValued(table: MakeTableValued, column: typeof makeColumnValued): void {
  makeTableValued = table
  makeColumnValued = column
}

/** The single column of `columnValued()`; written as the alias's name. */
export class ScalarFunctionColumn<T = unknown> extends ColumnClause<T> {
  override readonly kind = 'scalarFunctionColumn'
}

const FIELD_PARTS = internals({ fn: 'element', columnName: 'plain', type: 'type' })

/** `(f(…)).name`: a part of the composite value a function answers. */
export class FunctionField<T = unknown> extends ScalarFunctionColumn<T> {
  constructor(
    readonly fn: FunctionElement,
    name: string,
    type: TypeArg | null,
  ) {
    super(name, type)
  }

  override get internals(): Internals {
    return FIELD_PARTS
  }
}

/** How a function known by name differs from any other. */
interface KnownFunction {
  readonly name?: string
  readonly type?: TypeEngine | ((args: readonly ColumnElement[]) => TypeEngine)
  readonly bare?: boolean
  readonly prepare?: (args: readonly ColumnElement[]) => readonly ColumnElement[]
}

function firstType(args: readonly ColumnElement[]): TypeEngine {
  return args.find((arg) => !arg.type.isNull)?.type ?? NULL_TYPE
}

const DATE_TIME = new DateTime()
const countAll = (args: readonly ColumnElement[]) =>
  args.length === 0 ? [literalColumn('*')] : args

const KNOWN: Readonly<Record<string, KnownFunction>> = {
  count: { type: INTEGER_TYPE, prepare: countAll },
  coalesce: { type: firstType },
  max: { type: firstType },
  min: { type: firstType },
  sum: { type: firstType },
  now: { type: DATE_TIME },
  concat: { type: STRING_TYPE },
  char_length: { type: INTEGER_TYPE },
  random: {},
  current_date: { type: new DateType(), bare: true, name: 'CURRENT_DATE' },
  current_time: { type: new Time(), bare: true, name: 'CURRENT_TIME' },
  current_timestamp: { type: DATE_TIME, bare: true, name: 'CURRENT_TIMESTAMP' },
  current_user: { type: STRING_TYPE, bare: true, name: 'CURRENT_USER' },
  localtime: { type: DATE_TIME, bare: true },
  localtimestamp: { type: DATE_TIME, bare: true },
  session_user: { type: STRING_TYPE, bare: true },
  sysdate: { type: DATE_TIME, bare: true },
  user: { type: STRING_TYPE, bare: true },
  row_number: {},
  rank: { type: INTEGER_TYPE },
  dense_rank: { type: INTEGER_TYPE },
  json_agg: { type: new Json() },
  array_agg: { type: (args) => new ArrayType(firstType(args)) },
  grouping_sets: { name: 'GROUPING SETS' },
  cube: {},
  rollup: {},
}

/** `func.nextValue(sequence)` is written as the database has it. @throws ArgumentError for anything but a sequence */
function nextValueOf(sequence: unknown): ColumnElement {
  if (isSequence(sequence)) return new SequenceNext(sequence)
  throw new ArgumentError('nextValue() takes a Sequence object as input.')
}

const isSequence = (value: unknown): value is SequenceLike =>
  typeof value === 'object' && value !== null && 'nextValue' in value

/** Constructs with a syntax of their own that `func` makes too. */
const CONSTRUCTS: ReadonlyMap<string, (...args: never) => ColumnElement> = new Map<
  string,
  (...args: never) => ColumnElement
>([
  ['cast', cast],
  ['extract', extract],
  ['next_value', nextValueOf],
])

/** `rowNumber` and `row_number` are the same function; a name that starts with a capital is taken as it is. */
function snakeCase(name: string): string {
  return /^[a-z].*[A-Z]/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    : name
}

function makeFunction(path: readonly string[], args: readonly unknown[]): ColumnElement {
  const name = snakeCase(path.at(-1) ?? '')
  const construct = path.length === 1 ? CONSTRUCTS.get(name.toLowerCase()) : undefined
  if (construct) return construct(...(args as never))
  const { options, values } = splitOptions(args)
  const Generic = path.length === 1 ? GENERIC.get(name.toLowerCase()) : undefined
  if (Generic) return new Generic(...values)
  const known = path.length === 1 ? KNOWN[name.toLowerCase()] : undefined
  const given = values.map((value) => coerceExpression(value, null, name))
  const clauses = (known?.prepare ? known.prepare(given) : given).map((clause) =>
    clause.selfGroup(ops.comma),
  )
  const type =
    options?.type ?? (typeof known?.type === 'function' ? known.type(clauses) : known?.type) ?? null
  return new NamedFunction(name, clauses, {
    type,
    packages: path.slice(0, -1),
    bare: known?.bare ?? false,
  })
}

const FUNCTION_OPTIONS: unique symbol = Symbol('function options')

/** Options for a call of `func`: its type. @example func.myFunction(User.id, functionOptions({ type: integer })) */
export function functionOptions(options: { readonly type: TypeArg }): object {
  return { [FUNCTION_OPTIONS]: options }
}

function splitOptions(args: readonly unknown[]): {
  readonly options: { readonly type: TypeArg } | null
  readonly values: readonly unknown[]
} {
  const last = args.at(-1)
  if (typeof last === 'object' && last !== null && FUNCTION_OPTIONS in last) {
    return {
      options: last[FUNCTION_OPTIONS] as { readonly type: TypeArg },
      values: args.slice(0, -1),
    }
  }
  if (isTypeOption(last)) return { options: last, values: args.slice(0, -1) }
  return { options: null, values: args }
}

/** `{ type: integer }` and nothing else. */
function isTypeOption(value: unknown): value is { readonly type: TypeArg } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).join() === 'type'
  )
}

function generator(path: readonly string[]): FunctionGenerator {
  const call = (...args: readonly unknown[]) => makeFunction(path, args)
  return new Proxy(call as FunctionGenerator, {
    get: (target, name) =>
      typeof name === 'string' && !RESERVED.has(name)
        ? generator([...path, name])
        : (Reflect.get(target, name) as unknown),
  })
}

const RESERVED: ReadonlySet<string> = new Set([
  'prototype',
  'name',
  'length',
  'apply',
  'call',
  'bind',
  'then',
  'toString',
])

/**
 * Any SQL function by name; `sqlalchemy.func`. Camel case becomes snake case: `func.jsonEach()` is `json_each()`.
 *
 * @example
 * select(func.count(User.id), func.my_schema.my_function(User.name))
 */
export const func: Func = new Proxy({} as Func, {
  get: (_target, name) => (typeof name === 'string' ? generator([name]) : undefined),
})

export type { Func, FunctionGenerator }

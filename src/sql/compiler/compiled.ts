/**
 * A compiled statement: SQL text in pieces with slots for parameters between them. Made once per structure, bound
 * many times with other values; `bind` is the hot path of every execution.
 */
import { inspect, type InspectOptions } from 'node:util'
import { InvalidRequestError } from '../../errors.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { BindParameter } from '../elements/bind-parameter.js'
import type { ColumnElement } from '../elements/column-element.js'
import type { CompileState } from '../plugin.js'
import { TupleType } from '../types/structured.js'
import type { Processor, TypeEngine } from '../types/type-engine.js'
import type { CompilerDialect, Paramstyle } from './dialect.js'
import { expandSlot } from './expand.js'

export interface CompileOptions {
  /** A dialect, something that has one (an engine), or the name of one; default: the `:name` style. */
  readonly dialect?: CompilerDialect | { readonly dialect: CompilerDialect } | string
  /** Write values into the text instead of parameters. */
  readonly literalBinds?: boolean
  /** The columns an INSERT or UPDATE gets from the parameters of its execution. */
  readonly columnKeys?: readonly string[]
  /** The statement will run once for each of many parameter sets. */
  readonly forExecutemany?: boolean
  /** Other names for schemas; `null` as a key stands for no schema. */
  readonly schemaTranslateMap?: SchemaTranslateMap
  /** Warn of cartesian products. */
  readonly linting?: boolean
  /**
   * Write lists of IN with a parameter for each member, as they run; the default. `false` leaves `__[POSTCOMPILE_…]` and
   * one parameter that is the list.
   */
  readonly renderPostcompile?: boolean
}

/** Schemas by the names statements have for them; null is no schema. */
export type SchemaTranslateMap = Readonly<Record<string, string | null>>

/** @internal The schema a name stands for. */
export function translatedSchema(
  schema: string | null,
  map: SchemaTranslateMap | undefined,
): string | null {
  const translated = map?.[schema ?? 'null']
  return translated === undefined ? schema : translated
}

/** One placeholder. */
export interface BindSlot {
  /** The name of the parameter in this statement. */
  readonly name: string
  readonly bind: BindParameter
  readonly type: TypeEngine
  readonly processor: Processor | null
  /** Becomes as many placeholders as the value has members, or text. */
  readonly expanding: boolean
  /** Written into the text at execution. */
  readonly literal: ((value: unknown) => string) | null
  /** Text after the placeholder, e.g. `::JSON`. */
  readonly suffix: string
}

/** A column of the rows a statement returns; what Result finds columns by. */
export interface ResultColumn {
  /** The key of the row. */
  readonly keyname: string
  /** The name as the driver reports it. */
  readonly name: string
  /** Everything that may be used to look it up: columns, labels, keys. */
  readonly objects: readonly unknown[]
  readonly type: TypeEngine
}

/** What the engine has to do around an INSERT, UPDATE or DELETE. */
export interface DmlInfo {
  readonly kind: 'insert' | 'update' | 'delete'
  /** Columns whose default is made on our side before each execution; the parameter is named after the key. */
  readonly prefetch: readonly ColumnElement[]
  /** The parameters those values go into; INSERT with many rows has one for each row. */
  readonly prefetchBinds: readonly { readonly name: string; readonly column: ColumnElement }[]
  /** Columns the database sets and nobody asked for. */
  readonly postfetch: readonly ColumnElement[]
  /** Columns added to RETURNING to fetch generated keys and defaults. */
  readonly implicitReturning: readonly ColumnElement[]
  /** RETURNING was asked for by the user. */
  readonly returning: boolean
  readonly inline: boolean
  /** `INSERT … VALUES (…), (…)` in one statement. */
  readonly multiValues: boolean
  readonly fromSelect: boolean
  /** Parameter names of the values, by column key. */
  readonly bindNames: ReadonlyMap<string, string>
}

export interface CompiledParts {
  readonly statement: ClauseElement
  readonly dialect: CompilerDialect
  /** One more than slots. */
  readonly segments: readonly string[]
  readonly slots: readonly BindSlot[]
  readonly resultColumns: readonly ResultColumn[]
  /** Result columns are those of the text, by position. */
  readonly orderedColumns: boolean
  /** Some names come from text: rows are matched by name. */
  readonly textualColumns: boolean
  readonly dml: DmlInfo | null
  readonly compileState: CompileState | null
  readonly renderPostcompile: boolean
}

/** Text and parameters of one execution. */
export interface BoundStatement {
  readonly sql: string
  /** In the order of the placeholders, converted for the driver. */
  readonly parameters: unknown[]
}

/** Values by parameter name. */
export type ParameterValues = Readonly<Record<string, unknown>>

/** `sqlalchemy.sql.compiler.SQLCompiler`, after the fact. */
export class Compiled implements CompiledParts {
  readonly statement: ClauseElement
  readonly dialect: CompilerDialect
  readonly segments: readonly string[]
  readonly slots: readonly BindSlot[]
  readonly resultColumns: readonly ResultColumn[]
  readonly orderedColumns: boolean
  readonly textualColumns: boolean
  readonly dml: DmlInfo | null
  readonly compileState: CompileState | null
  readonly renderPostcompile: boolean
  /** The text, if it is the same for all values. */
  private readonly fixedSql: string | null
  private readonly values: readonly BindSlot[]
  /** `$1` and `:name` are one parameter however often they are written. */
  private readonly sharesPlaceholders: boolean
  /** Whether the text depends on the lengths of lists alone. */
  private readonly isRepeatable: boolean
  private expanded: { readonly sql: string; readonly lengths: readonly number[] } | null = null
  private extraction: {
    readonly key: readonly BindParameter[]
    readonly indexes: Int32Array
  } | null = null

  constructor(parts: CompiledParts) {
    this.statement = parts.statement
    this.dialect = parts.dialect
    this.segments = parts.segments
    this.slots = parts.slots
    this.resultColumns = parts.resultColumns
    this.orderedColumns = parts.orderedColumns
    this.textualColumns = parts.textualColumns
    this.dml = parts.dml
    this.compileState = parts.compileState
    this.renderPostcompile = parts.renderPostcompile
    const variable = parts.slots.some((slot) => slot.expanding || slot.literal)
    this.fixedSql = variable ? null : joinFixed(parts)
    this.values = distinctByName(parts.slots)
    const isNamed =
      this.dialect.paramstyle === 'numericDollar' || this.dialect.paramstyle === 'named'
    this.sharesPlaceholders = isNamed && this.values.length !== this.slots.length
    this.isRepeatable = variable && !this.sharesPlaceholders && parts.slots.every(isOfLength)
  }

  /** The text with the statement's own values. */
  get sql(): string {
    return this.fixedSql ?? this.readable().sql
  }

  /** The statement's own values: by name in the `:name` style, else in order; not yet converted for a driver. */
  get params(): Readonly<Record<string, unknown>> | readonly unknown[] {
    if (this.slots.some(({ bind, expanding }) => expanding && bind.required))
      return this.constructParams(null, { check: false })
    const { names, raw } = this.readable()
    if (this.dialect.paramstyle !== 'named') return raw
    return Object.fromEntries(names.map((name, index) => [escapeName(name), raw[index]]))
  }

  /**
   * The values by parameter name, not yet converted for a driver: those given, else the statement's own.
   *
   * @throws InvalidRequestError if a required value is missing, unless `check` is false
   */
  constructParams(
    params: ParameterValues | null = null,
    { check = true }: { readonly check?: boolean } = {},
  ): Record<string, unknown> {
    const entries = this.values.map(({ name, bind }) => {
      if (params !== null && name in params) return [escapeName(name), params[name]]
      if (bind.required && check) throw missingValue(name, 0)
      return [escapeName(name), bind.effectiveValue]
    })
    return Object.fromEntries(entries) as Record<string, unknown>
  }

  /** The names of the placeholders, in order. */
  get bindNames(): readonly string[] {
    return this.readable().names
  }

  /** The names of the placeholders where they are positional; null where they are named. */
  get positiontup(): readonly string[] | null {
    return this.dialect.paramstyle === 'named' ? null : this.bindNames
  }

  /** Every parameter once, under its name. */
  get binds(): readonly BindSlot[] {
    return this.values
  }

  get returnsRows(): boolean {
    return this.resultColumns.length > 0 || this.dml?.returning === true
  }

  /** The text for people: lists that have no value yet are left for later. */
  toString(): string {
    const isLeft = (slot: BindSlot) => slot.bind.required || this.isLeftForLater(slot)
    return this.fixedSql ?? this.readable(isLeft).sql
  }

  /** Text and parameters: all that a reader, a log or JSON wants of it. */
  toJSON(): { readonly sql: string; readonly params: Compiled['params'] } {
    return { sql: this.sql, params: this.params }
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `Compiled ${inspect(this.toJSON(), options)}`
  }

  /**
   * Text and converted parameters for one execution. Values come from `params` by name, else from the binds of the
   * statement executed (`extracted`, in the order of its cache key), else from the statement compiled.
   *
   * @param group the position of the parameter set among several, for messages
   * @throws InvalidRequestError if a required value is missing
   */
  bind(
    params: ParameterValues | null,
    extracted: readonly BindParameter[] | null = null,
    group = 0,
  ): BoundStatement {
    const indexes = extracted && this.extraction ? this.extraction.indexes : null
    const values = new Array<unknown>(this.slots.length)
    for (let i = 0; i < values.length; i++) {
      const slot = this.slots[i] as BindSlot
      if (params !== null && slot.name in params) values[i] = params[slot.name]
      else {
        const index = indexes === null ? -1 : (indexes[i] as number)
        const bind =
          index < 0 ? slot.bind : ((extracted as BindParameter[])[index] as BindParameter)
        if (bind.required) throw missingValue(slot.name, group)
        values[i] = bind.callable === null ? bind.value : bind.callable()
      }
    }
    if (this.fixedSql !== null) {
      this.convert(values)
      return { sql: this.fixedSql, parameters: this.positional(values) }
    }
    return this.bindAsBefore(values) ?? this.bindVariable(values)
  }

  private convert(values: unknown[]): void {
    for (let i = 0; i < values.length; i++) {
      const { processor } = this.slots[i] as BindSlot
      if (processor !== null) values[i] = processor(values[i])
    }
  }

  /** @internal The values of an execution by name, as the statement brings them. */
  ownValues(extracted: readonly BindParameter[] | null): ParameterValues {
    const indexes = extracted && this.extraction ? this.extraction.indexes : null
    const values: Record<string, unknown> = {}
    this.slots.forEach((slot, position) => {
      const index = indexes?.[position] ?? -1
      const bind = index >= 0 && extracted ? (extracted[index] as BindParameter) : slot.bind
      if (!bind.required) values[slot.name] = bind.effectiveValue
    })
    return values
  }

  /** @internal Tells which bind of a cache key stands in which slot, so that later executions take their values. */
  matchExtracted(key: readonly BindParameter[]): void {
    const positions = new Map(key.map((bind, index) => [bind.origin, index]))
    const indexes = Int32Array.from(this.slots, (slot) => positions.get(slot.bind.origin) ?? -1)
    this.extraction = { key, indexes }
  }

  private bindVariable(values: readonly unknown[]): BoundStatement {
    const { sql, raw, processors } = this.render((_slot, index) => values[index])
    if (this.isRepeatable) this.expanded = { sql, lengths: values.map(lengthOf) }
    return {
      sql,
      parameters: raw.map(
        (value, index) => processors[index]?.(value) ?? (processors[index] ? null : value),
      ),
    }
  }

  /** Lists as long as those of the time before make the same text: only the values are collected then. */
  private bindAsBefore(values: readonly unknown[]): BoundStatement | null {
    const { expanded } = this
    if (expanded === null) return null
    const parameters: unknown[] = []
    for (let i = 0; i < values.length; i++) {
      const { expanding, processor } = this.slots[i] as BindSlot
      const value = values[i]
      if (!expanding) parameters.push(processor === null ? value : processor(value))
      else {
        const length = lengthOf(value)
        if (length === UNKNOWN || length !== expanded.lengths[i]) return null
        for (const item of value as readonly unknown[])
          parameters.push(processor === null ? item : processor(item))
      }
    }
    return { sql: expanded.sql, parameters }
  }

  /** The rendering with the statement's own values; lists without one are left for later, or refused. */
  private readable(isLeft = (slot: BindSlot): boolean => this.isLeftForLater(slot)): Rendered {
    return this.render(({ bind }) => bind.effectiveValue, isLeft)
  }

  private isLeftForLater({ name, bind, literal }: BindSlot): boolean {
    if (!this.renderPostcompile && literal === null) return true
    // The text depends on the value: there is none without it.
    if (bind.required) throw missingValue(name, 0)
    return false
  }

  private positional(parameters: unknown[]): unknown[] {
    if (!this.sharesPlaceholders) return parameters
    return this.values.map(
      (slot) => parameters[this.slots.findIndex((each) => each.name === slot.name)],
    )
  }

  private render(
    valueOf: (slot: BindSlot, position: number) => unknown,
    isLeft: (slot: BindSlot) => boolean = () => false,
  ): Rendered {
    const out = new Rendering(this.dialect.paramstyle)
    this.slots.forEach((slot, index) => {
      out.text(this.segments[index] ?? '')
      if (slot.literal && !slot.expanding) out.text(slot.literal(valueOf(slot, index)))
      else if (!slot.expanding) out.placeholder(slot.name, valueOf(slot, index), slot)
      else if (isLeft(slot)) out.postponed(slot, valueOf(slot, index))
      else expandSlot(slot, valueOf(slot, index), out)
    })
    out.text(this.segments.at(-1) ?? '')
    return out
  }
}

/** Collects the text and the placeholders of one rendering. */
export class Rendering {
  sql = ''
  readonly names: string[] = []
  readonly raw: unknown[] = []
  readonly processors: (Processor | null)[] = []

  constructor(private readonly paramstyle: Paramstyle) {}

  text(part: string): void {
    this.sql += part
  }

  placeholder(name: string, value: unknown, slot: Pick<BindSlot, 'processor' | 'suffix'>): void {
    const position = this.parameter(name, value, slot.processor)
    this.sql += placeholderText(this.paramstyle, name, position) + slot.suffix
  }

  /** A list that is written when the statement runs. */
  postponed({ name, processor }: BindSlot, value: unknown): void {
    this.parameter(name, value, processor)
    this.sql += `(__[POSTCOMPILE_${name}])`
  }

  private parameter(name: string, value: unknown, processor: Processor | null): number {
    const known =
      this.paramstyle === 'numericDollar' || this.paramstyle === 'named'
        ? this.names.indexOf(name)
        : -1
    if (known >= 0) return known
    this.raw.push(value)
    this.processors.push(processor)
    return this.names.push(name) - 1
  }
}

type Rendered = Pick<Rendering, 'sql' | 'names' | 'raw' | 'processors'>

/** @internal */
export function placeholderText(paramstyle: Paramstyle, name: string, position: number): string {
  switch (paramstyle) {
    case 'named':
      return `:${escapeName(name)}`
    case 'qmark':
      return '?'
    case 'numericDollar':
      return `$${position + 1}`
    case 'format':
      return '%s'
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '%': 'P', '(': 'A', ')': 'Z', ':': 'C' }

/** Characters a parameter's name may not have are replaced. */
function escapeName(name: string): string {
  return /^\w+$/.test(name) ? name : name.replace(/[%():.[\] ]/g, (char) => ESCAPES[char] ?? '_')
}

const UNKNOWN = -1

/** The number of values in a list; unknown for lists of tuples, empty ones, and what is no array. */
function lengthOf(value: unknown): number {
  return Array.isArray(value) && value.length > 0 && !Array.isArray(value[0])
    ? value.length
    : UNKNOWN
}

/** A parameter whose text depends on nothing but its length. */
function isOfLength(slot: BindSlot): boolean {
  return slot.literal === null && !(slot.type instanceof TupleType)
}

function joinFixed(parts: CompiledParts): string {
  const out = new Rendering(parts.dialect.paramstyle)
  parts.slots.forEach((slot, index) => {
    out.text(parts.segments[index] ?? '')
    out.placeholder(slot.name, null, slot)
  })
  out.text(parts.segments.at(-1) ?? '')
  return out.sql
}

function distinctByName(slots: readonly BindSlot[]): readonly BindSlot[] {
  if (slots.length > 16) return [...new Map(slots.map((slot) => [slot.name, slot])).values()]
  const distinct: BindSlot[] = []
  for (const slot of slots) {
    const known = distinct.findIndex(({ name }) => name === slot.name)
    if (known < 0) distinct.push(slot)
    else distinct[known] = slot
  }
  return distinct
}

function missingValue(name: string, group: number): InvalidRequestError {
  const place = group === 0 ? '' : `, in parameter group ${group}`
  return new InvalidRequestError(`A value is required for bind parameter '${name}'${place}`)
}

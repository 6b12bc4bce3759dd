/** Executes statements of the SQL layer: compiles them or finds them compiled, binds values, makes the result. */
import { cacheKeyOf, placeOfUse, type StatementKey } from '../../sql/keys/cache-key.js'
import type { BoundStatement, Compiled } from '../../sql/compiler/compiled.js'
import type { BindParameter } from '../../sql/elements/bind-parameter.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { KeyPlace } from '../../sql/keys/key-tree.js'
import type { Processor } from '../../sql/types/type-engine.js'
import type { Connection } from '../connection.js'
import type { ExplainTarget } from '../dialect.js'
import type { DriverResult } from '../driver.js'
import type { Engine } from '../engine.js'
import { wantsStream, type ExecutionOptions } from '../execution-options.js'
import type { Io } from '../io.js'
import { cacheRemark, type CacheState } from '../log/remark.js'
import type { CursorResult, DmlFacts } from '../result/cursor-result.js'
import { convertRows } from '../result/fed-rows.js'
import { FetchedRows } from '../result/fetched-rows.js'
import { ResultMetaData, type ResultColumn } from '../result/result-metadata.js'
import {
  executeNow,
  numberOfLastStatement,
  runCursorIo,
  type CursorAnswer,
  type CursorCall,
} from './cursor-call.js'
import { dmlFactsOf, withDefaults } from './dml.js'
import { executableOf } from './executable.js'
import { insertManyIo, usesManyValues } from './insert-many-values.js'
import { bindError, type ExecutionContext } from './execution-context.js'
import { makeResult } from './make-result.js'
import { distill, type ParameterSet, type StatementParameters } from './parameters.js'
import type { CachedStatement, ResultShape } from './statement-cache.js'

/** What a statement is executed with. */
export interface Invocation {
  readonly sets: readonly ParameterSet[]
  readonly options: ExecutionOptions
}

/** The options of the invocation are those in force already. */
export function* invokeCompiledIo(
  connection: Connection,
  statement: ClauseElement,
  { sets, options }: Invocation,
): Io<CursorResult> {
  const found = compileFor(connection.engine, statement, { sets, options })
  const context = contextOf(connection, found, { statement, sets, options })
  const answer = yield* runIo(connection, context)
  return resultOf(connection, found.entry, context, answer)
}

/** `invokeCompiledIo` in one step, for a SELECT; only where `answersNow`. What only an error needs is made for one. */
export function invokeCompiledNow(
  connection: Connection,
  statement: ClauseElement,
  { sets, options }: Invocation,
): FetchedRows {
  const found = compileFor(connection.engine, statement, { sets, options })
  const { entry, extracted } = found
  const bound = boundNow(connection, entry.compiled, sets[0] ?? null, extracted)
  const result = executeNow(connection, bound, () =>
    callOf(connection, contextOf(connection, found, { statement, sets, options })),
  )
  const { metadata, processors } = shapeOf(connection, entry, result)
  const rows = convertRows(result.rows, processors)
  return new FetchedRows(rows, metadata.compileState, numberOfLastStatement())
}

/** @throws StatementError when a value is missing or cannot be converted */
function boundNow(
  connection: Connection,
  compiled: Compiled,
  set: ParameterSet | null,
  extracted: readonly BindParameter[] | null,
): BoundStatement {
  try {
    return compiled.bind(set, extracted)
  } catch (error) {
    throw bindError(connection, { compiled, sets: set === null ? [] : [set] }, error)
  }
}

/** The text and parameters a statement would be sent with. */
export function explainTarget(
  engine: Engine,
  statement: unknown,
  parameters: StatementParameters | null,
): ExplainTarget {
  const sets = distill(parameters)
  const executable = executableOf(statement, engine.dialect)
  const { entry, extracted } = compileFor(engine, executable, { sets, options: NO_OPTIONS })
  return entry.compiled.bind(sets[0] ?? null, extracted)
}

const NO_OPTIONS: ExecutionOptions = {}

interface Found {
  readonly entry: CachedStatement
  readonly extracted: readonly BindParameter[] | null
  readonly state: CacheState
}

function compileFor(engine: Engine, statement: ClauseElement, invocation: Invocation): Found {
  const { options } = invocation
  if (!engine.statements.isEnabled || options.compiledCache === null) {
    return { entry: compile(engine, statement, invocation), extracted: null, state: 'disabled' }
  }
  const described = keyOf(statement)
  const { key } = described
  if (key === null) {
    return { entry: compile(engine, statement, invocation), extracted: null, state: 'no key' }
  }
  const place = placeFor(described, key, invocation)
  const known = engine.statements.get(place)
  if (known !== null) return { entry: known, extracted: key.binds, state: 'hit' }
  const entry = compile(engine, statement, invocation)
  entry.compiled.matchExtracted(key.binds)
  engine.statements.set(place, entry)
  return { entry, extracted: key.binds, state: 'miss' }
}

function compile(
  engine: Engine,
  statement: ClauseElement,
  { sets, options: { schemaTranslateMap } }: Invocation,
): CachedStatement {
  const compiled = statement.compile({
    dialect: engine.dialect,
    columnKeys: columnKeysOf(sets),
    forExecutemany: sets.length > 1,
    linting: engine.linting,
    ...(schemaTranslateMap === undefined ? {} : { schemaTranslateMap }),
  })
  return { compiled, compiledAt: performance.now(), shape: null, lastUse: 0 }
}

/** What an execution changes in the text: the columns of INSERT and UPDATE by its parameters, names of schemas. */
function useOf({ sets, options: { schemaTranslateMap: schemas } }: Invocation): string {
  const columns = sets.length === 0 ? '' : `${columnKeysOf(sets).join()}|${sets.length > 1}`
  return schemas === undefined ? columns : `${columns}|${JSON.stringify(schemas)}`
}

function columnKeysOf(sets: readonly ParameterSet[]): string[] {
  return Object.keys(sets[0] ?? {}).sort()
}

/** A statement's key, and the place of its last use. */
interface KnownKey {
  readonly statement: ClauseElement
  readonly key: StatementKey | null
  lastUse: KnownUse | null
}

/** How a statement was executed last: no text is made of the names of its parameters when they are the same again. */
interface KnownUse {
  /** Null without parameters. */
  readonly names: readonly string[] | null
  readonly many: boolean
  readonly place: KeyPlace
}

/**
 * Statements do not change: who executes one again need not describe it again. Only as many as there are places are
 * remembered, and only from the second time on: most are made anew for each execution, and the collector of garbage
 * would have to keep them. Weak references to all of them cost more than they save.
 */
const places = 256
const remembered: (KnownKey | undefined)[] = new Array<KnownKey | undefined>(places).fill(undefined)
const seen: number[] = new Array<number>(places).fill(0)

function keyOf(statement: ClauseElement): KnownKey {
  const { uid } = statement
  const index = uid % places
  const known = remembered[index]
  if (known?.statement === statement) return known
  const made: KnownKey = { statement, key: cacheKeyOf(statement), lastUse: null }
  if (seen[index] === uid) remembered[index] = made
  else seen[index] = uid
  return made
}

function placeFor(known: KnownKey, key: StatementKey, invocation: Invocation): KeyPlace {
  const { sets, options } = invocation
  if (options.schemaTranslateMap !== undefined) return placeOfUse(key.key, useOf(invocation))
  if (known.lastUse !== null && isUsedAlike(known.lastUse, sets)) return known.lastUse.place
  const [first] = sets
  const names = first === undefined ? null : Object.keys(first)
  const place = placeOfUse(key.key, useOf(invocation))
  known.lastUse = { names, many: sets.length > 1, place }
  return place
}

function isUsedAlike({ names, many }: KnownUse, sets: readonly ParameterSet[]): boolean {
  const [first] = sets
  if (first === undefined || names === null) return first === undefined && names === null
  if (sets.length > 1 !== many) return false
  let count = 0
  for (const name in first) {
    if (names[count] !== name) return false
    count += 1
  }
  return count === names.length
}

function contextOf(
  connection: Connection,
  { entry, extracted, state }: Found,
  { statement, sets, options }: Invocation & { readonly statement: ClauseElement },
): ExecutionContext {
  const { compiled, compiledAt } = entry
  return {
    statement,
    compiled,
    sets: withDefaults(connection, compiled, { sets, extracted }),
    many: sets.length > 1,
    options,
    extracted,
    remark: () => cacheRemark(state, (performance.now() - compiledAt) / 1000),
  }
}

function* runIo(connection: Connection, context: ExecutionContext): Io<CursorAnswer> {
  if (usesManyValues(connection, context)) return yield* insertManyIo(connection, context)
  const call = callOf(connection, context)
  if (!connection.isReady) yield* connection.autobeginIo()
  return yield* runCursorIo(connection, call)
}

/** Textual SQL does not say its columns; this much tells that it has some. */
const TEXT_SELECT =
  /^\s*(?:(?:select|values|table)\b|with\b(?![^]*\b(?:insert|update|delete|merge)\b))/i

/** Rows of INSERT, UPDATE and DELETE are there at once: the statement is done when it answers. */
function isRead(compiled: Compiled): boolean {
  return compiled.dml === null && (compiled.returnsRows || TEXT_SELECT.test(compiled.sql))
}

/** @throws StatementError when a value is missing or cannot be converted */
function callOf(connection: Connection, context: ExecutionContext): CursorCall {
  const { compiled, sets, many, extracted, options, remark } = context
  const stream = wantsStream(options) && isRead(compiled)
  try {
    const { sql, parameters } = compiled.bind(sets[0] ?? null, extracted)
    if (!many) return { sql, parameters, many, remark, options, context, stream }
    const all = [parameters]
    for (let index = 1; index < sets.length; index += 1)
      all.push(compiled.bind(sets[index] as ParameterSet, extracted, index).parameters)
    return { sql, parameters: all, many, remark, options, context, stream }
  } catch (error) {
    throw bindError(connection, context, error)
  }
}

function resultOf(
  connection: Connection,
  entry: CachedStatement,
  context: ExecutionContext,
  answer: CursorAnswer,
): CursorResult {
  const { metadata, processors } = shapeOf(connection, entry, answer.result)
  const dml: DmlFacts | null = dmlFactsOf(context, answer, metadata)
  return makeResult(answer, {
    metadata,
    processors,
    dml,
    yieldPer: context.options.yieldPer ?? null,
    exposesRows: true,
  })
}

/** Drivers answer a prepared statement with the same lists of names and types each time. */
function shapeOf(
  connection: Connection,
  entry: CachedStatement,
  result: DriverResult,
): ResultShape {
  const { columns: names, columnTypes } = result
  const known = entry.shape
  if (known !== null && known.columns === names && known.columnTypes === columnTypes) return known
  const columns = columnsOf(entry.compiled, result)
  const isAlike = known !== null && known.metadata.keys.length === columns.length
  return (entry.shape = {
    columns: names,
    columnTypes,
    metadata: isAlike ? known.metadata : new ResultMetaData(columns, entry.compiled.compileState),
    processors: processorsOf(connection, columns, result),
  })
}

/** One column of an answer: what the compiler knew, if anything. */
interface AnswerColumn extends ResultColumn {
  readonly type: Compiled['resultColumns'][number]['type'] | null
}

/** Columns by position, or by name where the text is the user's. */
function columnsOf(compiled: Compiled, result: DriverResult): readonly AnswerColumn[] {
  const known = compiled.resultColumns
  if (known.length === result.columns.length && !compiled.textualColumns) return known.map(toColumn)
  const byName = new Map(known.map((column) => [column.name, column]))
  return result.columns.map((name, index) => {
    const column = byName.get(name) ?? (compiled.orderedColumns ? known[index] : undefined)
    return column === undefined ? { key: name, objects: [], type: null } : toColumn(column)
  })
}

function toColumn({ keyname, objects, type }: Compiled['resultColumns'][number]): AnswerColumn {
  return { key: keyname, objects, type }
}

function processorsOf(
  connection: Connection,
  columns: readonly AnswerColumn[],
  result: DriverResult,
): (Processor | null)[] {
  const { dialect } = connection
  return columns.map(({ type }, index) => {
    const driverType = result.columnTypes[index] ?? null
    if (type === null || type.isNull) return dialect.untypedProcessor(driverType)
    return type.resultProcessor(dialect, driverType)
  })
}

/** The result of a statement on a connection: its rows, and what the database said about it. */
import { InvalidRequestError } from '../../errors.js'
import { keepShape } from '../../util/kept-shapes.js'
import { ResourceClosedError } from '../errors.js'
import { Result, type ResultOptions, type ScalarResult } from '../result.js'
import type { AnyRow, Row } from '../row.js'
import { ResultMetaData } from './result-metadata.js'
import type { RowSource } from './row-source.js'

/** What an INSERT, UPDATE or DELETE leaves behind, beside rows. */
export interface DmlFacts {
  readonly kind: 'insert' | 'update' | 'delete'
  /** The rows of the result are those RETURNING was asked for. */
  readonly returning: boolean
  /** Primary keys of the rows of an INSERT, in order; empty where the database did not tell. */
  readonly insertedPrimaryKeys: readonly Row[]
  /** Values the database made, fetched with the statement. */
  readonly returnedDefaults: readonly Row[]
  /** The values sent, by column key, one object for each parameter set. */
  readonly parameters: readonly Readonly<Record<string, unknown>>[]
  /** Columns whose values were made on our side, and by the database without telling. */
  readonly prefetchColumns: readonly unknown[]
  readonly postfetchColumns: readonly unknown[]
}

export interface CursorFacts {
  readonly statementId: number
  readonly returnsRows: boolean
  readonly rowCount: number
  readonly lastInsertId: number | bigint | null
  readonly dml: DmlFacts | null
}

/** `sqlalchemy.CursorResult`. */
export class CursorResult<T extends readonly unknown[] = AnyRow> extends Result<T> {
  constructor(
    metadata: ResultMetaData,
    source: RowSource,
    /** @internal */
    readonly facts: CursorFacts,
    options: ResultOptions = {},
  ) {
    super(metadata, facts.returnsRows ? source : noRows, options)
  }

  /** @internal The number of the statement in events. */
  get statementId(): number {
    return this.facts.statementId
  }

  get returnsRows(): boolean {
    return this.facts.returnsRows
  }

  override keys(): readonly string[] {
    return this.returnsRows ? super.keys() : refuse()
  }

  override scalars(column: unknown = 0): ScalarResult<T[0]> {
    return this.returnsRows ? super.scalars(column) : refuse()
  }

  /** Rows matched by an INSERT, UPDATE or DELETE; -1 for others. */
  get rowcount(): number {
    return this.facts.rowCount
  }

  /** The key the database made for the last row inserted, where it tells that way (SQLite). */
  get lastrowid(): number | bigint | null {
    return this.facts.lastInsertId
  }

  get isInsert(): boolean {
    return this.facts.dml?.kind === 'insert'
  }

  /** The primary key of the row inserted. @throws InvalidRequestError for several rows, or another statement */
  get insertedPrimaryKey(): Row | null {
    const { insertedPrimaryKeys, parameters, returning } = this.#insert()
    if (returning) {
      throw new InvalidRequestError("Can't call insertedPrimaryKey when returning() is used.")
    }
    if (parameters.length > 1) {
      throw new InvalidRequestError(
        'This statement was an executemany call; if primary key returning is supported, please use .insertedPrimaryKeyRows.',
      )
    }
    return insertedPrimaryKeys[0] ?? null
  }

  /** The primary keys of all rows inserted. */
  get insertedPrimaryKeyRows(): readonly Row[] {
    return this.#insert().insertedPrimaryKeys
  }

  /** Values the database made for the row written, as far as they were asked for. */
  get returnedDefaults(): Row | null {
    return this.facts.dml?.returnedDefaults[0] ?? null
  }

  get returnedDefaultsRows(): readonly Row[] {
    return this.facts.dml?.returnedDefaults ?? []
  }

  /** The values of the row inserted, as they were sent. */
  lastInsertedParams(): Readonly<Record<string, unknown>> {
    return this.#insert().parameters[0] ?? {}
  }

  /** The values of the UPDATE, as they were sent. */
  lastUpdatedParams(): Readonly<Record<string, unknown>> {
    const { dml } = this.facts
    if (dml?.kind === 'update') return dml.parameters[0] ?? {}
    throw new InvalidRequestError('Statement is not an update() expression construct.')
  }

  prefetchCols(): readonly unknown[] {
    return this.facts.dml?.prefetchColumns ?? []
  }

  postfetchCols(): readonly unknown[] {
    return this.facts.dml?.postfetchColumns ?? []
  }

  /** Whether the database made values of the last row that were not read back. */
  lastrowHasDefaults(): boolean {
    return this.postfetchCols().length > 0
  }

  supportsSaneRowcount(): boolean {
    return true
  }

  supportsSaneMultiRowcount(): boolean {
    return true
  }

  #insert(): DmlFacts {
    const { dml } = this.facts
    if (dml?.kind === 'insert') return dml
    throw new InvalidRequestError('Statement is not an insert() expression construct.')
  }
}

function refuse(): never {
  throw new ResourceClosedError(
    'This result object does not return rows. It has been closed automatically.',
  )
}

const noRows: RowSource = { fetchAll: refuse, fetchMany: refuse, fetchOne: refuse, close: () => {} }

keepShape(
  new CursorResult(new ResultMetaData([]), noRows, {
    statementId: 0,
    returnsRows: false,
    rowCount: -1,
    lastInsertId: null,
    dml: null,
  }),
)

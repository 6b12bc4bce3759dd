/**
 * One connection to a PostgreSQL server, synchronous or not: builds the requests of the extended protocol, keeps
 * statements prepared, holds BEGIN back until the first statement so that both leave together.
 */
import { ConnectionCursor } from '../../engine/pool/connection-cursor.js'
import type {
  DriverConnection,
  DriverCursor,
  DriverHooks,
  DriverResult,
  MaybePromise,
} from '../../engine/driver.js'
import { registerCancelTarget, withdrawCancelTarget } from '../../engine/cancel-registry.js'
import { andThen, attempt } from '../../util/maybe-promise.js'
import { Turns } from '../../util/turns.js'
import { bufferedCursor, PostgresCursor } from './cursor.js'
import type {
  PreparedStatement,
  PreparedStatements,
  SchemaGeneration,
} from './prepared-statements.js'
import type { Transport } from './transport/transport.js'
import {
  Exchange,
  type ColumnSet,
  type ExchangeHooks,
  type TransactionStatus,
} from './wire/exchange.js'
import { MessageWriter } from './wire/message-writer.js'
import { commonTypes, parameterTypes } from './wire/parameter-types.js'
import { PostgresError } from './wire/server-message.js'

export interface ConnectionParts {
  readonly transport: Transport
  readonly prepared: PreparedStatements
  readonly schema: SchemaGeneration
  readonly hooks: DriverHooks
}

/** Bytes after which a long series of parameter sets is sent on. */
const chunkSize = 1 << 16

const schemaCommands = /^(?:CREATE|ALTER|DROP|DISCARD|REFRESH)\b/

export class PostgresConnection implements DriverConnection {
  readonly #transport: Transport
  readonly #prepared: PreparedStatements
  readonly #schema: SchemaGeneration
  readonly #writer = new MessageWriter()
  readonly #hooks: ExchangeHooks
  readonly #busy = new Int32Array(new SharedArrayBuffer(4))
  readonly #cancelId: number
  /** A caller who does not await, or gives the connection back meanwhile, must not mix up two answers. */
  readonly #turns = new Turns()
  readonly serverParameters: Record<string, string>
  #pendingBegin: string | null = null
  #status: TransactionStatus = 'I'
  #cursors = 0
  /** Counts transactions, for cursors: each belongs to the one it was opened in. */
  #transaction = 0

  constructor(parts: ConnectionParts) {
    this.#transport = parts.transport
    this.#prepared = parts.prepared
    this.#schema = parts.schema
    const { identity } = parts.transport
    this.serverParameters = { ...identity.parameters }
    this.#hooks = {
      notice: (message) => parts.hooks.notice?.(message['S'] ?? 'NOTICE', message['M'] ?? ''),
      parameter: (name, value) => (this.serverParameters[name] = value),
      copyIn: () =>
        this.#transport.send(new MessageWriter().copyFail('COPY is not supported').sync().take()),
    }
    parts.transport.listen(this.#hooks)
    this.#cancelId = registerCancelTarget({ ...identity, busy: this.#busy })
  }

  get isOpen(): boolean {
    return this.#transport.isOpen
  }

  get inTransaction(): boolean {
    return this.#pendingBegin !== null || this.#status !== 'I'
  }

  execute(sql: string, parameters: readonly unknown[]): MaybePromise<DriverResult> {
    return this.#turns.take(() => this.#execute(sql, parameters))
  }

  executeMany(sql: string, sets: readonly (readonly unknown[])[]): MaybePromise<DriverResult> {
    return this.#turns.take(() => this.#executeMany(sql, sets))
  }

  cursor(): ConnectionCursor {
    return new ConnectionCursor(this)
  }

  openCursor(sql: string, parameters: readonly unknown[]): MaybePromise<DriverCursor> {
    return this.#turns.take(() => this.#openCursor(sql, parameters))
  }

  begin(statement: string): MaybePromise<void> {
    return this.#turns.take(() => {
      this.#pendingBegin = statement
    })
  }

  end(statement: 'COMMIT' | 'ROLLBACK'): MaybePromise<void> {
    return this.#turns.take(() => this.#end(statement))
  }

  cancel(): void {
    this.#turns.hold(this.#transport.cancel())
  }

  close(): MaybePromise<void> {
    withdrawCancelTarget(this.#cancelId)
    if (!this.#transport.isOpen) return undefined
    this.#transport.send(this.#writer.terminate().take())
    return this.#transport.close()
  }

  #execute(sql: string, parameters: readonly unknown[]): MaybePromise<DriverResult> {
    const request = this.#request(sql, parameters)
    const exchange = this.#write(request)
    return attempt(
      () => this.#exchange(exchange, sql),
      () => this.#finish(request, exchange),
      (error) => this.#retry(request, error),
    )
  }

  #executeMany(sql: string, sets: readonly (readonly unknown[])[]): MaybePromise<DriverResult> {
    const failure = this.#writeMany(sql, sets)
    this.#send(this.#writer.sync())
    const exchange = new Exchange(this.#hooks)
    return andThen(this.#exchange(exchange, sql), () => {
      if (failure !== null) throw failure.error
      return resultOf(exchange)
    })
  }

  /** What was sent before a set that cannot be said is no news to the server: the exchange is finished all the same. */
  #writeMany(
    sql: string,
    sets: readonly (readonly unknown[])[],
  ): { readonly error: unknown } | null {
    const common = commonTypes(sets)
    try {
      this.#composed(() => {
        if (common !== null) this.#writer.parse('', sql, common)
      })
      for (const set of sets) {
        this.#writer.whole(() => {
          if (common === null) this.#writer.parse('', sql, parameterTypes(set))
          this.#writer.bind('', '', set).execute('', 0)
        })
        if (this.#writer.length > chunkSize) this.#transport.send(this.#writer.take())
      }
      return null
    } catch (error) {
      return { error }
    }
  }

  #openCursor(sql: string, parameters: readonly unknown[]): MaybePromise<DriverCursor> {
    // A portal lives as long as its transaction; without one there is nothing to come back to.
    if (!this.inTransaction) return andThen(this.#execute(sql, parameters), bufferedCursor)
    this.#cursors += 1
    const portal = `c${this.#cursors}`
    this.#composed(() => {
      const writer = this.#writer.parse('', sql, parameterTypes(parameters))
      writer.bind(portal, '', parameters).describePortal(portal)
    })
    this.#send(this.#writer.sync())
    const exchange = new Exchange(this.#hooks)
    return andThen(this.#exchange(exchange, sql), () => this.#cursor(portal, exchange.columns, sql))
  }

  #end(statement: 'COMMIT' | 'ROLLBACK'): MaybePromise<void> {
    const wasPending = this.#pendingBegin !== null
    this.#pendingBegin = null
    if (wasPending || this.#status === 'I') return undefined
    this.#send(this.#writer.parse('', statement, []).bind('', '', []).execute('', 0).sync())
    return this.#exchange(new Exchange(this.#hooks), statement)
  }

  #request(sql: string, parameters: readonly unknown[]): Request {
    const types = parameterTypes(parameters)
    const key = `${types.join()}:${sql}`
    const prepared = this.#prepared.find(key)
    const name = prepared === null ? this.#prepared.nameFor(key) : prepared.name
    return { sql, parameters, types, key, prepared, name }
  }

  #write(request: Request): Exchange {
    const { sql, parameters, types, prepared, name } = request
    const writer = this.#writer
    for (const dropped of this.#prepared.takeDropped()) writer.closeStatement(dropped)
    this.#composed(() => {
      if (prepared === null) writer.parse(name ?? '', sql, types)
      writer.bind('', name ?? '', parameters)
      if (!prepared?.described) writer.describePortal('')
      writer.execute('', 0)
    })
    this.#send(writer.sync())
    return new Exchange(this.#hooks, prepared?.columns ?? null)
  }

  /** Writes BEGIN, if it is due, and a request; both or nothing. */
  #composed(write: () => void): void {
    const begin = this.#pendingBegin
    try {
      this.#writer.whole(() => {
        this.#writeBegin()
        write()
      })
    } catch (error) {
      this.#pendingBegin = begin
      throw error
    }
  }

  /** BEGIN belongs to the same implicit pipeline: if it fails, the server skips what follows. */
  #writeBegin(): void {
    if (this.#pendingBegin === null) return
    this.#writer.parse('', this.#pendingBegin, []).bind('', '', []).execute('', 0)
    this.#pendingBegin = null
  }

  #send(writer: MessageWriter): void {
    Atomics.store(this.#busy, 0, 1)
    this.#transport.send(writer.take())
  }

  #exchange(exchange: Exchange, sql: string): MaybePromise<void> {
    return attempt(
      () => this.#transport.receive(exchange),
      () => this.#settle(exchange, sql),
      (error) => {
        Atomics.store(this.#busy, 0, 0)
        this.#status = 'I'
        // A server that goes away says why before it closes the connection.
        throw exchange.error === null ? error : new PostgresError(exchange.error, sql)
      },
    )
  }

  #settle(exchange: Exchange, sql: string): void {
    Atomics.store(this.#busy, 0, 0)
    this.#status = exchange.status ?? 'I'
    if (this.#status === 'I') this.#transaction += 1
    if (schemaCommands.test(exchange.tag)) this.#schema.current += 1
    if (exchange.error !== null) throw new PostgresError(exchange.error, sql)
    if (exchange.copied) throw copyRefused()
  }

  #finish(request: Request, exchange: Exchange): DriverResult {
    const { prepared, name, key } = request
    if (prepared !== null) prepared.described = true
    else if (name !== null) {
      this.#prepared.add(key, { name, columns: exchange.columns, described: true })
    }
    return resultOf(exchange)
  }

  /** Somebody changed a table under a prepared statement: outside of a transaction it can simply be run anew. */
  #retry(request: Request, error: unknown): MaybePromise<DriverResult> {
    const stale =
      error instanceof PostgresError && staleCodes.has(error.code) && request.prepared !== null
    if (!stale) throw error
    this.#prepared.clear()
    if (this.#status !== 'I') throw error
    return this.#execute(request.sql, request.parameters)
  }

  #cursor(portal: string, columns: ColumnSet | null, sql: string): PostgresCursor {
    const transaction = this.#transaction
    const exchange = (writer: MessageWriter): MaybePromise<Exchange | null> => {
      if (this.#transaction !== transaction) return null
      const answer = new Exchange(this.#hooks, columns)
      this.#send(writer.sync())
      return andThen(this.#exchange(answer, sql), () => answer)
    }
    return new PostgresCursor(portal, columns, (writer) => this.#turns.take(() => exchange(writer)))
  }
}

interface Request {
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly types: readonly number[]
  readonly key: string
  readonly prepared: PreparedStatement | null
  /** The name the statement has or gets on the server; null for the unnamed statement. */
  readonly name: string | null
}

/** `cached plan must not change result type`, and a statement that somebody deallocated. */
const staleCodes = new Set(['0A000', '26000'])

function resultOf(exchange: Exchange): DriverResult {
  const { columns, rows, rowCount } = exchange
  return {
    returnsRows: columns !== null,
    columns: columns?.names ?? [],
    columnTypes: columns?.types ?? [],
    rows,
    rowCount,
    lastInsertId: null,
  }
}

function copyRefused(): PostgresError {
  return new PostgresError(
    { C: '0A000', M: 'COPY to or from the client is not supported', S: 'ERROR' },
    null,
  )
}

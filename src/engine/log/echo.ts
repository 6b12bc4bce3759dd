/**
 * The engine's log in SQLAlchemy 2.0's format: `echo: true` prints statements and transactions, `"debug"` rows too,
 * a function receives the records instead. One log per engine; it is told by `Connection`, never asks anything.
 */
import type { EngineObserver, StatementEvent, TransactionEvent } from '../observer.js'
import { reprParameters, reprRow } from './parameters.js'

export interface LogRecord {
  readonly time: Date
  readonly level: 'INFO' | 'DEBUG'
  /** `orm-shell.engine.Engine`, then the engine's `loggingName`. */
  readonly logger: string
  readonly message: string
}

export type Echo = boolean | 'debug' | ((record: LogRecord) => void)

const loggerName = 'orm-shell.engine.Engine'
const hiddenParameters = '[SQL parameters hidden due to hide_parameters=True]'
/** What SQLAlchemy logs of a transaction; savepoints are statements. */
const loggedKinds = new Set(['begin', 'commit', 'rollback'])

export class EchoLog implements EngineObserver {
  constructor(
    /** What the engine's `echo` was set to. */
    readonly setting: Exclude<Echo, false>,
    private readonly loggingName: string | undefined = undefined,
  ) {}

  /** Rows are logged too. */
  get isDebug(): boolean {
    return this.setting === 'debug'
  }

  statementStart(event: StatementEvent): void {
    this.#write('INFO', event.sql, event.token)
    this.#write('INFO', `[${event.remark}] ${parametersOf(event)}`, event.token)
  }

  transaction(event: TransactionEvent): void {
    if (loggedKinds.has(event.kind)) this.#write('INFO', event.text, event.token)
  }

  /** The columns and rows of a result. */
  rows(columns: readonly string[], rows: readonly (readonly unknown[])[]): void {
    this.#write('DEBUG', `Col ${reprRow(columns)}`)
    for (const row of rows) this.#write('DEBUG', `Row ${reprRow(row)}`)
  }

  #write(level: LogRecord['level'], text: string, token: string | null = null): void {
    const logger = this.loggingName === undefined ? loggerName : `${loggerName}.${this.loggingName}`
    const message = token === null ? text : `[${token}] ${text}`
    const record: LogRecord = { time: new Date(), level, logger, message }
    if (typeof this.setting === 'function') this.setting(record)
    else process.stdout.write(`${formatRecord(record)}\n`)
  }
}

/** A record as one line of SQLAlchemy's default handler: `2024-05-17 12:30:45,123 INFO … message`. */
export function formatRecord(record: LogRecord): string {
  return `${timestamp(record.time)} ${record.level} ${record.logger} ${record.message}`
}

function parametersOf(event: StatementEvent): string {
  return event.parametersHidden ? hiddenParameters : reprParameters(event.parameters, event.many)
}

function timestamp(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${day} ${clock},${String(time.getMilliseconds()).padStart(3, '0')}`
}

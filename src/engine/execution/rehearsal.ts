/**
 * A connection that sends nothing: it keeps what it was asked to send, and answers as far as that can be known. For
 * previews of work whose statements depend on each other's answers, such as a flush.
 */
import { inspect } from 'node:util'
import type { ResultColumn } from '../../sql/compiler/compiled.js'
import type { Column } from '../../schema/column.js'
import type { Connection } from '../connection.js'
import type { DriverConnection, DriverCursor, DriverResult } from '../driver.js'
import { Engine } from '../engine.js'
import type { ExecutionContext } from './execution-context.js'
import type { StatementEvent } from '../observer.js'
import { ConnectionCursor } from '../pool/connection-cursor.js'

/** Stands for a value that only the database knows, such as a generated key: `‹posts.id 1›`. */
export class UnknownValue {
  /** `ordinal` puts those of one column in order. */
  constructor(
    readonly name: string,
    private readonly ordinal = 0,
  ) {}

  valueOf(): number {
    return this.ordinal
  }

  toString(): string {
    return `‹${this.name}›`
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

export interface Rehearsal {
  readonly connection: Connection
  /** What would have been sent, in order. */
  readonly statements: readonly StatementEvent[]
}

/** Opens one that speaks an engine's dialect. */
export function openRehearsal(engine: Engine): Rehearsal {
  const statements: StatementEvent[] = []
  const recorder = new Recorder()
  const { url, dialect, options } = engine
  const rehearsing = new Engine({
    url,
    dialect,
    driver: { name: 'rehearsal', asynchronous: false, connect: () => recorder },
    canWait: false,
    options: { hideParameters: options.hideParameters ?? false },
  })
  rehearsing.events.listen('beforeCursorExecute', (...call: readonly unknown[]) => {
    recorder.context = call[4] as ExecutionContext | null
  })
  rehearsing.observe({ statementStart: (event) => void statements.push(event) })
  return { connection: rehearsing.connect(), statements }
}

const NOTHING: DriverResult = {
  returnsRows: false,
  columns: [],
  columnTypes: [],
  rows: [],
  rowCount: 1,
  lastInsertId: null,
}

class Recorder implements DriverConnection {
  readonly inTransaction = false
  readonly isOpen = true
  /** Of the statement that comes next. */
  context: ExecutionContext | null = null
  #keys = 0

  execute(sql: string, parameters: readonly unknown[]): DriverResult {
    const columns = this.context?.compiled.resultColumns ?? []
    const isInsert = this.context?.compiled.dml?.kind === 'insert'
    if (columns.length === 0) {
      const id = isInsert ? (this.#generatedKey(tableOf(this.context)) as never) : null
      return { ...NOTHING, lastInsertId: id }
    }
    const count = this.context?.compiled.dml ? this.#rowCount(parameters) : 0
    return this.#returned(columns, count, returningLength(sql) - columns.length)
  }

  executeMany(_sql: string, sets: readonly (readonly unknown[])[]): DriverResult {
    return { ...NOTHING, rowCount: sets.length }
  }

  cursor(): ConnectionCursor {
    return new ConnectionCursor(this)
  }

  openCursor(): DriverCursor {
    return { columns: [], columnTypes: [], fetch: () => [], close: () => undefined }
  }

  begin(): void {}
  end(): void {}
  cancel(): void {}
  close(): void {}

  /** Rows of one statement: those of a batch all bring as many parameters. */
  #rowCount(parameters: readonly unknown[]): number {
    const { context } = this
    if (!context?.many) return 1
    const [first] = context.sets
    const perRow = first ? context.compiled.bind(first, context.extracted).parameters.length : 0
    return perRow === 0 ? context.sets.length : Math.max(1, parameters.length / perRow)
  }

  /** `extra`: columns added to put the rows in order, which keys that count up are good for. */
  #returned(columns: readonly ResultColumn[], count: number, extra: number): DriverResult {
    const rows = Array.from({ length: count }, () => {
      const row = columns.map((column) => this.#returnedValue(column))
      const generated = row.find((value) => value instanceof UnknownValue)
      return [...row, ...Array.from({ length: Math.max(0, extra) }, () => generated ?? null)]
    })
    const names = [
      ...columns.map(({ name }) => name),
      ...Array<string>(Math.max(0, extra)).fill(''),
    ]
    const columnTypes = names.map(() => null)
    return { ...NOTHING, returnsRows: true, columns: names, columnTypes, rows, rowCount: count }
  }

  #returnedValue({ objects }: ResultColumn): UnknownValue | null {
    const column = objects.find(isKeyColumn)
    return column ? this.#generatedKey(`${column.table?.name ?? ''}.${String(column.name)}`) : null
  }

  #generatedKey(column: string): UnknownValue {
    this.#keys += 1
    return new UnknownValue(`${column} ${this.#keys}`, this.#keys)
  }
}

type KeyColumn = Pick<Column, 'name' | 'primaryKey'> & {
  readonly table?: { readonly name: string }
}

function isKeyColumn(object: unknown): object is KeyColumn {
  return (
    typeof object === 'object' &&
    object !== null &&
    'primaryKey' in object &&
    object.primaryKey === true
  )
}

/** `posts.id`, or just the table where the key has several columns. */
function tableOf(context: ExecutionContext | null): string {
  const { table } = (context?.statement ?? {}) as {
    readonly table?: { readonly name: string; readonly primaryKey: readonly { name: unknown }[] }
  }
  if (!table) return ''
  const [column] = table.primaryKey
  return column ? `${table.name}.${String(column.name)}` : table.name
}

/** How many columns the compiler's own RETURNING names. */
function returningLength(sql: string): number {
  const start = sql.lastIndexOf(' RETURNING ')
  return start < 0 ? 0 : sql.slice(start).split(', ').length
}

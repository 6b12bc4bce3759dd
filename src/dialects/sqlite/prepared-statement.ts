/** One prepared statement with what is known about it; kept by the connection that prepared it. */
import type { ColumnDefinition, Database, Statement } from 'better-sqlite3'
import type { DriverResult } from '../../engine/driver.js'
import { checkpoint } from '../../engine/io.js'
import { retained } from './retained.js'
import { bindValue, hasInexactInteger, narrowIntegers } from './values.js'

interface Columns {
  readonly names: readonly string[]
  readonly types: readonly (string | null)[]
}

type RowStatement = Statement<unknown[], unknown[]>

const CHECKED_ROWS = 1024
const dml = /^\s*(?:insert|update|delete|replace|with)\b/i
const ddl = /^\s*(?:create|alter|drop|vacuum|reindex|attach|detach)\b/i

export class PreparedStatement {
  readonly changesSchema: boolean
  readonly #statement: RowStatement
  readonly #isDml: boolean
  /** Where parameters are written `:name`: their names, in order. */
  readonly #names: readonly string[]
  #columns: Columns | null = null
  #wide = false

  constructor(
    private readonly database: Database,
    sql: string,
  ) {
    this.#statement = retained(database.prepare(sql))
    this.#isDml = dml.test(sql)
    this.#names = sql.includes('?') ? [] : namesIn(sql)
    this.changesSchema = ddl.test(sql)
    if (!this.#statement.reader) return
    this.#statement.raw(true)
    // A statement that writes cannot be run again to read its integers exactly.
    if (!this.#statement.readonly) this.#readExactly()
  }

  /** Column names and declared types may be others after a change of the schema. */
  forgetColumns(): void {
    this.#columns = null
  }

  execute(parameters: readonly unknown[], interruptible: boolean): DriverResult {
    const bound = this.#bind(parameters)
    return this.#statement.reader ? this.#read(bound, interruptible) : this.#run(bound)
  }

  executeMany(sets: readonly (readonly unknown[])[]): DriverResult {
    if (this.#statement.reader && this.#statement.readonly && sets.length > 1)
      throw new TypeError('executemany() can only execute DML statements.')
    if (!this.#statement.reader && this.#isDml) return this.#runMany(sets)
    const rows: unknown[][] = []
    let last = noResult
    let rowCount = 0
    for (const [index, set] of sets.entries()) {
      if (index % CHECKED_ROWS === 0) checkpoint()
      last = this.execute(set, false)
      rowCount += last.rowCount
      for (const row of last.rows) rows.push(row)
    }
    return { ...last, rows, rowCount }
  }

  /** Iterates over the rows; the statement must not be used for anything else meanwhile. */
  iterate(parameters: readonly unknown[]): IterableIterator<unknown[]> {
    this.#readExactly()
    return retained(this.#statement.iterate(...this.#bind(parameters)))
  }

  #bind(parameters: readonly unknown[]): readonly unknown[] {
    const values = parameters.map(bindValue)
    if (this.#names.length === 0 || values.length === 0) return values
    return [Object.fromEntries(this.#names.map((name, index) => [name, values[index]]))]
  }

  get isReader(): boolean {
    return this.#statement.reader
  }

  get columns(): Columns {
    return (this.#columns ??= describe(this.#statement.columns()))
  }

  #read(bound: readonly unknown[], interruptible: boolean): DriverResult {
    const fetched = interruptible ? this.#step(bound) : this.#statement.all(...bound)
    const rows = this.#exact(fetched, bound)
    if (rows[0] !== undefined && rows[0].length !== this.columns.names.length) this.forgetColumns()
    const { names, types } = this.columns
    return {
      returnsRows: true,
      columns: names,
      columnTypes: types,
      rows,
      rowCount: this.#isDml && !this.#statement.readonly ? rows.length : -1,
      lastInsertId: null,
    }
  }

  /** Row by row, so that a request to stop is noticed between two of them. */
  #step(bound: readonly unknown[]): unknown[][] {
    const rows: unknown[][] = []
    for (const row of retained(this.#statement.iterate(...bound))) {
      if (rows.push(row) % CHECKED_ROWS === 0) checkpoint()
    }
    return rows
  }

  #exact(rows: unknown[][], bound: readonly unknown[]): unknown[][] {
    if (this.#wide) {
      for (const row of rows) narrowIntegers(row)
      return rows
    }
    if (!hasInexactInteger(rows)) return rows
    this.#readExactly()
    return this.#exact(this.#statement.all(...bound), bound)
  }

  #readExactly(): void {
    this.#wide = true
    this.#statement.safeIntegers(true)
  }

  #run(bound: readonly unknown[]): DriverResult {
    const { changes, lastInsertRowid } = this.#statement.run(...bound)
    return {
      returnsRows: false,
      columns: NONE,
      columnTypes: NONE,
      rows: NO_ROWS,
      rowCount: this.#isDml ? changes : -1,
      lastInsertId: this.#exactRowId(lastInsertRowid),
    }
  }

  /** The rows changed by all sets; what each of them did is not asked. */
  #runMany(sets: readonly (readonly unknown[])[]): DriverResult {
    let rowCount = 0
    let last: number | bigint | null = null
    sets.forEach((set) => {
      const { changes, lastInsertRowid } = this.#statement.run(...this.#bind(set))
      rowCount += changes
      last = lastInsertRowid
    })
    return { ...noResult, rowCount, lastInsertId: last === null ? null : this.#exactRowId(last) }
  }

  #exactRowId(id: number | bigint): number | bigint {
    if (typeof id === 'bigint' || Number.isSafeInteger(id)) return id
    const read = retained(this.database.prepare('SELECT last_insert_rowid()'))
      .pluck()
      .safeIntegers()
    return read.get() as bigint
  }
}

const NONE: readonly never[] = Object.freeze([])
const NO_ROWS: unknown[][] = []

const noResult: DriverResult = {
  returnsRows: false,
  columns: NONE,
  columnTypes: NONE,
  rows: NO_ROWS,
  rowCount: 0,
  lastInsertId: null,
}

function namesIn(sql: string): readonly string[] {
  return [...new Set([...sql.matchAll(/(?<![:\w]):(\w+)/g)].map(([, name = '']) => name))]
}

function describe(columns: readonly ColumnDefinition[]): Columns {
  return {
    names: columns.map((column) => column.name),
    types: columns.map((column) => column.type),
  }
}

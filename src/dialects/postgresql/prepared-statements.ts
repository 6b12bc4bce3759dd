/**
 * Which statements a connection keeps prepared on the server: those that are run a second time, the least recently
 * used going first. A change of the schema, by any connection of the driver, makes all of them start anew.
 */
import type { ColumnSet } from './wire/exchange.js'

export interface PreparedStatement {
  readonly name: string
  /** Known once the statement has run under its name; null for a statement without rows. */
  columns: ColumnSet | null
  described: boolean
}

/** Shared by the connections of one driver, so that each hears of schema changes made by the others. */
export class SchemaGeneration {
  current = 0
}

const seenPerPrepared = 5

export class PreparedStatements {
  readonly #prepared = new Map<string, PreparedStatement>()
  readonly #seen = new Set<string>()
  readonly #dropped: string[] = []
  #lastName = 0
  #generation: number

  constructor(
    private readonly limit: number,
    private readonly schema: SchemaGeneration,
  ) {
    this.#generation = schema.current
  }

  /** The prepared form of a statement with parameters of these types, if it has one. */
  find(key: string): PreparedStatement | null {
    if (this.#generation !== this.schema.current) this.clear()
    const found = this.#prepared.get(key)
    if (found === undefined) return null
    this.#prepared.delete(key)
    this.#prepared.set(key, found)
    return found
  }

  /** A name to prepare the statement under, from its second run on; null to run it without one. */
  nameFor(key: string): string | null {
    if (this.limit === 0) return null
    if (!this.#seen.delete(key)) {
      this.#remember(key)
      return null
    }
    this.#lastName += 1
    return `s${this.#lastName}`
  }

  /** Keeps a statement that the server has just prepared. */
  add(key: string, statement: PreparedStatement): void {
    this.#prepared.set(key, statement)
    if (this.#prepared.size <= this.limit) return
    const [oldest] = this.#prepared.keys()
    if (oldest !== undefined) this.#drop(oldest)
  }

  /** Names the server can forget; told with the next request. */
  takeDropped(): string[] {
    return this.#dropped.splice(0)
  }

  clear(): void {
    for (const key of [...this.#prepared.keys()]) this.#drop(key)
    this.#generation = this.schema.current
  }

  #remember(key: string): void {
    this.#seen.add(key)
    if (this.#seen.size <= this.limit * seenPerPrepared) return
    const [oldest] = this.#seen
    if (oldest !== undefined) this.#seen.delete(oldest)
  }

  #drop(key: string): void {
    const statement = this.#prepared.get(key)
    this.#prepared.delete(key)
    if (statement) this.#dropped.push(statement.name)
  }
}

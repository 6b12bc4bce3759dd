/** The observers of an engine as one: each event goes to all of them, in the order in which they came. */
import type {
  EngineObserver,
  StatementEvent,
  StatementOutcome,
  TransactionEvent,
} from '../observer.js'

export class Observers {
  #list: readonly EngineObserver[] = []

  get isEmpty(): boolean {
    return this.#list.length === 0
  }

  /** Adds one; answers how to take it away again. */
  add(observer: EngineObserver): () => void {
    this.#list = [...this.#list, observer]
    return () => this.remove(observer)
  }

  remove(observer: EngineObserver): void {
    this.#list = this.#list.filter((known) => known !== observer)
  }

  statementStart(event: StatementEvent): void {
    for (const observer of this.#list) observer.statementStart?.(event)
  }

  statementEnd(event: StatementEvent, outcome: StatementOutcome): void {
    for (const observer of this.#list) observer.statementEnd?.(event, outcome)
  }

  fetched(columns: readonly string[], rows: readonly (readonly unknown[])[]): void {
    for (const observer of this.#list) observer.fetched?.(columns, rows)
  }

  transaction(event: TransactionEvent): void {
    for (const observer of this.#list) observer.transaction?.(event)
  }

  notice(severity: string, message: string): void {
    for (const observer of this.#list) observer.notice?.(severity, message)
  }

  /** The first answer of those that know where the user is. */
  captureSite(): string | null {
    for (const observer of this.#list) {
      const site = observer.captureSite?.() ?? null
      if (site !== null) return site
    }
    return null
  }
}

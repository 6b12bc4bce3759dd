/** Writes down what the engine does, in the form of the records. */
import type {
  EngineObserver,
  StatementEvent,
  TransactionEvent,
} from '../../../src/engine/observer.js'
import { oneLine, type Describer } from './describe.js'
import type { RecordedEvent } from './record.js'

const TRANSACTION_EVENTS: Readonly<Record<string, string>> = {
  begin: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
}

export class EventLog implements EngineObserver {
  #events: RecordedEvent[] = []

  constructor(private readonly describer: Describer) {}

  /** The events since the last call. */
  take(): readonly RecordedEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  statementStart(event: StatementEvent): void {
    const isBatched = event.remark.includes('insertmanyvalues')
    const hidden = event.parametersHidden ? { hidden: true } : {}
    const flags = isBatched ? { insertmanyvalues: true } : event.many ? { many: true } : {}
    const params = event.parameters.map((value) => this.describer.value(value))
    this.#events.push({ sql: oneLine(event.sql), params, ...flags, ...hidden })
  }

  transaction(event: TransactionEvent): void {
    const name = TRANSACTION_EVENTS[event.kind]
    // Savepoints are statements, too, and have been noted as such.
    if (name) this.#events.push({ event: name })
  }

  /** What a listener of the scenario saw. */
  note(name: string, details: Readonly<Record<string, unknown>> = {}): void {
    const told = Object.entries(details).map(([key, value]) => [
      key,
      this.describer.value(value, true),
    ])
    this.#events.push({ event: 'note', name, ...(Object.fromEntries(told) as object) })
  }
}

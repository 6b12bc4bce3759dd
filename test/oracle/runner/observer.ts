/** Writes down what the engine does, in the form of the records. */
import { event, type Engine } from 'orm-shell'
import type { EngineObserver, StatementEvent } from '../../../src/engine/observer.js'
import { oneLine, type Describer } from './describe.js'
import type { RecordedEvent } from './record.js'

/** Savepoints are statements, too, and are noted as such. */
const TRANSACTION_EVENTS = { begin: 'BEGIN', commit: 'COMMIT', rollback: 'ROLLBACK' } as const

export class EventLog implements EngineObserver {
  #events: RecordedEvent[] = []

  constructor(private readonly describer: Describer) {}

  /** Notes what the engine does from now on, for as long as the engine lives. */
  watch(engine: Engine): void {
    engine.observe(this)
    for (const [name, noted] of Object.entries(TRANSACTION_EVENTS)) {
      event.listen(engine, name, () => void this.#events.push({ event: noted }))
    }
  }

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

  /** What a listener of the scenario saw. */
  note(name: string, details: Readonly<Record<string, unknown>> = {}): void {
    const told = Object.entries(details).map(([key, value]) => [
      key,
      this.describer.value(value, true),
    ])
    this.#events.push({ event: 'note', name, ...(Object.fromEntries(told) as object) })
  }
}

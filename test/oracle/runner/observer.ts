/** Writes down what the engine does, in the form of the records. */
import { event, type Engine } from 'orm-shell'
import type { EngineObserver, StatementEvent } from '../../../src/engine/observer.js'
import { oneLine, type Describer } from './describe.js'
import type { RecordedEvent } from './record.js'

/** Nobody listens but the scenario itself: what is sent is not judged, and the library goes the ways it goes then. */
export const isUnheard = process.env['ORACLE_UNHEARD'] === '1'

/** Savepoints are statements, too, and are noted as such. */
const TRANSACTION_EVENTS = { begin: 'BEGIN', commit: 'COMMIT', rollback: 'ROLLBACK' } as const

export class EventLog implements EngineObserver {
  #events: RecordedEvent[] = []

  constructor(private readonly describer: Describer) {}

  /**
   * Notes what the engine does from now on, for as long as the engine lives. The first of all listeners, as the one that
   * wrote the records: what other listeners note comes behind, what they replace is not seen.
   */
  watch(engine: Engine): void {
    if (isUnheard) return
    engine.observe(this)
    event.listen(engine, 'beforeCursorExecute', (_connection, _cursor, sql, parameters, _, many) =>
      this.#statement(sql as string, parameters as readonly unknown[], many as boolean),
    )
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

  /** How the statement is sent is known only now; what it is was noted before. */
  statementStart({ remark }: StatementEvent): void {
    const at = this.#events.findLastIndex((event) => 'sql' in event)
    if (at < 0 || !remark.includes('insertmanyvalues')) return
    const { many: _many, ...noted } = this.#events[at] as RecordedEvent
    this.#events[at] = { ...noted, insertmanyvalues: true }
  }

  #statement(sql: string, parameters: readonly unknown[], many: boolean): void {
    const params = parameters.map((value) => this.describer.value(value))
    this.#events.push({ sql: oneLine(sql), params, ...(many ? { many: true } : {}) })
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

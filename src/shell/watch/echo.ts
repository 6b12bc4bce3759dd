/**
 * Prints statements while they run, in the form of SQLAlchemy's log, when the user asks for it with `.echo on`.
 * A subscriber of the event seam; where lines go is the front end's choice.
 */
import { reprParameters } from '../../engine/log/parameters.js'
import type { EngineObserver, StatementEvent, TransactionEvent } from '../../engine/observer.js'

/** The events of savepoints come after a statement of the same text. */
const PRINTED = new Set<TransactionEvent['kind']>(['begin', 'commit', 'rollback'])

export type EchoMode = 'off' | 'on'

export class Echo implements EngineObserver {
  mode: EchoMode = 'off'
  readonly #write: (line: string) => void

  constructor(write: (line: string) => void) {
    this.#write = write
  }

  statementStart(event: StatementEvent): void {
    if (this.mode === 'off') return
    this.#write(event.sql)
    const { remark, parameters, many, parametersHidden } = event
    this.#write(
      `[${remark}] ${parametersHidden ? '(parameters hidden)' : reprParameters(parameters, many)}`,
    )
  }

  transaction(event: TransactionEvent): void {
    if (this.mode === 'on' && PRINTED.has(event.kind)) this.#write(event.text)
  }
}

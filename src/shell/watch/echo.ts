/**
 * Prints statements while they run: in the form of SQLAlchemy's log, in one line each, or in full with the reason. A
 * subscriber of the event seam; where lines go is the front end's choice.
 */
import { reprParameters } from '../../engine/log/parameters.js'
import type {
  EngineObserver,
  StatementEvent,
  StatementOutcome,
  TransactionEvent,
} from '../../engine/observer.js'
import { milliseconds } from '../format/paint/receipt.js'
import { parameterText } from '../format/parameters.js'
import { shortSql } from '../format/short-sql.js'
import type { EchoMode } from './echo-modes.js'
import { causeText } from './receipt.js'

/** The events of savepoints come after a statement of the same text. */
const PRINTED = new Set<TransactionEvent['kind']>(['begin', 'commit', 'rollback'])

/** Columns the SQL of a compact line takes at most. */
const COMPACT_SQL = 100

export class Echo implements EngineObserver {
  mode: EchoMode = 'off'
  readonly #write: (line: string) => void

  constructor(write: (line: string) => void) {
    this.#write = write
  }

  statementStart(event: StatementEvent): void {
    if (this.mode !== 'on') return
    this.#write(event.sql)
    const { remark, parameters, many, parametersHidden } = event
    this.#write(
      `[${remark}] ${parametersHidden ? '(parameters hidden)' : reprParameters(parameters, many)}`,
    )
  }

  statementEnd(event: StatementEvent, outcome: StatementOutcome): void {
    if (this.mode === 'compact') {
      const [cause, ...facts] = factsOf(event, outcome)
      this.#write(
        [`[${cause}] ${shortSql(event.sql, COMPACT_SQL)}`, parametersOf(event), ...facts]
          .filter(Boolean)
          .join(' · '),
      )
    } else if (this.mode === 'full') {
      this.#write(event.sql)
      const parameters = parametersOf(event)
      if (parameters !== '') this.#write(parameters)
      this.#write(`-- ${factsOf(event, outcome).filter(Boolean).join(' · ')}`)
    }
  }

  transaction(event: TransactionEvent): void {
    if (this.mode !== 'off' && PRINTED.has(event.kind)) this.#write(event.text)
  }
}

function parametersOf({ parameters, many, parametersHidden }: StatementEvent): string {
  if (parametersHidden) return '(parameters hidden)'
  return parameters.length === 0 ? '' : parameterText(parameters, many)
}

/** Why, how long, how many rows, and the user's line. */
function factsOf(
  { origin, site }: StatementEvent,
  { durationMs, rowsFetched, rowCount, error }: StatementOutcome,
): readonly string[] {
  const rows = Math.max(rowsFetched, rowCount)
  return [
    causeText(origin),
    milliseconds(durationMs),
    error === undefined ? (rows < 0 ? '' : `${rows} ${rows === 1 ? 'row' : 'rows'}`) : 'failed',
    site ?? '',
  ]
}

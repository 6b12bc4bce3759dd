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

const HIDDEN = '(parameters hidden)'

/** Columns the SQL of a compact line takes at most. */
const COMPACT_SQL = 100

export class Echo implements EngineObserver {
  mode: EchoMode = 'off'
  readonly #write: (line: string) => void
  readonly #hides: (sql: string) => boolean

  /** @param hides whether the parameters of a statement are nobody's business */
  constructor(write: (line: string) => void, hides: (sql: string) => boolean = () => false) {
    this.#write = write
    this.#hides = hides
  }

  statementStart(event: StatementEvent): void {
    if (this.mode !== 'on') return
    this.#write(event.sql)
    const { remark, parameters, many } = event
    const isHidden = event.parametersHidden || this.#hides(event.sql)
    this.#write(`[${remark}] ${isHidden ? HIDDEN : reprParameters(parameters, many)}`)
  }

  statementEnd(event: StatementEvent, outcome: StatementOutcome): void {
    if (this.mode === 'compact') {
      const [cause, ...facts] = factsOf(event, outcome)
      this.#write(
        [`[${cause}] ${shortSql(event.sql, COMPACT_SQL)}`, this.#parametersOf(event), ...facts]
          .filter(Boolean)
          .join(' · '),
      )
    } else if (this.mode === 'full') {
      this.#write(event.sql)
      const parameters = this.#parametersOf(event)
      if (parameters !== '') this.#write(parameters)
      this.#write(`-- ${factsOf(event, outcome).filter(Boolean).join(' · ')}`)
    }
  }

  #parametersOf({ sql, parameters, many, parametersHidden }: StatementEvent): string {
    if (parametersHidden || this.#hides(sql)) return HIDDEN
    return parameters.length === 0 ? '' : parameterText(parameters, many)
  }

  transaction(event: TransactionEvent): void {
    if (this.mode !== 'off' && PRINTED.has(event.kind)) this.#write(event.text)
  }
}

/** Why, how long, how many rows, and the user's line. */
function factsOf({ origin, site }: StatementEvent, outcome: StatementOutcome): readonly string[] {
  return [
    causeText(origin),
    milliseconds(outcome.durationMs),
    outcome.error === undefined ? rowsText(outcome) : 'failed',
    site ?? '',
  ]
}

function rowsText({ rowsFetched, rowCount, streamed = false }: StatementOutcome): string {
  if (streamed) return 'rows as they are fetched'
  const rows = Math.max(rowsFetched, rowCount)
  return rows < 0 ? '' : `${rows} ${rows === 1 ? 'row' : 'rows'}`
}

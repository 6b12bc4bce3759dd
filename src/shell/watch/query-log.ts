/**
 * Remembers the statements of each input. A subscriber of the engine's event seam: the receipt, `.sql`, `.explain`
 * and the N+1 watcher read from here; it never executes anything.
 */
import type {
  EngineObserver,
  StatementEvent,
  StatementOutcome,
  TransactionEvent,
} from '../../engine/observer.js'
import type { StartedInput } from '../kernel/contracts.js'
import { transactionControl } from './statement-kind.js'

export interface StatementRecord extends StatementEvent {
  readonly kind: 'statement'
  outcome: StatementOutcome | null
}

/** Everything one input caused, in order. */
export interface InputRecord extends StartedInput {
  readonly startedAt: number
  finishedAt: number | null
  readonly records: (StatementRecord | TransactionRecord)[]
}

export interface TransactionRecord {
  readonly kind: 'transaction'
  readonly text: string
  readonly transaction: TransactionEvent['kind']
}

const AS_STATEMENT = new Set<TransactionEvent['kind']>([
  'savepoint',
  'release',
  'rollback to savepoint',
])

/** Inputs whose statements are kept; of older ones only the text is. */
const KEPT_INPUTS = 50

export class QueryLog implements EngineObserver {
  readonly #inputs: InputRecord[] = []
  #current: InputRecord | null = null
  #muted = 0
  readonly #captureSite: () => string | null
  readonly #open = new Map<number, StatementRecord>()

  constructor(captureSite: () => string | null) {
    this.#captureSite = captureSite
  }

  begin(started: StartedInput): void {
    this.#current = newInput(started)
    this.#inputs.push(this.#current)
    const outdated = this.#inputs.at(-1 - KEPT_INPUTS)
    if (outdated) outdated.records.length = 0
  }

  end(): InputRecord | null {
    const finished = this.#current
    if (finished) finished.finishedAt = performance.now()
    this.#current = null
    return finished
  }

  /** Records what `work` executes on its own, apart from the running input; it is not kept among `inputs`. */
  async record(code: string, work: () => Promise<void>): Promise<InputRecord> {
    const outer = this.#current
    const input = newInput({ number: outer?.number ?? 0, code, isCommand: false })
    this.#current = input
    try {
      await work()
    } finally {
      input.finishedAt = performance.now()
      this.#current = outer
    }
    return input
  }

  /** Runs the shell's own work (plans, verification) without recording it as the user's. */
  async mute<T>(work: () => T | Promise<T>): Promise<T> {
    this.#muted++
    try {
      return await work()
    } finally {
      this.#muted--
    }
  }

  /** The input that is running. */
  get running(): InputRecord | null {
    return this.#current
  }

  /** The inputs of this sitting, latest last. */
  get inputs(): readonly InputRecord[] {
    return this.#inputs
  }

  /** The latest statement of any input, optionally one that satisfies a condition. */
  last(accept: (record: StatementRecord) => boolean = () => true): StatementRecord | null {
    for (const input of this.#inputs.toReversed()) {
      const found = statements(input).findLast(accept)
      if (found) return found
    }
    return null
  }

  statementStart(event: StatementEvent): void {
    if (this.#muted > 0) return
    const control = transactionControl(event.sql)
    if (control) return this.#addTransaction({ text: event.sql, kind: control })
    const record: StatementRecord = { ...event, kind: 'statement', outcome: null }
    this.#open.set(event.id, record)
    this.#input().records.push(record)
  }

  statementEnd(event: StatementEvent, outcome: StatementOutcome): void {
    const record = this.#open.get(event.id)
    if (!record) return
    record.outcome = outcome
    this.#open.delete(event.id)
  }

  transaction(event: TransactionEvent): void {
    // What happens to savepoints has come as a statement already.
    if (this.#muted === 0 && !AS_STATEMENT.has(event.kind)) this.#addTransaction(event)
  }

  captureSite(): string | null {
    return this.#muted > 0 ? null : this.#captureSite()
  }

  #addTransaction({ text, kind }: Pick<TransactionEvent, 'text' | 'kind'>): void {
    this.#input().records.push({ kind: 'transaction', text, transaction: kind })
  }

  /** Work that finishes after its input (a timer, a late promise) is credited to the latest input. */
  #input(): InputRecord {
    if (this.#current) return this.#current
    const latest = this.#inputs.at(-1)
    if (latest) return latest
    this.begin({ number: 0, code: '', isCommand: false })
    return this.end() ?? this.#input()
  }
}

function newInput(started: StartedInput): InputRecord {
  return { ...started, startedAt: performance.now(), finishedAt: null, records: [] }
}

/** What was asked of the database; begin, commit and savepoints are not among it. */
export function statements(input: InputRecord): StatementRecord[] {
  return input.records.filter((record) => record.kind === 'statement')
}

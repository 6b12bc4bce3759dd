/** Brackets every input: its receipt, the relationships it loaded row by row, whether it wrote something. */
import type { Output } from '../../shell/format/output.js'
import type { ReceiptHooks, StartedInput } from '../../shell/kernel/contracts.js'
import type { ModelRegistry } from '../../shell/models.js'
import { adviceFor } from '../../shell/watch/advice.js'
import { findNPlusOne } from '../../shell/watch/n-plus-one.js'
import type { InputRecord, QueryLog } from '../../shell/watch/query-log.js'
import { receipt } from '../../shell/watch/receipt.js'
import { findingBlock } from '../../shell/watch/report.js'
import { isWrite } from '../../shell/watch/statement-kind.js'

export interface InputWatchOptions {
  readonly log: QueryLog
  readonly models: ModelRegistry
  /** Whether each input ends with its receipt and its findings; they are collected in any case. */
  readonly shows: boolean
  /** How often the session's identity map has answered so far. */
  identityHits(): number
  /** Told when an input begins, and when it has ended. */
  began(): void
  ended(input: InputRecord): readonly Output[]
}

export class InputWatch implements ReceiptHooks {
  readonly #options: InputWatchOptions
  readonly #findings: Output[] = []
  #hasWritten = false
  #hitsBefore = 0

  constructor(options: InputWatchOptions) {
    this.#options = options
  }

  beginInput(input: StartedInput): void {
    this.#options.began()
    this.#options.log.begin(input)
    this.#hitsBefore = this.#options.identityHits()
  }

  endInput(): readonly Output[] {
    const { log, shows, identityHits } = this.#options
    // A session that is new counts from nothing.
    const hits = Math.max(0, identityHits() - this.#hitsBefore)
    const input = log.end()
    if (input === null) return []
    const remarks = this.#options.ended(input)
    this.#followTransaction(input)
    const findings = this.#findingsOf(input)
    this.#findings.push(...findings)
    const summary = shows ? receipt(input, hits) : null
    return summary === null ? remarks : [summary, ...remarks, ...findings]
  }

  /** What all inputs together loaded row by row. */
  get findings(): readonly Output[] {
    return this.#findings
  }

  /** Whether something was written that no commit has followed yet. */
  get hasWritten(): boolean {
    return this.#hasWritten
  }

  #followTransaction(input: InputRecord): void {
    for (const record of input.records) {
      if (record.kind === 'statement') this.#hasWritten ||= isWrite(record.sql)
      else if (record.transaction === 'commit' || record.transaction === 'rollback')
        this.#hasWritten = false
    }
  }

  #findingsOf(input: InputRecord): readonly Output[] {
    const { log, models } = this.#options
    return findNPlusOne(input, log.inputs).map((it) => findingBlock(it, adviceFor(it, models)))
  }
}

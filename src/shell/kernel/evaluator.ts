/**
 * Runs cells: compiles them, evaluates them in V8's REPL mode, and answers with a value held by reference.
 * Used by the kernel; knows nothing of messages, commands or output.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AwaitedPromises } from './interrupt/awaited.js'
import { compileCell } from './compile-cell.js'
import type { CellResult, ImportModule } from './contracts.js'
import { InterruptedError } from './errors.js'
import { InspectorSession, type Outcome } from './inspector-session.js'
import { Interrupts } from './interrupt/interrupts.js'
import {
  CALL,
  CALL_SCRIPT,
  LAST_ERROR,
  KEPT_VALUES,
  LAST_VALUE,
  defineGlobal,
  installMachinery,
  valueName,
} from './scope.js'
import { registerSource } from './source-registry.js'
import { Variables } from './variables.js'

export interface EvaluatorOptions {
  readonly importModule: ImportModule
  /** Absent where nothing interrupts from outside: `-e`, scripts, doctests. */
  readonly interrupts?: Interrupts
}

export class Evaluator {
  readonly #inspector = new InspectorSession()
  readonly #interrupts: Interrupts
  readonly #awaited: AwaitedPromises
  readonly #running = new Map<number, () => void>()
  #cells = 0
  #inputs = 0
  #pendingCall: () => unknown = () => undefined
  #lastValue: unknown

  constructor({ importModule, interrupts = new Interrupts() }: EvaluatorOptions) {
    this.#interrupts = interrupts
    // Word of a cell that has ended meanwhile must not reach the next one.
    interrupts.onInterrupt = (cell) => this.#running.has(cell) && this.cancel()
    const call = () => this.#pendingCall()
    const { tick, enter, leave } = interrupts
    const awaited = new AwaitedPromises(() => interrupts.runningCell)
    this.#awaited = awaited
    installMachinery({ importModule, tick, enter, leave, call, awaited })
    defineGlobal(LAST_VALUE, undefined)
    defineGlobal(LAST_ERROR, undefined)
  }

  /**
   * Evaluates one input; never rejects. `number` is the `n` of `In[n]` in stack traces.
   *
   * @example
   * const { value } = await evaluator.evaluate('const x: number = 41; x + 1')
   */
  async evaluate(input: string, number: number = this.#inputs + 1): Promise<CellResult> {
    this.#inputs = number
    try {
      const { code, shown, toInput } = await compileCell(input, {
        interruptible: this.#interrupts.listening,
      })
      const name = `In[${number}]`
      registerSource(name, (position) => ({ file: name, ...toInput(position) }))
      return this.#settle(await this.#run(`${code}\n//# sourceURL=${name}`), shown)
    } catch (error) {
      return this.#settle({ kind: 'threw', error }, false)
    }
  }

  /** Runs the kernel's own work (a command, formatting) so that it can be interrupted like a cell. */
  async guarded<T>(
    work: () => T | Promise<T>,
  ): Promise<CellResult & { readonly value: T | undefined }> {
    this.#pendingCall = work
    const outcome = await this.#run(CALL_SCRIPT)
    const value = outcome.kind === 'value' ? (outcome.value as T) : undefined
    return { ...this.#resultOf(outcome, false), value }
  }

  /** Runs work that may evaluate; afterwards every variable has the value it had before. */
  async keepingVariables<T>(work: () => Promise<T>): Promise<T> {
    const lastValue = this.#lastValue
    const variables = new Variables({
      peek: (name) => this.peek(name),
      lexicalNames: () => this.lexicalNames(),
      assign: (name, value) => this.#assign(name, value),
    })
    try {
      return await work()
    } finally {
      this.#lastValue = lastValue
      await variables.restore()
    }
  }

  /** An input has arrived: interrupts are meant for it from now on, those among them that have arrived already. */
  async expect(): Promise<void> {
    this.#interrupts.expect()
    if (this.#interrupts.listening) await nextTurn()
  }

  /** Abandons whatever waits on a promise. */
  cancel(): void {
    if (this.#running.size === 0) this.#interrupts.request()
    for (const [cell, abandon] of this.#running) {
      this.#interrupts.abandon(cell)
      abandon()
    }
    this.#awaited.abandon()
  }

  /** Makes a value the last one, `_` at the prompt, and that of the running input, `_7`. */
  keep(value: unknown): void {
    this.#lastValue = value
    defineGlobal(LAST_VALUE, value)
    defineGlobal(valueName(this.#inputs), value)
    Reflect.deleteProperty(globalThis, valueName(this.#inputs - KEPT_VALUES))
  }

  get lastValue(): unknown {
    return this.#lastValue
  }

  /** Evaluates what cannot change anything; null where that is not certain. */
  peek(expression: string): { readonly value: unknown } | null {
    return this.#inspector.peek(expression)
  }

  lexicalNames(): readonly string[] {
    return this.#inspector.lexicalNames()
  }

  close(): void {
    this.#inspector.close()
  }

  async #run(script: string): Promise<Outcome> {
    if (this.#interrupts.takeEarly()) return { kind: 'terminated' }
    const cell = ++this.#cells
    const abandoned = new Promise<Outcome>((resolve) => {
      this.#running.set(cell, () => resolve({ kind: 'terminated' }))
    })
    const { outcome } = this.#interrupts.begin(
      cell,
      () => this.#inspector.evaluate(script),
      () => this.#inspector.absorbTermination(),
    )
    void outcome.then(() => {
      this.#interrupts.forget(cell)
      this.#awaited.forget(cell)
    })
    const settled = await Promise.race([outcome, abandoned])
    this.#running.delete(cell)
    return this.#interrupted(settled)
  }

  async #assign(name: string, value: unknown): Promise<void> {
    this.#pendingCall = () => value
    await this.#run(`${name} = ${CALL}()`)
  }

  /** The flag decides, not the error: a cancelled statement fails with whatever its driver says. */
  #interrupted(outcome: Outcome): Outcome {
    const requested = this.#interrupts.requested
    this.#interrupts.end()
    return outcome.kind === 'threw' && requested ? { kind: 'terminated' } : outcome
  }

  #settle(outcome: Outcome, shown: boolean): CellResult {
    const result = this.#resultOf(outcome, shown)
    if (!result.ok) defineGlobal(LAST_ERROR, result.error)
    else if (result.value !== undefined) this.keep(result.value)
    return result
  }

  #resultOf(outcome: Outcome, shown: boolean): CellResult {
    if (outcome.kind === 'value') {
      return { ok: true, value: outcome.value, shown, error: undefined, interrupted: false }
    }
    const interrupted = outcome.kind === 'terminated' || outcome.error instanceof InterruptedError
    const error = outcome.kind === 'terminated' ? new InterruptedError() : outcome.error
    return { ok: false, value: undefined, shown: false, error, interrupted }
  }
}

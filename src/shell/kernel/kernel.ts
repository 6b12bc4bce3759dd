/**
 * The headless kernel: takes the front end's messages and answers with messages, whatever carries them.
 * One input runs at a time; completion and checking are answered in between. Runs in a forked process for
 * the terminal, and in-process for `-e`, `-f`, pipes and doctests.
 */
import type { ErrorBlock, Output } from '../format/output.js'
import type { FromKernel, InputState, KernelStatus, ToKernel } from '../protocol.js'
import { checkInput } from './check.js'
import { commandLine } from './command-line.js'
import type { CellResult, ConsoleTap, KernelHost, KernelParts, View } from './contracts.js'
import { Completer } from './complete/completer.js'
import { errorOutput } from './error-output.js'
import { ExitSignal } from './errors.js'
import { Evaluator } from './evaluator.js'
import type { Interrupts } from './interrupt/interrupts.js'
import { misspeltInError, misspeltInInput, misspeltOfModels } from './complete/misspelt.js'
import { guardProcess } from './process-guard.js'
import { defineGlobal } from './scope.js'

export interface KernelOptions {
  readonly parts: KernelParts
  emit(message: FromKernel): void
  /** Absent where nothing can interrupt from outside. */
  readonly interrupts?: Interrupts
  /** Absent where user code writes straight to the process's streams. */
  readonly console?: ConsoleTap
}

/** Before a front end has said how wide it is. */
const START_UP_COLUMNS = 100

export type RunMessage = Extract<ToKernel, { readonly type: 'run' }>

export interface RunOutcome {
  readonly ok: boolean
  readonly interrupted: boolean
  /** Code a command proposes as the next input. */
  readonly next?: string
  /** Text a command wants changed in the user's editor. */
  readonly edit?: string
}

export class Kernel {
  readonly #parts: KernelParts
  readonly #emit: (message: FromKernel) => void
  readonly #console: ConsoleTap | undefined
  readonly #evaluator: Evaluator
  readonly #completer: Completer
  readonly #releaseProcess: () => void
  #inputNumber = 1
  /** The input that output belongs to: the running one, else the last. */
  #inputId = 0
  #queue: Promise<unknown> = Promise.resolve()
  #exitCode = 0
  #exiting = false

  constructor({ parts, emit, interrupts, console }: KernelOptions) {
    const { importModule, bindings, catalog, commands } = parts
    this.#parts = parts
    this.#emit = emit
    this.#console = console
    this.#evaluator = new Evaluator({ importModule, ...(interrupts ? { interrupts } : {}) })
    this.#completer = new Completer({ evaluator: this.#evaluator, catalog, commands })
    this.#releaseProcess = guardProcess({
      onError: (error, origin) => this.#output({ ...errorOutput(error), origin }),
      onExit: (code) => this.#requestExit(code),
    })
    this.bind(bindings)
    parts.attached?.(this.#host())
  }

  /** Announces itself; call once, when the front end listens. */
  start(): void {
    this.#emit({ type: 'ready', banner: this.#parts.banner ?? [], status: this.status() })
    void this.runStartUp()
  }

  /** What the user wants done before the first input: values are not shown, errors are, and end it. */
  runStartUp(): Promise<void> {
    const turn = this.#queue.then(async () => {
      for (const input of this.#parts.startUp ?? []) if (!(await this.#prepare(input))) return
    })
    this.#queue = turn
    return turn
  }

  async #prepare(input: string): Promise<boolean> {
    const errors = await this.#errorsOf(input)
    this.#console?.flush()
    for (const block of errors) this.#output({ ...block, origin: 'start-up file' })
    return errors.length === 0
  }

  async #errorsOf(input: string): Promise<readonly ErrorBlock[]> {
    const command = this.#commandOf(input, false)
    if (command === null) {
      const { ok, error } = await this.#evaluator.evaluate(input, 0)
      return ok ? [] : [errorOutput(error, this.#hintOn(error, input))]
    }
    const { output } = await this.#parts.commands.run(command, { columns: START_UP_COLUMNS })
    return output.filter((block) => block.kind === 'error')
  }

  /** Loads what the first TypeScript input would have to wait for. */
  async warmUp(): Promise<void> {
    await checkInput('let warm: unknown')
    this.#parts.catalog.about?.('select')
  }

  /** Answers one message of the front end. */
  async handle(message: ToKernel): Promise<void> {
    switch (message.type) {
      case 'start':
        return
      case 'run':
        await this.run(message)
        return
      case 'complete':
        return this.#complete(message)
      case 'check':
        return this.#check(message)
      case 'view':
        return this.#view(message)
      case 'browse':
        return this.#browse(message)
      case 'cancel':
        return this.#evaluator.cancel()
      case 'exit':
        return this.#requestExit(this.#exitCode, message.force)
    }
  }

  /** Runs one input after those before it; emits its output and `done`. */
  run(message: RunMessage): Promise<RunOutcome> {
    const turn = this.#queue.then(() => this.#run(message))
    this.#queue = turn
    return turn
  }

  /** Told what user code has written to the console; answers what may be seen of it. */
  wrote(text: string): string {
    const presented = this.#parts.presentText?.(text) ?? text
    this.#parts.witness?.wrote(presented)
    return presented
  }

  /** Puts names in scope. */
  bind(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) defineGlobal(name, value)
  }

  status(): KernelStatus {
    return { ...this.#parts.status(), inputNumber: this.#inputNumber }
  }

  /** Releases what the kernel holds; the process can end or start another. */
  async close(): Promise<void> {
    this.#releaseProcess()
    this.#console?.flush()
    this.#evaluator.close()
    await this.#parts.close?.()
  }

  async #run(message: RunMessage): Promise<RunOutcome> {
    const { id, code, pasted, columns, hasEditor = false } = message
    const { receipts } = this.#parts
    await this.#evaluator.expect()
    const command = this.#commandOf(code, pasted)
    this.#inputId = id
    receipts.beginInput({ number: this.#inputNumber, code, isCommand: command !== null })
    this.#parts.witness?.began(code)
    const outcome = await (command === null
      ? this.#evaluate(code, columns)
      : this.#runCommand(command, { columns, hasEditor }))
    this.#console?.flush()
    this.#remark(receipts.endInput())
    this.#inputNumber++
    this.#emit({ type: 'done', id, ...outcome, status: this.status() })
    return outcome
  }

  /** What an input has cost is no part of its answer. */
  #remark(blocks: readonly Output[]): void {
    for (const block of blocks) {
      if (block.kind === 'text') this.#output(block)
      else this.#print(block)
    }
    try {
      this.#parts.witness?.ended()
    } catch (error) {
      this.#output({ ...errorOutput(error), stack: [], origin: 'nothing is recorded any more' })
    }
  }

  async #evaluate(code: string, columns: number): Promise<RunOutcome> {
    const result = await this.#evaluator.evaluate(code, this.#inputNumber)
    if (!result.ok) return this.#report(result, this.#hintOn(result.error, code))
    this.#remarkOn(code, result)
    return result.shown ? this.#show(result.value, columns) : { ok: true, interrupted: false }
  }

  #commandOf(code: string, pasted: boolean): string | null {
    const { names, block = [] } = this.#parts.commands
    return commandLine(code, {
      names,
      block,
      pasted,
      isDefined: (expression) => (this.#evaluator.peek(expression)?.value ?? null) !== null,
    })
  }

  async #runCommand(line: string, view: View): Promise<RunOutcome> {
    const result = await this.#evaluator.guarded(() => this.#parts.commands.run(line, view))
    if (!result.value) return this.#report(result)
    this.#console?.flush()
    const { ok, output, value, ...followUp } = result.value
    output.forEach((block) => this.#output(block))
    if (value !== undefined) this.#evaluator.keep(value)
    return { ok, interrupted: false, ...followUp }
  }

  /** Formatting walks the user's objects, so it can be slow or fail like their code. */
  async #show(value: unknown, columns: number): Promise<RunOutcome> {
    const result = await this.#evaluator.guarded(() => this.#parts.formatValue(value, { columns }))
    if (!result.value) return this.#report(result)
    this.#console?.flush()
    result.value.forEach((block) => this.#output(block))
    return { ok: true, interrupted: false }
  }

  #report({ error, interrupted }: CellResult, hint: string | null = null): RunOutcome {
    this.#console?.flush()
    if (error instanceof ExitSignal) return { ok: true, interrupted: false }
    this.#output(errorOutput(error, hint))
    return { ok: false, interrupted }
  }

  #hintOn(error: unknown, code: string): string | null {
    return misspeltInError(error, { code, file: `In[${this.#inputNumber}]` }, this.#completer)
  }

  /** A misspelt attribute reads as undefined and sets a property nobody stores: no error tells of it. */
  #remarkOn(code: string, { shown, value }: CellResult): void {
    const isQuestionable = (shown && value === undefined) || /[^=!<>]=[^=>]/.test(code)
    const remarks = [
      ...(isQuestionable ? misspeltInInput(code, this.#completer) : []),
      ...misspeltOfModels(code, this.#completer),
    ]
    for (const text of new Set(remarks)) this.#output({ kind: 'text', text, tone: 'warning' })
  }

  #output(block: Output): void {
    const presented = this.#print(block)
    this.#parts.witness?.shown(presented)
  }

  #print(block: Output): Output {
    const presented = this.#parts.present?.(block) ?? block
    this.#emit({ type: 'output', id: this.#inputId, block: presented })
    return presented
  }

  #complete({ id, code, cursor }: Extract<ToKernel, { readonly type: 'complete' }>): void {
    const completions = this.#completer.complete(code, cursor)
    this.#emit({ type: 'completions', id, completions })
  }

  /** In their turn, like an input, but without a number or a receipt. */
  #view({ key, commands, columns }: Extract<ToKernel, { readonly type: 'view' }>): Promise<void> {
    const turn = this.#queue.then(async () => {
      const blocks: Output[] = []
      for (const command of commands) {
        const run = () => this.#parts.commands.run(command, { columns })
        const { value } = await this.#evaluator.guarded(run)
        blocks.push(...(value?.output ?? []))
      }
      this.#emit({ type: 'viewed', key, blocks })
    })
    this.#queue = turn
    return turn
  }

  /** In its turn too; what it takes back changes the status. */
  #browse(request: Extract<ToKernel, { readonly type: 'browse' }>): Promise<void> {
    const turn = this.#queue.then(async () => {
      const { value: page } = await this.#evaluator.guarded(async () =>
        this.#parts.panel?.(request),
      )
      if (!page) return
      const present = (block: Output) => this.#parts.present?.(block) ?? block
      const shown = { ...page, blocks: page.blocks.map(present) }
      this.#emit({ type: 'browsed', key: request.key, page: shown })
      if (request.revert !== undefined) this.#emit({ type: 'status', status: this.status() })
    })
    this.#queue = turn
    return turn
  }

  async #check({ id, code }: Extract<ToKernel, { readonly type: 'check' }>): Promise<void> {
    const isCommand = this.#commandOf(code, false) !== null
    const input = isCommand ? this.#checkCommand(code) : await checkInput(code)
    this.#emit({ type: 'checked', id, input })
  }

  #checkCommand(line: string): InputState {
    const isComplete = this.#parts.commands.isComplete?.(line) ?? true
    return isComplete ? { state: 'complete' } : { state: 'incomplete', indent: 0 }
  }

  #requestExit(code: number, force = false): void {
    if (this.#exiting) return
    this.#exitCode = code
    const reason = force ? null : this.#unfinishedWork()
    if (reason !== null) return this.#emit({ type: 'confirmExit', reason })
    this.#exiting = true
    this.#emit({ type: 'exiting', code })
  }

  #unfinishedWork(): string | null {
    const { status, unfinishedWork } = this.#parts
    return unfinishedWork ? unfinishedWork() : unflushedWork(status())
  }

  #host(): KernelHost {
    return {
      bind: (values) => this.bind(values),
      unbind: (names) => names.forEach((name) => Reflect.deleteProperty(globalThis, name)),
      requestExit: (code, options) => this.#requestExit(code, options?.force),
      notify: (block) => this.#output(block),
      evaluate: async (code) => {
        const result = await this.#evaluator.evaluate(code, this.#inputNumber)
        return { ...result, hint: result.ok ? null : this.#hintOn(result.error, code) }
      },
      keepingVariables: (work) => this.#evaluator.keepingVariables(work),
      lastValue: () => this.#evaluator.lastValue,
      variable: (name) => this.#evaluator.peek(name)?.value,
    }
  }
}

/** Objects that no statement has been sent for, in a sentence; null when there are none. */
function unflushedWork(status: Omit<KernelStatus, 'inputNumber'>): string | null {
  const counts = [
    [status.pending, 'new'],
    [status.dirty, 'changed'],
    [status.deleted, 'deleted'],
  ] as const
  const unflushed = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return unflushed.length > 0 ? `not flushed: ${unflushed.join(', ')}` : null
}

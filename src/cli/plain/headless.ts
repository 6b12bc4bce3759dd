/**
 * A shell without a terminal, in this process: inputs go in, blocks come out. `-e`, `-f`, pipes and transcripts
 * run on it; it prints nothing by itself.
 */
import type { Output } from '../../shell/format/output.js'
import { checkInput } from '../../shell/kernel/check.js'
import { commandLine } from '../../shell/kernel/command-line.js'
import type { ConsoleTap, KernelParts } from '../../shell/kernel/contracts.js'
import { Kernel, type RunOutcome } from '../../shell/kernel/kernel.js'
import type { FromKernel, InputState } from '../../shell/protocol.js'
import { composeShell, type Shell } from '../compose.js'
import type { ShellConfig } from '../config.js'

export interface HeadlessOptions {
  readonly config: ShellConfig
  readonly columns: number
  readonly colors: boolean
  /** A block of the running input, in order. */
  onBlock(block: Output): void
  /** A line of the statement log, while the statement runs. */
  onEcho(line: string): void
  /** Told to hand over what user code wrote before a result is shown. */
  readonly console?: ConsoleTap
}

export class HeadlessShell {
  readonly #shell: Shell
  readonly #parts: KernelParts
  readonly #kernel: Kernel
  readonly #options: HeadlessOptions
  #inputs = 0
  #exitCode: number | null = null
  #hasFailed = false

  private constructor(shell: Shell, options: HeadlessOptions) {
    this.#shell = shell
    this.#parts = shell.parts()
    this.#options = options
    this.#kernel = new Kernel({
      parts: this.#parts,
      emit: (message) => this.#receive(message),
      ...(options.console ? { console: options.console } : {}),
    })
  }

  static async open(options: HeadlessOptions): Promise<HeadlessShell> {
    const { config, colors, onEcho } = options
    const shell = new HeadlessShell(await composeShell({ config, colors, onEcho }), options)
    await shell.#kernel.runStartUp()
    return shell
  }

  /** Code that a command proposes is shown and run: nobody is here to press Enter. */
  async run(code: string): Promise<RunOutcome> {
    this.#inputs += 1
    const { columns } = this.#options
    const input = { type: 'run', id: this.#inputs, code, pasted: false, columns } as const
    const outcome = await this.#kernel.run(input)
    if (outcome.next === undefined) return outcome
    this.#options.onEcho(outcome.next)
    return this.run(outcome.next)
  }

  check(code: string): Promise<InputState> {
    return checkInput(code)
  }

  /** Whether a command wants more lines than it has. */
  isOpenCommand(line: string): boolean {
    return this.isCommand(line) && this.#parts.commands.isComplete?.(line) === false
  }

  /** Whether a line begins with the name of a command. */
  namesCommand(line: string): boolean {
    return this.#parts.commands.names.includes(/^\S+/.exec(line)?.[0] ?? '') && this.isCommand(line)
  }

  isCommand(line: string): boolean {
    const { names } = this.#parts.commands
    return commandLine(line, { names, pasted: false, isDefined: () => false }) !== null
  }

  /** What an input asked the program to exit with; `null` while nobody has. */
  get exitCode(): number | null {
    return this.#exitCode
  }

  /** Model files that could not be loaded, in words. */
  get problems(): readonly string[] {
    return this.#shell.problems
  }

  /** Relationships that were loaded row by row, as blocks that say where and what to do. */
  get findings(): readonly Output[] {
    return this.#shell.watch.findings
  }

  /** What closing loses, in words; `null` when nothing. */
  get unfinished(): string | null {
    return this.#parts.unfinishedWork?.() ?? null
  }

  /** Whether an error was shown, also one that came after its input had ended. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  async close(): Promise<void> {
    await this.#kernel.close()
  }

  /** Nobody can be asked here: a script that exits means it. */
  #receive(message: FromKernel): void {
    if (message.type === 'output') {
      this.#hasFailed ||= message.block.kind === 'error'
      this.#options.onBlock(message.block)
    }
    if (message.type === 'exiting') this.#exitCode = message.code
    if (message.type === 'confirmExit') void this.#kernel.handle({ type: 'exit', force: true })
  }
}

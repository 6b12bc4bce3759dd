/**
 * The contract of a dot-command. A command gets its arguments and the shell's parts, and returns Output blocks;
 * it never prints and never knows which front end asked.
 */
import type { Engine } from '../../engine/engine.js'
import { OrmError } from '../../errors.js'
import type { Session } from '../../orm/session/session.js'
import type { Output } from '../format/output.js'
import type { CommandArgument } from '../kernel/contracts.js'
import type { Echo } from '../watch/echo.js'
import type { QueryLog } from '../watch/query-log.js'
import type { ModelRegistry } from '../models.js'

/** What evaluating code inside a command yields. */
export interface Evaluation {
  readonly ok: boolean
  readonly value: unknown
  readonly error: unknown
}

export interface ShellContext {
  readonly session: Session
  readonly engine: Engine
  readonly models: ModelRegistry
  readonly log: QueryLog
  readonly echo: Echo
  readonly commands: readonly Command[]
  /** Evaluates an expression in the user's scope, without numbering it as an input. */
  evaluate(code: string): Promise<Evaluation>
  /** Runs work that may evaluate; afterwards every variable at the prompt has the value it had before. */
  keepingVariables<T>(work: () => Promise<T>): Promise<T>
  /** Puts another session under the name `session` while `work` runs. */
  withSession<T>(session: Session, work: () => Promise<T>): Promise<T>
  /** Reloads the model files and rebinds their names; null when there are none to reload. */
  readonly reload: (() => Promise<readonly Output[]>) | null
  requestExit(): void
  /** Python to TypeScript. @throws UsageError where it is not Python */
  translate(python: string): Promise<TranslatedPython>
  /** Makes code the next input: the editor shows it and Enter runs it; without an editor it runs at once. */
  propose(code: string): void
}

/** TypeScript, and what was left of the Python. */
export interface TranslatedPython {
  readonly code: string
  readonly left: readonly {
    readonly line: number
    readonly construct: string
    readonly reason: string
  }[]
}

export interface Command {
  /** With the dot: `.models`. */
  readonly name: string
  readonly aliases?: readonly string[]
  /** Arguments as help prints them: `[model]`. */
  readonly usage?: string
  /** A few words, without a full stop. */
  readonly summary: string
  /** What `.help` of this command says beyond the summary. */
  readonly detail?: string
  /** What an argument may be; drives completion. */
  readonly completes?: CommandArgument
  /** Whether an argument could run, or wants another line; without it, one line is an input. */
  isComplete?(argument: string): boolean
  run(argument: string, context: ShellContext): Promise<readonly Output[]> | readonly Output[]
}

/** A mistake in the command's use: printed as message and hint, without a stack. */
export class UsageError extends OrmError {
  override readonly code = 'shell/usage'
}

/** `ok`-like answers of one line. */
export function say(
  text: string,
  tone: 'normal' | 'muted' | 'success' | 'warning' = 'normal',
): readonly Output[] {
  return [{ kind: 'text', text, tone }]
}

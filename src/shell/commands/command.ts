/**
 * The contract of a dot-command. A command gets its arguments and the shell's parts, and returns Output blocks;
 * it never prints and never knows which front end asked.
 */
import type { Engine } from '../../engine/engine.js'
import type { Session } from '../../orm/session/session.js'
import type { Output } from '../format/output.js'
import type { Redaction } from '../format/redaction/redaction.js'
import type { CommandArgument } from '../kernel/contracts.js'
import type { Journal } from '../watch/journal.js'
import type { Echo } from '../watch/echo.js'
import type { QueryLog } from '../watch/query-log.js'
import type { WriteGuard } from '../watch/write-guard.js'
import type { Outlet } from '../results/outlet.js'
import type { Recorder } from '../results/recorder.js'
import type { Settings } from '../settings.js'
import type { ModelRegistry } from '../models.js'

import { ExpressionError } from './usage-error.js'

export { UsageError } from './usage-error.js'

/** What evaluating code inside a command yields. */
export interface Evaluation {
  readonly ok: boolean
  readonly value: unknown
  readonly error: unknown
  /** What a misspelt name in it was probably meant to be. */
  readonly hint?: string | null
}

/** What may be done to the database, and what would change it. */
export interface ShellAccess {
  readonly environment: string | null
  readonly readOnly: boolean
  readonly sandbox: boolean
  readonly guard: WriteGuard | null
  /** Ends the session and opens another, inside or outside of a sandbox. */
  turnSandbox(on: boolean): void
}

/** What a key does, in the words help uses. */
export interface KeyHelp {
  readonly keys: string
  readonly help: string
}

/** Keys that belong together. */
export interface KeySection {
  readonly title: string
  readonly keys: readonly KeyHelp[]
}

export interface ShellContext {
  readonly session: Session
  readonly engine: Engine
  readonly models: ModelRegistry
  readonly log: QueryLog
  readonly echo: Echo
  readonly journal: Journal
  readonly access: ShellAccess
  readonly settings: Settings
  /** Where results go besides the screen. */
  readonly outlet: Outlet
  /** What hides values that are nobody's business. */
  readonly redaction: Redaction
  /** The transcript of this sitting. */
  readonly recorder: Recorder
  /** The line that made an object new, changed or deleted; null where none is known. */
  siteOf(entity: object): string | null
  readonly commands: readonly Command[]
  /** What keys do in the terminal. */
  keys(): Promise<readonly KeySection[]>
  /** Evaluates an expression in the user's scope, without numbering it as an input. */
  evaluate(code: string): Promise<Evaluation>
  /** The value of the last input, `_` at the prompt. */
  lastValue(): unknown
  /** Rows worth fetching for the screen; null where all are wanted: for programs and files. */
  readonly rowCap: number | null
  /** Columns there are for what is printed. */
  readonly columns: number
  /** Shows a block at once, before the command is through. */
  print(block: Output): void
  /** A value as the prompt would show it. */
  show(value: unknown): readonly Output[]
  /** Runs work that may evaluate; afterwards every variable at the prompt has the value it had before. */
  keepingVariables<T>(work: () => Promise<T>): Promise<T>
  /** Puts another session under the name `session` while `work` runs. */
  withSession<T>(session: Session, work: () => Promise<T>): Promise<T>
  /** Reloads the model files and rebinds their names; null when there are none to reload. */
  readonly reload: (() => Promise<readonly Output[]>) | null
  /** Another session, with nothing of the old one. */
  reset(): void
  /** Another database: a connection by name, a URL or a file. @throws UsageError while work would be lost */
  connect(target: string, options: { readonly discard: boolean }): Promise<readonly Output[]>
  requestExit(): void
  /** Python to TypeScript. @throws UsageError where it is not Python */
  translate(python: string): Promise<TranslatedPython>
  /** Makes code the next input: the editor shows it and Enter runs it; without an editor it runs at once. */
  propose(code: string): void
  /** Hands a text to the user's editor: what is saved is the next input. Null where no editor could run. */
  readonly edit: ((text: string) => void) | null
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

/** The parts of `.help`, in its order. */
export const TOPICS = [
  'looking around',
  'state of the session',
  'transactions',
  'statements',
  'results',
  'the shell',
] as const

export type Topic = (typeof TOPICS)[number]

/** What a command answers: blocks, and where there is one the value that becomes `_`. */
export type Answer =
  readonly Output[] | { readonly output: readonly Output[]; readonly value: unknown }

export interface Command {
  /** With the dot: `.models`. */
  readonly name: string
  /** Other spellings, psql's among them; what follows a space is the beginning of the argument: `.flush? --preview`. */
  readonly aliases?: readonly string[]
  readonly topic: Topic
  /** Arguments as help prints them: `[model]`; a command without takes none. */
  readonly usage?: string
  /** A few words, without a full stop. */
  readonly summary: string
  /** What `.help` of this command says beyond the summary. */
  readonly detail?: string
  /** Inputs that show its use. */
  readonly examples?: readonly string[]
  /** What an argument may be; drives completion. */
  readonly completes?: CommandArgument | ((before: string) => CommandArgument | undefined)
  /** Whether an argument could run, or wants another line; without it, one line is an input. */
  isComplete?(argument: string): boolean
  run(argument: string, context: ShellContext): Promise<Answer> | Answer
}

/** `ok`-like answers of one line. */
export function say(
  text: string,
  tone: 'normal' | 'muted' | 'success' | 'warning' = 'normal',
): readonly Output[] {
  return [{ kind: 'text', text, tone }]
}

/** The value of an expression that a command was given. @throws ExpressionError when it throws, or is none */
export async function valueOf(code: string, context: ShellContext): Promise<unknown> {
  const { ok, value, error, hint } = await context.evaluate(code)
  if (!ok) throw new ExpressionError(code, error, hint)
  return value
}

/** One way to type a command, and the argument that comes with it. */
export interface Spelling {
  readonly name: string
  readonly preset: string
}

export function spellingsOf({ name, aliases = [] }: Command): readonly Spelling[] {
  return [name, ...aliases].map((text) => {
    const [word = '', ...preset] = text.split(' ')
    return { name: word, preset: preset.join(' ') }
  })
}

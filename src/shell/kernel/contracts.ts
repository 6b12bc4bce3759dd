/**
 * The seams of the kernel: what its surroundings hand in (`KernelParts`) and what they get back (`KernelHost`).
 * Implemented by the composition in `cli` and by tests; the kernel itself knows no ORM, no database and no terminal.
 */
import type { Output } from '../format/output.js'
import type { KernelStatus, PanelPage, PanelRequest } from '../protocol.js'

/** A class as a value: what a mapped model is at run time. */
export type ModelClass = abstract new (...parameters: never[]) => object

export interface ColumnInfo {
  readonly name: string
  /** Shown beside a completion, e.g. `string(50)`. */
  readonly type: string
  /** What stands beside the type: whether it may be null, what it refers to. */
  readonly notes?: readonly string[]
  /** The texts an enumeration knows. */
  readonly values?: readonly string[]
}

export interface RelationshipInfo {
  readonly name: string
  /** Name of the model at the other end. */
  readonly target: string
  readonly collection: boolean
  /** Such as `one to many`. */
  readonly cardinality?: string
}

export interface ModelInfo {
  readonly name: string
  readonly target: ModelClass
  readonly columns: readonly ColumnInfo[]
  readonly relationships: readonly RelationshipInfo[]
}

/** Mapper metadata, as completion needs it; reading it must never touch the database. */
export interface ModelCatalog {
  classes(): readonly ModelInfo[]
  /** The model a statement, query or result yields first, where the object itself knows. */
  modelOf?(source: object): ModelInfo | undefined
  /** Table names, offered beside the models after `.schema ` and its like. */
  tables?(): readonly string[]
  /** The columns of a table by their names in the database, offered inside SQL. */
  columnsOf?(table: string): readonly ColumnInfo[]
  /** One line about a function of the library, or a method of the classes given; undefined where none is at hand. */
  about?(name: string, owners?: readonly string[]): string | undefined
  /** Names of databases, offered after `.connect `. */
  connections?(): readonly string[]
}

export interface CommandResult {
  readonly ok: boolean
  readonly output: readonly Output[]
  /** What `_` becomes, where the command answers a value. */
  readonly value?: unknown
  /** Code the command proposes as the next input. */
  readonly next?: string
  /** Text the command wants changed in the user's editor first. */
  readonly edit?: string
}

/** The dot-command dispatcher. Mistakes come back as error blocks, never as exceptions. */
export interface Commands {
  /** As they are typed, aliases included: `.models`, `\d`. */
  readonly names: readonly string[]
  /** Those whose argument may be several lines. */
  readonly block?: readonly string[]
  run(line: string, view: View): Promise<CommandResult>
  /** Whether a line could run, or wants another; without it, every line could. */
  isComplete?(line: string): boolean
  /** A few words about a command, beside its name in the menu. */
  describe?(name: string): string | undefined
  /** What the argument of a command may be, for completion; `before` is what stands of it already. */
  completes?(name: string, before: string): CommandArgument | undefined
}

/** Names of a kind, or the words themselves. */
export type NamedArgument =
  'model' | 'table' | 'command' | 'file' | 'connection' | readonly string[]

/** Of several kinds each; without any, code is completed. */
export type CommandArgument =
  NamedArgument | 'sql' | 'code' | { readonly anyOf: readonly (NamedArgument | 'code')[] }

/** An input as it begins. */
export interface StartedInput {
  readonly number: number
  readonly code: string
  /** A command's line; everything else is code. */
  readonly isCommand: boolean
}

/** Brackets every input, so that the statements it causes are counted to it. */
export interface ReceiptHooks {
  beginInput(input: StartedInput): void
  endInput(): readonly Output[]
}

/** What the front end can show, as far as formatting depends on it. */
export interface View {
  readonly columns: number
  /** Whether it can run the user's editor. */
  readonly hasEditor?: boolean
}

/** Loads a module as a statement at the prompt names it: bare, relative to the project, or a URL. */
export type ImportModule = (specifier: string, options?: ImportCallOptions) => Promise<unknown>

/** What user code wrote, in order, on its way to the front end. */
export interface ConsoleTap {
  /** Sends what is still batched; called before a result, so that output precedes it. */
  flush(): void
}

/** Told of every input and everything that is printed, in order. */
export interface Witness {
  began(code: string): void
  /** As it leaves the kernel. */
  shown(block: Output): void
  wrote(text: string): void
  /** @throws where what it has seen cannot be kept */
  ended(): void
}

/** Everything a kernel is made from. */
export interface KernelParts {
  /** Names in scope at the prompt: the session, the engine, the models, the library's functions. */
  readonly bindings: Readonly<Record<string, unknown>>
  readonly catalog: ModelCatalog
  readonly commands: Commands
  readonly receipts: ReceiptHooks
  readonly importModule: ImportModule
  formatValue(value: unknown, view: View): readonly Output[]
  status(): Omit<KernelStatus, 'inputNumber'>
  /** The last look at a block before it leaves: hides what nobody may see. */
  present?(block: Output): Output
  /** The same for what user code writes. */
  presentText?(text: string): string
  readonly witness?: Witness
  /** A page of a panel; without it there are none. */
  panel?(request: PanelRequest): Promise<PanelPage>
  /** What leaving now would lose, in a sentence; without it, unflushed objects are counted from the status. */
  unfinishedWork?(): string | null
  /** Inputs that run before the first one, without a number. */
  readonly startUp?: readonly string[]
  /** Shown once, with `ready`. */
  readonly banner?: readonly Output[]
  /** Called once, before the first input, with the handle that commands such as `.reload` and `.exit` need. */
  attached?(host: KernelHost): void
  /** Releases sessions and pools on the way out. */
  close?(): void | Promise<void>
}

/** What the surroundings may ask of a running kernel. */
export interface KernelHost {
  /** Puts names in scope, replacing those of an earlier load. */
  bind(values: Readonly<Record<string, unknown>>): void
  /** Takes names out of scope again. */
  unbind(names: readonly string[]): void
  /** Asks to leave; refused with a question while work would be lost, unless forced. */
  requestExit(code: number, options?: { readonly force?: boolean }): void
  /** Shows something that no input asked for. */
  notify(block: Output): void
  /** Evaluates source text as part of the current input, for commands that take an expression. */
  evaluate(code: string): Promise<CellResult & { readonly hint: string | null }>
  /** Runs work that may evaluate; afterwards every variable at the prompt has the value it had before. */
  keepingVariables<T>(work: () => Promise<T>): Promise<T>
  /** The value of the last input, `_` at the prompt. */
  lastValue(): unknown
  /** What a name at the prompt stands for, read without running anything; undefined where that is not certain. */
  variable(name: string): unknown
}

/** How one input ended. `value` is held by reference; `shown` says whether it is for printing. */
export interface CellResult {
  readonly ok: boolean
  readonly value: unknown
  readonly shown: boolean
  readonly error: unknown
  readonly interrupted: boolean
}

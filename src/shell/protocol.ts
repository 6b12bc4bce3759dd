/**
 * Messages between a front end (terminal UI) and the kernel process. Plain data, sent over `child_process` IPC.
 * Interrupts do not travel here: they go over their own pipe to the kernel's control thread.
 */
import type { Output } from './format/output.js'

/** Settings that the front end obeys. */
export interface TerminalPreferences {
  readonly editing: 'emacs' | 'vi'
  /** Whether results that are higher than the screen open in the pager. */
  readonly pager: 'off' | 'on' | 'always'
}

/** What the prompt and status line show; sent after every input and whenever it changes. */
export interface KernelStatus {
  /** Database label with the password hidden, e.g. `sqlite :memory:` or `postgresql app@localhost/shop`. */
  readonly database: string
  readonly dialect: string
  /** What is special about this place: `production`, `read-only`, `sandbox`. */
  readonly marks?: readonly string[]
  /** Whether mistakes here would hurt. */
  readonly guarded?: boolean
  readonly transaction: 'none' | 'open' | 'nested' | 'failed'
  /** What the user has set about the terminal itself. */
  readonly preferences?: TerminalPreferences
  readonly pending: number
  readonly dirty: number
  readonly deleted: number
  readonly identityMap: number
  /** Number the next input will get. */
  readonly inputNumber: number
}

export interface CompletionItem {
  readonly text: string
  readonly kind:
    | 'class'
    | 'table'
    | 'column'
    | 'relationship'
    | 'method'
    | 'variable'
    | 'property'
    | 'command'
    | 'keyword'
  readonly detail?: string
}

export interface Completions {
  readonly items: readonly CompletionItem[]
  /** The span of the buffer that an accepted item replaces. */
  readonly from: number
  readonly to: number
}

/** What a panel of the terminal asks for. */
export interface PanelRequest {
  readonly key: 'F2' | 'F3'
  /** What was chosen on the way, list by list. */
  readonly path: readonly string[]
  /** Words that rows of a list must have. */
  readonly filter: string
  /** Takes back what was done to this row first. */
  readonly revert?: string
}

export interface PanelPage {
  readonly title: string
  /** Of a list, what its rows are chosen by; null where there is nothing to choose. */
  readonly ids: readonly string[] | null
  /** A list is one table. */
  readonly blocks: readonly Output[]
  /** What was done, when something was asked for. */
  readonly message?: string
}

/** Whether an input would run now, wants another line, or can never parse. */
export type InputState =
  | { readonly state: 'complete' }
  | { readonly state: 'incomplete'; readonly indent: number }
  | { readonly state: 'invalid'; readonly message: string; readonly offset: number }

export type ToKernel =
  /** Connect and load the models: until then a kernel's process has only read its own code. */
  | { readonly type: 'start' }
  | {
      readonly type: 'run'
      readonly id: number
      readonly code: string
      readonly pasted: boolean
      readonly columns: number
      /** Whether the front end can hand a text to the user's editor. */
      readonly hasEditor?: boolean
    }
  | {
      readonly type: 'complete'
      readonly id: number
      readonly code: string
      readonly cursor: number
    }
  | { readonly type: 'check'; readonly id: number; readonly code: string }
  /** Runs commands for a panel: what they answer is neither an input nor output of one. */
  | {
      readonly type: 'view'
      readonly key: string
      readonly commands: readonly string[]
      readonly columns: number
    }
  | ({ readonly type: 'browse' } & PanelRequest)
  /** Abandons the running cell when it waits on a promise (the kernel still answers messages). */
  | { readonly type: 'cancel' }
  | { readonly type: 'exit'; readonly force: boolean }

export type FromKernel =
  | { readonly type: 'ready'; readonly banner: readonly Output[]; readonly status: KernelStatus }
  | { readonly type: 'failed'; readonly error: Output; readonly exitCode: number }
  /** A finished block, in order, while the cell `id` runs. */
  | { readonly type: 'output'; readonly id: number; readonly block: Output }
  /** What user code wrote to the console. */
  | { readonly type: 'stream'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | {
      readonly type: 'done'
      readonly id: number
      readonly ok: boolean
      readonly interrupted: boolean
      readonly status: KernelStatus
      /** Code to be the next input: shown in the editor, run by Enter. */
      readonly next?: string
      /** Text for the user's editor; what is saved there becomes the next input. */
      readonly edit?: string
    }
  | { readonly type: 'completions'; readonly id: number; readonly completions: Completions }
  | { readonly type: 'viewed'; readonly key: string; readonly blocks: readonly Output[] }
  | { readonly type: 'browsed'; readonly key: PanelRequest['key']; readonly page: PanelPage }
  | { readonly type: 'checked'; readonly id: number; readonly input: InputState }
  | { readonly type: 'status'; readonly status: KernelStatus }
  /** Leaving would lose unflushed or uncommitted work: the front end asks, then sends `exit` with `force`. */
  | { readonly type: 'confirmExit'; readonly reason: string }
  | { readonly type: 'exiting'; readonly code: number }

/**
 * The neutral blocks every command and cell returns. `plain.ts` prints them, `tui/blocks` paints them;
 * both must show the same text. Plain data only: blocks cross a process boundary.
 */
export type Tone = 'normal' | 'muted' | 'success' | 'warning' | 'error' | 'accent'

export interface TextBlock {
  readonly kind: 'text'
  readonly text: string
  readonly tone?: Tone
}

/** A value printed by `util.inspect`; `text` may carry ANSI colours when the kernel was asked for them. */
export interface ValueBlock {
  readonly kind: 'value'
  readonly text: string
}

export interface TableColumn {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Whether texts that are too long go on in another line, instead of being cut. */
  readonly wrap?: boolean
}

/** `null` is database NULL and is painted apart from the text "NULL"; `unloaded` was never fetched. */
export type Cell =
  | {
      readonly text: string
      readonly type?: 'text' | 'number' | 'boolean' | 'date' | 'json' | 'binary'
    }
  | { readonly text: string; readonly type: 'null' | 'unloaded' | 'key' }

export interface TableBlock {
  readonly kind: 'table'
  readonly title?: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows there are in all, when more than shown. */
  readonly total?: number
  /** The expression all rows can be had from, for a footer that says how to see more: `_`. */
  readonly source?: string
  /** Stands instead of the count of rows; empty for none. */
  readonly footer?: string
  /** As records, or never as records; else as there is room. */
  readonly layout?: 'records' | 'grid'
}

export interface TreeNode {
  readonly label: string
  readonly detail?: string
  readonly tone?: Tone
  readonly children: readonly TreeNode[]
}

export interface TreeBlock {
  readonly kind: 'tree'
  readonly title?: string
  readonly root: TreeNode
}

export interface SqlBlock {
  readonly kind: 'sql'
  readonly sql: string
  readonly parameters?: string
}

/** One attribute line of an inspected entity; `change` and, for a collection, `members` mark pending history. */
export interface EntityField {
  readonly name: string
  readonly value: Cell
  readonly change?: { readonly from: Cell; readonly to: Cell }
  readonly members?: { readonly added: readonly Cell[]; readonly removed: readonly Cell[] }
}

export interface EntityBlock {
  readonly kind: 'entity'
  readonly title: string
  readonly state: 'transient' | 'pending' | 'persistent' | 'deleted' | 'detached'
  /** What made it new, changed or deleted: `changed at In[3]:1:5`. */
  readonly origin?: string
  readonly fields: readonly EntityField[]
}

/** One line of a receipt: repeats of one statement from one place are collapsed into `count`. */
export interface ReceiptLine {
  readonly cause: string
  readonly sql: string
  readonly parameters: string
  readonly count: number
  readonly durationMs: number
  readonly rows: number | null
  readonly site: string | null
  readonly failed: boolean
}

/** What one input cost: statements with cause, time, rows and the user's line. */
export interface ReceiptBlock {
  readonly kind: 'receipt'
  readonly statements: number
  readonly distinct: number
  readonly rows: number
  readonly databaseMs: number
  readonly totalMs: number
  /** Statements whose SQL was compiled before, of those that can be kept. */
  readonly compiled: { readonly cached: number; readonly of: number }
  /** Objects that the identity map had, where a SELECT would have asked for them. */
  readonly identityHits: number
  readonly transaction: string
  readonly lines: readonly ReceiptLine[]
}

export interface ErrorBlock {
  readonly kind: 'error'
  /** Where it came from, when no input threw it: `unhandled rejection`. */
  readonly origin?: string
  readonly name: string
  readonly message: string
  readonly hint?: string
  /** Frames in the user's own code only. */
  readonly stack?: readonly string[]
  /** Source excerpt with a caret line, for syntax errors. */
  readonly excerpt?: string
}

/** Text for the clipboard; only a terminal can put it there. */
export interface ClipboardBlock {
  readonly kind: 'clipboard'
  readonly text: string
}

export interface GroupBlock {
  readonly kind: 'group'
  readonly title?: string
  readonly blocks: readonly Output[]
}

export type Output =
  | TextBlock
  | ValueBlock
  | TableBlock
  | TreeBlock
  | SqlBlock
  | EntityBlock
  | ReceiptBlock
  | ErrorBlock
  | ClipboardBlock
  | GroupBlock

/** What vi remembers beyond one command: searches of the line and the last change. Values only. */
/** The last `f`, `t`, `F` or `T`, which `;` and `,` repeat. */
export interface Found {
  readonly motion: string
  readonly argument: string
}

/** What vi remembers from command to command. */
export interface Vi {
  readonly found: Found | null
  /** The keys of the last change, and what was typed behind them: `.` does both again. */
  readonly change: { readonly keys: string; readonly inserted: string }
  /** Where the typing began that the last change led to. */
  readonly insertedFrom: number | null
}

export const FRESH_VI: Vi = { found: null, change: { keys: '', inserted: '' }, insertedFrom: null }

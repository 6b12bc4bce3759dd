/**
 * Owns the terminal's output. Ink hands over whole frames as if this were its stdout (with `debug: true`); the sink
 * writes only the lines that changed, places the real cursor, and prints finished text above the live region, where
 * it becomes scrollback. It never lets the live region reach the height of the screen, so scrollback cannot be lost.
 */
import { EventEmitter } from 'node:events'
import { displayWidth } from '../../shell/format/width.js'

const BEGIN_SYNC = '\x1b[?2026h'
const END_SYNC = '\x1b[?2026l'
const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
const ERASE_BELOW = '\x1b[J'
/**
 * A line feed, where moving down would do: a terminal that gets lower may have dropped the rows below the cursor, and
 * a line feed brings them back.
 */
const NEXT_ROW = '\r\n'
const ERASE_LINE_END = '\x1b[K'
const CLEAR_SCREEN = '\x1b[2J\x1b[H'
const MIN_INTERVAL_MS = 8
const RESERVED_ROWS = 2

/** The part of a terminal stream the sink needs. */
export interface Terminal {
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

export interface CursorPosition {
  readonly row: number
  readonly column: number
}

/** A bar stands between characters, a block on one; `default` is what the terminal's user has chosen. */
export type CursorShape = 'default' | 'bar' | 'block'

const SHAPES: Readonly<Record<CursorShape, string>> = {
  default: '\x1b[0 q',
  bar: '\x1b[6 q',
  block: '\x1b[2 q',
}

export class FrameSink extends EventEmitter {
  readonly #terminal: Terminal
  #painted: readonly string[] = []
  #frame: readonly string[] = []
  #above = ''
  #wanted: CursorPosition | null = null
  #at: CursorPosition = { row: 0, column: 0 }
  #cursorShown = true
  #shape: CursorShape = 'default'
  #shapeShown: CursorShape = 'default'
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #lastFlush = -Infinity
  #clearing = false
  #paused = false
  readonly #onResize = (): void => this.#resized()

  constructor(terminal: Terminal) {
    super()
    this.#terminal = terminal
    terminal.on('resize', this.#onResize)
  }

  get columns(): number {
    return this.#terminal.columns || 80
  }

  get rows(): number {
    return this.#terminal.rows || 24
  }

  /** Rows the live region may have at most. */
  get maxHeight(): number {
    return Math.max(1, this.rows - RESERVED_ROWS)
  }

  /** Called by Ink with a whole frame; an empty string is Ink clearing its own log and means nothing here. */
  write(frame: string, ...rest: readonly unknown[]): boolean {
    if (frame !== '') {
      this.#frame = frame.replace(/\n$/, '').split('\n')
      this.#schedule()
    }
    for (const argument of rest) if (typeof argument === 'function') argument()
    return true
  }

  /** Where the real cursor belongs inside the frame; `null` hides it. */
  setCursor(cursor: CursorPosition | null, shape: CursorShape = 'default'): void {
    this.#wanted = cursor
    this.#shape = shape
    this.#schedule()
  }

  /** Writes finished text above the live region; a missing final line break is added. */
  print(text: string): void {
    this.#above += text.endsWith('\n') ? text : text + '\n'
    this.#schedule()
  }

  /** Empties the screen, keeping scrollback and the live region. */
  clear(): void {
    this.#clearing = true
    this.#schedule()
  }

  /** Removes the live region and stops writing, so that somebody else may use the terminal. */
  pause(): void {
    this.flush()
    this.#paused = true
    this.#terminal.write(
      this.#toFrameTop() + this.#erase() + this.#shapeTo('default') + SHOW_CURSOR,
    )
    this.#forget()
  }

  resume(): void {
    this.#paused = false
    this.#schedule()
  }

  /** Ends the live region: the last frame is erased and the cursor is left on a fresh line. */
  close(): void {
    this.#frame = []
    this.#wanted = { row: 0, column: 0 }
    this.#shape = 'default'
    this.#paused = false
    this.flush()
    this.#paused = true
    this.#terminal.off('resize', this.#onResize)
  }

  #schedule(): void {
    if (this.#paused || this.#timer || this.#immediate) return
    const delay = MIN_INTERVAL_MS - (performance.now() - this.#lastFlush)
    if (delay > 0) this.#timer = setTimeout(() => this.flush(), delay)
    else this.#immediate = setImmediate(() => this.flush())
  }

  /** Writes what is pending now. */
  flush(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
    this.#timer = this.#immediate = undefined
    if (this.#paused) return
    this.#lastFlush = performance.now()
    const pen = new Pen(this.#at)
    let out = this.#takeClearing(pen) + this.#takeAbove(pen)
    const lines = this.#frame.slice(-this.maxHeight)
    out += this.#paintLines(lines, pen)
    const cursor = this.#clipCursor(lines.length)
    out += pen.goTo(cursor ?? { row: Math.max(0, lines.length - 1), column: 0 })
    this.#painted = lines
    this.#at = pen.position
    this.#send(out, cursor !== null)
  }

  #send(out: string, showCursor: boolean): void {
    const shape = this.#shapeTo(this.#shape)
    if (out + shape === '' && showCursor === this.#cursorShown) return
    this.#cursorShown = showCursor
    this.#terminal.write(
      BEGIN_SYNC + HIDE_CURSOR + out + shape + (showCursor ? SHOW_CURSOR : '') + END_SYNC,
    )
  }

  #shapeTo(shape: CursorShape): string {
    if (shape === this.#shapeShown) return ''
    this.#shapeShown = shape
    return SHAPES[shape]
  }

  #takeClearing(pen: Pen): string {
    if (!this.#clearing) return ''
    this.#clearing = false
    const out = pen.goTo({ row: 0, column: 0 }) + this.#erase() + CLEAR_SCREEN
    this.#forget()
    pen.reset()
    return out
  }

  #takeAbove(pen: Pen): string {
    if (this.#above === '') return ''
    const out =
      pen.goTo({ row: 0, column: 0 }) + this.#erase() + this.#above.replace(/\r?\n/g, '\r\n')
    this.#above = ''
    this.#painted = []
    pen.reset()
    return out
  }

  #paintLines(lines: readonly string[], pen: Pen): string {
    const painted = this.#painted
    let out = ''
    for (const [row, line] of lines.entries()) {
      if (row < painted.length && painted[row] === line) continue
      out += row === 0 || row < painted.length ? pen.goTo({ row, column: 0 }) : pen.newRow(row)
      out += line + ERASE_LINE_END
      pen.wrote(displayWidth(line))
    }
    if (lines.length >= painted.length) return out
    if (lines.length === 0) return out + pen.goTo({ row: 0, column: 0 }) + ERASE_BELOW
    return out + pen.goTo({ row: lines.length, column: 0 }) + ERASE_BELOW
  }

  #clipCursor(height: number): CursorPosition | null {
    const wanted = this.#wanted
    if (wanted === null) return null
    const cut = Math.max(0, this.#frame.length - height)
    const row = Math.min(Math.max(0, wanted.row - cut), Math.max(0, height - 1))
    return { row, column: Math.min(wanted.column, this.columns - 1) }
  }

  /** The terminal has re-wrapped what was painted at the old width; erase all of it and start over. */
  #resized(): void {
    if (!this.#paused) {
      this.#terminal.write(BEGIN_SYNC + HIDE_CURSOR + this.#toFrameTop() + this.#erase() + END_SYNC)
      this.#cursorShown = false
      this.#forget()
    }
    this.emit('resize')
    this.#schedule()
  }

  /**
   * Erases the frame from its first row on, line by line: a terminal that keeps what is erased (tmux does, for a
   * whole screen) would make scrollback of the live region.
   */
  #erase(): string {
    const below = this.#painted.length - 1
    if (below < 1) return ERASE_LINE_END + ERASE_BELOW
    const lines = (ERASE_LINE_END + NEXT_ROW).repeat(below) + ERASE_LINE_END
    return `${lines}\x1b[${below}A\r${ERASE_BELOW}`
  }

  #toFrameTop(): string {
    const columns = this.columns
    let up = Math.floor(this.#at.column / columns)
    for (const line of this.#painted.slice(0, this.#at.row)) {
      up += Math.max(1, Math.ceil(displayWidth(line) / columns))
    }
    return (up > 0 ? `\x1b[${up}A` : '') + '\r'
  }

  #forget(): void {
    this.#painted = []
    this.#at = { row: 0, column: 0 }
  }
}

/** Tracks where the cursor is while one flush is composed, and yields the shortest way to another place. */
class Pen {
  #row: number
  /** Unknown after writing a line that may have filled the row. */
  #column: number | null

  constructor(at: CursorPosition) {
    this.#row = at.row
    this.#column = at.column
  }

  get position(): CursorPosition {
    return { row: this.#row, column: this.#column ?? 0 }
  }

  reset(): void {
    this.#row = 0
    this.#column = 0
  }

  wrote(width: number): void {
    if (width > 0) this.#column = null
  }

  goTo(target: CursorPosition): string {
    const rows = target.row - this.#row
    let out = rows < 0 ? `\x1b[${-rows}A` : NEXT_ROW.repeat(rows)
    if (rows > 0) this.#column = 0
    if (this.#column !== target.column) {
      out += target.column === 0 ? '\r' : `\r\x1b[${target.column}C`
    }
    this.#row = target.row
    this.#column = target.column
    return out
  }

  /** Moves to a row below everything painted so far, which may scroll the screen. */
  newRow(row: number): string {
    const out = this.goTo({ row: row - 1, column: 0 }) + '\r\n'
    this.#row = row
    return out
  }
}

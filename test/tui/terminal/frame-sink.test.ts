/** The frame sink: frames and text in, bytes out, judged by what a terminal emulator shows. */
import xterm from '@xterm/headless'
import { EventEmitter } from 'node:events'
import { fc } from '../../helpers/fast-check.js'
import { expect, test } from 'vitest'
import { FrameSink } from '../../../src/tui/terminal/frame-sink.js'

/** A terminal in memory: what the sink writes goes through xterm. */
class MemoryTerminal extends EventEmitter {
  readonly xterm: xterm.Terminal
  raw = ''

  constructor(
    public columns = 40,
    public rows = 10,
  ) {
    super()
    this.xterm = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 5000,
      allowProposedApi: true,
    })
  }

  write(text: string): boolean {
    this.raw += text
    this.xterm.write(text)
    return true
  }

  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.xterm.resize(columns, rows)
    this.emit('resize')
  }

  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.xterm.write('', resolve))
    const buffer = this.xterm.buffer.active
    const lines = Array.from({ length: buffer.baseY + this.rows }, (_, row) =>
      (buffer.getLine(row)?.translateToString(true) ?? '').trimEnd(),
    )
    while (lines.at(-1) === '') lines.pop()
    return lines
  }

  get cursor(): readonly [row: number, column: number] {
    const { cursorX, cursorY, baseY } = this.xterm.buffer.active
    return [baseY + cursorY, cursorX]
  }
}

function open(columns?: number, rows?: number) {
  const terminal = new MemoryTerminal(columns, rows)
  return { terminal, sink: new FrameSink(terminal) }
}

function show(sink: FrameSink, ...lines: readonly string[]): void {
  sink.write(lines.join('\n'))
  sink.flush()
}

test('a frame appears and changes in place', async () => {
  const { terminal, sink } = open()
  show(sink, 'one', 'two', 'three')
  show(sink, 'one', '2', 'three', 'four')
  expect(await terminal.lines()).toEqual(['one', '2', 'three', 'four'])
  show(sink, 'last')
  expect(await terminal.lines()).toEqual(['last'])
})

test('only what changed is written', () => {
  const { terminal, sink } = open()
  show(sink, 'same line', 'old')
  const before = terminal.raw.length
  show(sink, 'same line', 'new')
  const written = terminal.raw.slice(before)
  expect(written).toContain('new')
  expect(written).not.toContain('same line')
  const after = terminal.raw.length
  show(sink, 'same line', 'new')
  expect(terminal.raw).toHaveLength(after)
})

test('writes are synchronized updates', () => {
  const { terminal, sink } = open()
  show(sink, 'x')
  expect(terminal.raw.startsWith('\x1b[?2026h')).toBe(true)
  expect(terminal.raw.endsWith('\x1b[?2026l')).toBe(true)
})

test('the real cursor is placed inside the frame', async () => {
  const { terminal, sink } = open()
  sink.print('above')
  sink.setCursor({ row: 1, column: 3 })
  show(sink, 'a', 'bcd', 'e')
  await terminal.lines()
  expect(terminal.cursor).toEqual([2, 3])
})

test('printed text goes above the live region, which stays at the bottom', async () => {
  const { terminal, sink } = open()
  show(sink, 'prompt', 'status')
  sink.print('first')
  sink.print('second\nthird\n')
  sink.flush()
  expect(await terminal.lines()).toEqual(['first', 'second', 'third', 'prompt', 'status'])
})

test('what is erased to the end of the screen is empty by then, so that no terminal keeps it', async () => {
  const { terminal, sink } = open()
  sink.setCursor({ row: 1, column: 0 })
  show(sink, 'prompt', 'menu', 'status')
  sink.print('result')
  show(sink, 'next', 'status')
  sink.clear()
  show(sink, 'next', 'status')
  terminal.resize(30, 10)
  show(sink, 'narrow', 'status')
  sink.pause()
  const erasures = [...terminal.raw.matchAll(/\x1b\[2?J/g)]
  expect(erasures.length).toBeGreaterThan(3)
  for (const { index } of erasures) {
    const before = new MemoryTerminal()
    before.write(terminal.raw.slice(0, index))
    const lines = await before.lines()
    expect(lines.slice(before.cursor[0]).join('')).toBe('')
  }
})

test('a frame that is too high is clipped and scrollback survives', async () => {
  const { terminal, sink } = open(40, 6)
  const history = Array.from({ length: 20 }, (_, line) => `history ${line}`)
  sink.print(history.join('\n'))
  const frame = Array.from({ length: 30 }, (_, line) => `frame ${line}`)
  sink.setCursor({ row: 29, column: 0 })
  show(sink, ...frame)
  show(sink, ...frame.slice(0, 29), 'changed')
  const lines = await terminal.lines()
  expect(lines.slice(0, 20)).toEqual(history)
  expect(lines.slice(20)).toEqual(['frame 26', 'frame 27', 'frame 28', 'changed'])
  expect(terminal.raw).not.toContain('\x1b[3J')
  expect(terminal.raw).not.toContain('\x1b[2J')
})

test('after narrowing, the re-wrapped old frame is gone', async () => {
  const { terminal, sink } = open(40, 10)
  sink.print('kept')
  sink.setCursor({ row: 2, column: 0 })
  show(sink, 'a'.repeat(35), 'b'.repeat(30), 'c')
  await terminal.lines()
  terminal.resize(20, 10)
  show(sink, 'a', 'b', 'c')
  expect(await terminal.lines()).toEqual(['kept', 'a', 'b', 'c'])
})

test('clearing keeps the live region', async () => {
  const { terminal, sink } = open()
  sink.print('old output')
  show(sink, 'prompt')
  sink.clear()
  sink.flush()
  expect((await terminal.lines()).at(-1)).toBe('prompt')
  expect(terminal.raw).not.toContain('\x1b[3J')
})

test('pausing hands a clean terminal over, resuming repaints', async () => {
  const { terminal, sink } = open()
  sink.print('output')
  show(sink, 'prompt', 'status')
  sink.pause()
  terminal.write('someone else\r\n')
  sink.resume()
  sink.flush()
  expect(await terminal.lines()).toEqual(['output', 'someone else', 'prompt', 'status'])
})

test('closing erases the live region and leaves the cursor on a fresh line', async () => {
  const { terminal, sink } = open()
  sink.print('output')
  show(sink, 'prompt', 'status')
  sink.close()
  expect(await terminal.lines()).toEqual(['output'])
  expect(terminal.cursor).toEqual([1, 0])
  expect(terminal.listenerCount('resize')).toBe(0)
})

test('whatever is shown and printed, the screen is the printed text and the last frame', async () => {
  const line = fc.stringMatching(/^[a-z日👍 ]{0,12}[a-z]$/)
  const frame = fc.array(line, { minLength: 1, maxLength: 6 })
  const step = fc.oneof(
    fc.record({ frame, row: fc.nat(5), column: fc.nat(10) }),
    fc.record({ print: line }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const { terminal, sink } = open(40, 10)
      const printed: string[] = []
      let last: readonly string[] = ['start']
      show(sink, ...last)
      for (const action of steps) {
        if ('print' in action) {
          printed.push(action.print)
          sink.print(action.print)
        } else {
          last = action.frame
          sink.setCursor(action)
          sink.write(last.join('\n'))
        }
        sink.flush()
      }
      expect(await terminal.lines()).toEqual([...printed, ...last].map((text) => text.trimEnd()))
    }),
    { numRuns: 60 },
  )
})

/** Controller and kernel session against a kernel link in memory: what is asked, in which order, what is held. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { FromKernel, KernelStatus, ToKernel } from '../../src/shell/protocol.js'
import { Controller } from '../../src/tui/controller.js'
import type { KernelExit, KernelLink } from '../../src/tui/kernel-link.js'
import { type FollowUp, KernelSession } from '../../src/tui/kernel-session.js'
import { initialState, promptText } from '../../src/tui/state.js'
import { createStore } from '../../src/tui/store.js'
import { KeyDecoder } from '../../src/tui/terminal/key-decoder.js'
import { createTheme } from '../../src/shell/format/theme.js'
import { Transcript } from '../../src/tui/transcript.js'

const STATUS: KernelStatus = {
  database: 'sqlite :memory:',
  dialect: 'sqlite',
  transaction: 'none',
  pending: 0,
  dirty: 0,
  deleted: 0,
  identityMap: 0,
  inputNumber: 1,
}

/** Remembers what it is asked and answers when the test says so. */
class MemoryLink implements KernelLink {
  readonly sent: ToKernel[] = []
  starts = 0
  isPrepared = false
  interrupts = 0
  #deliver: (message: FromKernel) => void = () => {}
  #exit: (exit: KernelExit) => void = () => {}

  onMessage(listener: (message: FromKernel) => void): void {
    this.#deliver = listener
  }

  onExit(listener: (exit: KernelExit) => void): void {
    this.#exit = listener
  }

  send(message: ToKernel): void {
    this.sent.push(message)
  }

  interrupt(): void {
    this.interrupts++
  }

  restart(): void {
    this.starts++
  }

  prepare(): void {
    this.isPrepared = true
  }

  release(): void {
    this.isPrepared = false
  }

  async close(): Promise<void> {}

  receive(message: FromKernel): void {
    this.#deliver(message)
  }

  die(exit: KernelExit): void {
    this.#exit(exit)
  }

  last<T extends ToKernel['type']>(type: T): Extract<ToKernel, { type: T }> {
    const found = this.sent.filter((message) => message.type === type).at(-1)
    return found as Extract<ToKernel, { type: T }>
  }

  ready(): void {
    this.receive({ type: 'ready', banner: [], status: STATUS })
  }

  complete(): void {
    this.receive({ type: 'checked', id: this.last('check').id, input: { state: 'complete' } })
  }

  done(proposal: FollowUp = {}): void {
    const { id } = this.last('run')
    this.receive({ type: 'done', id, ok: true, interrupted: false, status: STATUS, ...proposal })
  }
}

function start(history: string[] = [], edit: (text: string) => string | null = () => null) {
  const printed: string[] = []
  const left: number[] = []
  const link = new MemoryLink()
  const store = createStore(initialState({ version: '1.0.0', columns: 80, rows: 24 }))
  const screen = { columns: 80, print: (text: string) => void printed.push(text) }
  const transcript = new Transcript(screen, createTheme({ color: false }))
  const session = new KernelSession({
    link,
    store,
    transcript,
    hasEditor: true,
    onIdle: (followUp) => controller.idle(followUp),
    onLeave: (code) => left.push(code),
  })
  const controller = new Controller({
    store,
    session,
    transcript,
    history: { entries: () => history, append: (code) => void history.push(code) },
    screen: { clear() {}, suspend() {}, edit, kittySupported() {} },
  })
  const decoder = new KeyDecoder((event) => controller.handle(event))
  session.start()
  const keys = (text: string): void => decoder.push(text)
  const text = (): string => store.get().editor.document.text
  return { link, store, keys, text, printed, left, history, session }
}

describe('running', () => {
  test('Enter asks whether the input is complete, then runs it once', () => {
    const { link, keys, printed, history } = start()
    link.ready()
    keys('1 + 1\r')
    expect(link.sent).toEqual([{ type: 'check', id: 1, code: '1 + 1' }])
    link.complete()
    expect(link.last('run')).toEqual({
      type: 'run',
      id: 2,
      code: '1 + 1',
      pasted: false,
      columns: 80,
      hasEditor: true,
    })
    expect(printed).toEqual(['In [1]: 1 + 1'])
    expect(history).toEqual(['1 + 1'])
    link.done()
  })

  test('keys after Enter wait for the answer, an Enter among them for the run', () => {
    const { link, keys, text, store } = start()
    link.ready()
    keys('first\rsecond\rthird')
    expect(text()).toBe('first')
    link.complete()
    expect(text()).toBe('second')
    expect(store.get().held).toBe(2)
    link.done()
    expect(link.last('check').code).toBe('second')
    link.complete()
    link.done()
    expect(text()).toBe('third')
  })

  test('what is typed while an input runs stays behind what was typed while it was checked', () => {
    const { link, keys, text } = start()
    link.ready()
    keys('first\rsecond\r')
    link.complete()
    keys('third\r')
    keys('fourth')
    link.done()
    expect(link.last('check').code).toBe('second')
    link.complete()
    expect(text()).toBe('third')
    link.done()
    link.complete()
    expect(text()).toBe('fourth')
  })

  test('while an input runs the prompt has no number', () => {
    const { link, keys, store } = start()
    link.ready()
    keys('loop\r')
    expect(promptText(store.get())).toBe('In [1]: ')
    link.complete()
    expect(promptText(store.get())).toBe('In [*]: ')
  })

  test('code that a command proposes waits in the editor for Enter', () => {
    const { link, keys, text } = start()
    link.ready()
    keys('.py len([1])\r')
    link.complete()
    link.done({ next: '[1].length' })
    expect(text()).toBe('[1].length')
    expect(link.sent.filter(({ type }) => type === 'run')).toHaveLength(1)
    keys('\r')
    expect(link.last('check').code).toBe('[1].length')
  })

  test('a text that a command wants edited comes back from the editor to the prompt', () => {
    const { link, keys, text } = start([], (before) => `${before}.length\r\n`)
    link.ready()
    keys('.edit\r')
    link.complete()
    keys('typed ahead')
    link.done({ edit: '[1]' })
    expect(text()).toBe('[1].length')
    expect(link.sent.filter(({ type }) => type === 'run')).toHaveLength(1)
    keys('\x1f')
    expect(text()).toBe('typed ahead')
  })

  test('an editor that fails leaves what was typed', () => {
    const { link, keys, text, store } = start()
    link.ready()
    keys('.edit\r')
    link.complete()
    keys('typed ahead')
    link.done({ edit: '[1]' })
    expect(text()).toBe('typed ahead')
    expect(store.get().hint?.text).toBe('$EDITOR failed')
  })

  test('an incomplete input goes on in an indented line, and held keys with it', () => {
    const { link, keys, text } = start()
    link.ready()
    keys('f(\rx)')
    const { id } = link.last('check')
    link.receive({ type: 'checked', id, input: { state: 'incomplete', indent: 4 } })
    expect(text()).toBe('f(\n    x)')
  })

  test('an input that can never parse runs, so that the kernel explains', () => {
    const { link, keys } = start()
    link.ready()
    keys('1 +* 2\r')
    const input = { state: 'invalid', message: 'Unexpected token', offset: 3 } as const
    link.receive({ type: 'checked', id: link.last('check').id, input })
    expect(link.last('run').code).toBe('1 +* 2')
    link.done()
  })

  test('Ctrl-O runs and brings the entry that followed', () => {
    const { link, keys, text } = start(['one', 'two', 'three'])
    link.ready()
    keys('\x1b[A\x1b[A\x1b[A\x0f')
    link.complete()
    expect(link.last('run').code).toBe('one')
    link.done()
    expect(text()).toBe('two')
  })

  test('an empty Enter asks nothing', () => {
    const { link, keys } = start()
    link.ready()
    keys('  \r')
    expect(link.sent).toEqual([])
  })

  test('a stale answer is not taken for a new question', () => {
    const { link, keys } = start()
    link.ready()
    keys('a\r\x03b\r')
    expect(link.sent.filter((message) => message.type === 'check')).toHaveLength(2)
    link.receive({ type: 'checked', id: 1, input: { state: 'complete' } })
    expect(link.sent.some((message) => message.type === 'run')).toBe(false)
  })
})

describe('interrupting', () => {
  test('uses both ways: the control pipe and the message', () => {
    const { link, keys, session } = start()
    link.ready()
    keys('loop\r')
    link.complete()
    keys('\x03')
    expect(link.interrupts).toBe(1)
    expect(link.sent.at(-1)).toEqual({ type: 'cancel' })
    keys('\x03')
    expect(link.starts).toBe(1)
    session.dispose()
  })

  test('another kernel waits while one does not stop, and takes its place when asked to', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { link, keys, store } = start()
    link.ready()
    keys('loop\r')
    link.complete()
    keys('\x03')
    vi.advanceTimersByTime(100)
    expect(link.isPrepared).toBe(false)
    vi.advanceTimersByTime(100)
    expect(link.isPrepared).toBe(true)
    keys('\x03')
    expect(link.starts).toBe(1)
    vi.advanceTimersByTime(400)
    expect(store.get().hint?.text).toContain('Ctrl-C again replaces the kernel')
    keys('\x03')
    expect(link.starts).toBe(2)
  })

  test('a kernel that stops after all sends the waiting one away', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { link, keys } = start()
    link.ready()
    keys('loop\r')
    link.complete()
    keys('\x03')
    vi.advanceTimersByTime(300)
    expect(link.isPrepared).toBe(true)
    const { id } = link.last('run')
    link.receive({ type: 'done', id, ok: false, interrupted: true, status: STATUS })
    expect(link.isPrepared).toBe(false)
  })

  test('an interrupted input that printed nothing says so', () => {
    const { link, keys, printed } = start()
    link.ready()
    keys('loop\r')
    link.complete()
    const { id } = link.last('run')
    link.receive({ type: 'done', id, ok: false, interrupted: true, status: STATUS })
    expect(printed).toContain('interrupted')
  })
})

describe('leaving', () => {
  test('Ctrl-D on text deletes, on nothing asks the kernel', () => {
    const { link, keys, text, left } = start()
    link.ready()
    keys('ab\x01\x04')
    expect(text()).toBe('b')
    keys('\x04\x04')
    expect(link.sent).toEqual([{ type: 'exit', force: false }])
    link.receive({ type: 'exiting', code: 0 })
    expect(left).toEqual([0])
  })

  test('a question is answered by y and n, Enter means no', () => {
    const { link, keys, store } = start()
    link.ready()
    for (const no of ['n', '\r', '\x1b\x1b[A'.slice(0, 1) + '\x1b', '\x03']) {
      keys('\x04')
      link.receive({ type: 'confirmExit', reason: 'work' })
      expect(store.get().mode.kind).toBe('confirm')
      keys(no)
      if (no.includes('\x1b')) keys('x')
      expect(store.get().mode.kind, JSON.stringify(no)).toBe('edit')
      store.update((state) => ({ ...state, editor: initialState(state).editor }))
    }
    expect(link.sent.some((message) => message.type === 'exit' && message.force)).toBe(false)
    keys('\x04')
    link.receive({ type: 'confirmExit', reason: 'work' })
    keys('y')
    expect(link.sent.at(-1)).toEqual({ type: 'exit', force: true })
    link.receive({ type: 'exiting', code: 0 })
  })

  test('a command of the kernel may leave with its own code', () => {
    const { link, left } = start()
    link.ready()
    link.receive({ type: 'exiting', code: 5 })
    expect(left).toEqual([5])
  })

  test('a kernel that ends while leaving is not a crash', () => {
    const { link, keys, left, printed } = start()
    link.ready()
    keys('\x04')
    link.die({ code: 0, signal: null })
    expect(left).toEqual([0])
    expect(printed).toEqual([])
  })
})

describe('completion', () => {
  test('an answer that comes late is filtered by what was typed since', () => {
    const { link, keys, text } = start()
    link.ready()
    keys('user.\t')
    keys('na')
    const { id } = link.last('complete')
    const items = ['name', 'id'].map((item) => ({ text: item, kind: 'column' as const }))
    link.receive({ type: 'completions', id, completions: { items, from: 5, to: 5 } })
    expect(text()).toBe('user.name')
  })

  test('at the start of a line Tab indents, on an empty input it asks', () => {
    const { link, keys, text } = start()
    link.ready()
    keys('\t')
    expect(link.last('complete')).toMatchObject({ code: '', cursor: 0 })
    keys('f(\x1b\r\t')
    expect(text()).toBe('f(\n    ')
  })
})

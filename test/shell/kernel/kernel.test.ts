/** The kernel in-process, message by message, with plain collaborators. */
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { Kernel } from '../../../src/shell/kernel/kernel.js'
import type { FromKernel } from '../../../src/shell/protocol.js'
import { plainParts } from './plain-parts.js'

let open: Kernel | undefined
afterEach(async () => {
  Reflect.deleteProperty(globalThis, 'pendingObjects')
  await open?.close()
})

function start(bindings: Readonly<Record<string, unknown>> = {}) {
  const messages: FromKernel[] = []
  const parts = plainParts(bindings)
  const kernel = (open = new Kernel({ parts, emit: (message) => messages.push(message) }))
  kernel.start()
  let ids = 0
  const run = async (code: string, { pasted = false } = {}) => {
    messages.length = 0
    await kernel.handle({ type: 'run', id: ++ids, code, pasted, columns: 80 })
    return [...messages]
  }
  const texts = async (code: string) =>
    (await run(code)).flatMap((message) => {
      if (message.type !== 'output') return []
      const { block } = message
      return block.kind === 'error'
        ? `${block.name}: ${block.message}`
        : 'text' in block
          ? block.text
          : []
    })
  return { kernel, parts, messages, run, texts }
}

describe('an input', () => {
  it('emits its value, its receipt and the new status, in this order', async () => {
    const db = new Database(':memory:')
    const { run, messages } = start({ db })
    expect(messages).toMatchObject([{ type: 'ready', status: { inputNumber: 1 } }])
    expect(await run('db.prepare("select 40 + 2 as n").get()')).toMatchObject([
      { type: 'output', id: 1, block: { kind: 'value', text: '{ n: 42 }' } },
      { type: 'output', id: 1, block: { text: 'receipt' } },
      { type: 'done', id: 1, ok: true, interrupted: false, status: { inputNumber: 2 } },
    ])
  })

  it('that fails emits one error and goes on', async () => {
    const { run, texts } = start()
    expect(await run('null.x')).toMatchObject([
      { block: { kind: 'error', name: 'TypeError', stack: ['In[1]:1:6'] } },
      { block: { text: 'receipt' } },
      { type: 'done', ok: false },
    ])
    expect(await texts('1')).toEqual(['1', 'receipt'])
  })

  it('waits for those before it', async () => {
    const { kernel, messages } = start()
    const run = (id: number, code: string) =>
      kernel.handle({ type: 'run', id, code, pasted: false, columns: 80 })
    await Promise.all([
      run(1, 'await new Promise((r) => setTimeout(r, 30)); globalThis.order = ["first"]'),
      run(2, 'order.push("second"); order.join()'),
    ])
    expect(
      messages
        .filter(({ type }) => type === 'done')
        .map((message) => 'id' in message && message.id),
    ).toEqual([1, 2])
    expect(messages).toContainEqual(
      expect.objectContaining({ id: 2, block: { kind: 'value', text: "'first,second'" } }),
    )
  })

  it('is counted, commands included', async () => {
    const { run, parts } = start()
    await run('1')
    await run('.help')
    await run('let y = ;')
    expect(parts.inputs).toEqual([1, 2, 3])
  })
})

describe('commands', () => {
  it('run, fail, and leave chains alone', async () => {
    const { texts, run } = start()
    expect(await texts('.help me')).toEqual(['ran .help me', 'receipt'])
    expect((await run('.unknown')).at(-1)).toMatchObject({ type: 'done', ok: false })
    expect(await texts('.broken')).toEqual(['TypeError: command bug', 'receipt'])
    await run('[3, 1]')
    expect(await texts('.map((n) => n + 1)')).toEqual(['[ 4, 2 ]', 'receipt'])
    expect(await texts('.length')).toEqual(['2', 'receipt'])
  })

  it('can evaluate code in the same scope', async () => {
    const { texts } = start()
    await texts('.run globalThis.fromCommand = 5')
    expect(await texts('fromCommand')).toEqual(['5', 'receipt'])
  })

  it('read the last value and rebind names through the host', async () => {
    const { texts, parts } = start({ User: 'old' })
    await texts('User')
    expect(parts.host().lastValue()).toBe('old')
    parts.host().bind({ User: 'new' })
    expect(await texts('User')).toEqual(["'new'", 'receipt'])
  })
})

describe('questions', () => {
  it('are answered while a cell waits, which can be cancelled', async () => {
    const { kernel, messages } = start()
    const waiting = kernel.handle({
      type: 'run',
      id: 1,
      code: 'await new Promise(() => {})',
      pasted: false,
      columns: 80,
    })
    await kernel.handle({ type: 'complete', id: 2, code: 'Math.ma', cursor: 7 })
    await kernel.handle({ type: 'check', id: 3, code: 'foo(' })
    await kernel.handle({ type: 'check', id: 4, code: '.help' })
    expect(messages.slice(1)).toMatchObject([
      { type: 'completions', id: 2, completions: { items: [{ text: 'max' }], from: 5, to: 7 } },
      { type: 'checked', id: 3, input: { state: 'incomplete', indent: 2 } },
      { type: 'checked', id: 4, input: { state: 'complete' } },
    ])
    await kernel.handle({ type: 'cancel' })
    await waiting
    expect(messages.at(-1)).toMatchObject({ type: 'done', ok: false, interrupted: true })
  })
})

describe('leaving', () => {
  it('is refused once while work would be lost', async () => {
    const { kernel, messages, run } = start()
    await run('globalThis.pendingObjects = 1')
    await kernel.handle({ type: 'exit', force: false })
    expect(messages.at(-1)).toEqual({ type: 'confirmExit', reason: 'not flushed: 1 new' })
    await kernel.handle({ type: 'exit', force: true })
    expect(messages.at(-1)).toEqual({ type: 'exiting', code: 0 })
  })

  it('happens at process.exit, with its code, and nothing after it runs', async () => {
    const { run } = start()
    const messages = await run('process.exit(3); globalThis.afterExit = true')
    expect(messages).toContainEqual({ type: 'exiting', code: 3 })
    expect(
      messages.some((message) => message.type === 'output' && message.block.kind === 'error'),
    ).toBe(false)
    expect(Reflect.get(globalThis, 'afterExit')).toBeUndefined()
  })
})

/** Ctrl-C in a forked kernel: every way user code can be stuck, and what survives. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../helpers/postgres.js'
import { buildKernel, ForkedKernel, type KernelBuild } from './forked-kernel.js'

let kernelBuild: KernelBuild
let kernel: ForkedKernel

beforeAll(async () => {
  kernelBuild = await buildKernel()
  kernel = new ForkedKernel(kernelBuild.entry)
  await kernel.until('ready')
})
afterAll(() => {
  kernel.kill()
  kernelBuild.remove()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs `code`, which prints `started` before it gets stuck, and interrupts it there. */
const interrupted = async (code: string) => {
  const id = kernel.start(`console.log('started'); ${code}`)
  await Promise.race([kernel.until('stream'), pause(150)])
  await pause(50)
  const asked = performance.now()
  kernel.interrupt()
  const ran = await kernel.ran(id)
  return { ...ran, latency: performance.now() - asked }
}

describe('an interrupted cell', () => {
  const stuck: Readonly<Record<string, string>> = {
    'synchronous loop': 'for (;;) {}',
    'loop that swallows errors': 'for (;;) { try { for (;;) {} } catch {} }',
    'blocked thread': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    'catastrophic pattern': '/(a+)+b/.test("a".repeat(40))',
    'rows of a statement':
      'for (const r of db.prepare("with recursive c(x) as (select 1 union all select x+1 from c) select x from c").iterate()) r',
    'promise nobody settles': 'globalThis.never = new Promise(() => {}); await never',
    'loop after an await': 'await null; for (;;) {}',
    'loop after a timer': 'await new Promise((r) => setTimeout(r, 20)); while (true) {}',
    'loop of awaits': 'while (true) await null',
    'loop in an async function': 'const f = async () => { await null; for (;;); }; await f()',
    TypeScript: 'let n: number = 0; for (;;) n++',
  }
  for (const [name, code] of Object.entries(stuck)) {
    it(`stops, keeping the state: ${name}`, async () => {
      await kernel.run('globalThis.state = "kept"')
      const { done, text, latency } = await interrupted(code)
      expect(done).toMatchObject({ ok: false, interrupted: true })
      expect(text).toContain('Interrupted: ')
      expect(latency).toBeLessThan(1500)
      expect((await kernel.run('state')).text).toContain("'kept'")
    })
  }

  it('stops commands as well', async () => {
    const id = kernel.start('.spin')
    await pause(100)
    kernel.interrupt()
    expect((await kernel.ran(id)).done).toMatchObject({ ok: false, interrupted: true })
  })

  it('stops the loop it left behind', async () => {
    await interrupted(
      'globalThis.beats = 0; while (true) { beats++; await new Promise((r) => setTimeout(r, 5)) }',
    )
    const { text } = await kernel.run(
      'const before = beats; await new Promise((r) => setTimeout(r, 60)); beats - before <= 1',
    )
    expect(text).toContain('true')
  })

  it('survives being hit again and again, at any moment', async () => {
    for (let round = 0; round < 150; round++) {
      const id = kernel.start('let n = 0; for (let i = 0; i < 5e5; i++) n += i; n')
      setTimeout(() => kernel.interrupt(), (round % 40) / 10)
      await kernel.ran(id)
    }
    expect((await kernel.run('21 * 2')).text).toContain('42')
  })

  it('leaves an idle kernel alone', async () => {
    kernel.interrupt()
    await pause(30)
    expect((await kernel.run('1 + 1')).done).toMatchObject({ ok: true, interrupted: false })
  })

  it('can be abandoned with a message while it waits', async () => {
    const id = kernel.start('await new Promise((r) => setTimeout(r, 60_000))')
    await pause(50)
    kernel.send({ type: 'cancel' })
    expect((await kernel.ran(id)).done.interrupted).toBe(true)
  })
})

describe('a statement on a server', () => {
  it('is cancelled there, and its connection stays usable', async () => {
    await kernel.run(`const pg = openPostgres(${JSON.stringify(await freshDatabase())})`)
    await kernel.run('pg.execute("create temp table kept as select 5 as n", [])')
    for (const sleep of [
      'pg.execute("select pg_sleep(30)", [])',
      'await null; pg.execute("select pg_sleep(30)", [])',
    ]) {
      const id = kernel.start(sleep)
      await pause(200)
      const asked = performance.now()
      kernel.interrupt()
      expect((await kernel.ran(id)).done).toMatchObject({ ok: false, interrupted: true })
      expect(performance.now() - asked).toBeLessThan(1500)
      expect((await kernel.run('pg.execute("select n from kept", []).rows')).text).toContain(
        '[ [ 5 ] ]',
      )
    }
    await kernel.run('pg.close()')
  })
})

describe('the process', () => {
  it('reports rejections and errors nobody handled, and goes on', async () => {
    await kernel.run(
      'void Promise.reject(new RangeError("late")); setTimeout(() => { throw new TypeError("timer") }, 5)',
    )
    const late = await kernel.until(
      'output',
      ({ block }) => block.kind === 'error' && block.message === 'timer',
    )
    expect(late.block).toMatchObject({ name: 'TypeError', stack: [expect.stringContaining('In[')] })
    expect((await kernel.run('"alive"')).text).toContain('alive')
  })

  it('sends what user code prints, before the result', async () => {
    const { messages } = await kernel.run(
      'console.log("out"); console.error("err"); process.stdout.write("raw"); 5',
    )
    const kinds = messages.map((message) =>
      message.type === 'stream' ? message.stream + ' ' + message.text : message.type,
    )
    expect(kinds.slice(0, 4)).toEqual(['stdout out\n', 'stderr err\n', 'stdout raw', 'output'])
  })

  it('batches a flood', async () => {
    const { messages } = await kernel.run(
      'for (let i = 0; i < 20000; i++) console.log("line " + i)',
    )
    const streams = messages.flatMap((message) => (message.type === 'stream' ? message.text : []))
    expect(streams.length).toBeLessThan(200)
    expect(streams.join('').split('\n')).toHaveLength(20001)
  })

  it('turns process.exit into a request that unsaved work can hold up', async () => {
    const other = new ForkedKernel(kernelBuild.entry)
    await other.until('ready')
    await other.run('globalThis.pendingObjects = 2')
    other.start('process.exit(7); globalThis.notReached = true')
    expect(await other.until('confirmExit')).toMatchObject({ reason: 'not flushed: 2 new' })
    expect((await other.run('typeof notReached')).text).toContain('undefined')
    const exited = other.exited
    other.send({ type: 'exit', force: true })
    expect(await exited).toBe(7)
  })

  it('ends when the front end is gone, even out of a loop', async () => {
    const idle = new ForkedKernel(kernelBuild.entry)
    const busy = new ForkedKernel(kernelBuild.entry)
    await Promise.all([idle.until('ready'), busy.until('ready')])
    busy.start('for (;;) {}')
    await pause(100)
    const ends = [idle.exited, busy.exited]
    idle.abandon()
    busy.abandon()
    await Promise.all(ends)
  })

  it('says why it cannot start', async () => {
    const failing = new ForkedKernel(kernelBuild.entry, 'unreachable')
    const exited = failing.exited
    expect(await failing.until('failed')).toMatchObject({
      exitCode: 3,
      error: { name: 'ConnectionFailedError', hint: 'is it up?' },
    })
    expect(await exited).toBe(3)
  })
})

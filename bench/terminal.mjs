/**
 * How long the terminal takes: a key to the screen, Tab, Enter to the result, the prompt, a flood of output. Measured
 * from outside, in a pseudo-terminal with an emulator behind it: `npm run bench:terminal`, after `npm run build`.
 * Each time twice: by the clock, and without what the shell's processes waited for a processor that others held.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTerminal } from '../scripts/screenshots/terminal.mjs'
import { childrenOf, stopwatch } from './processor-time.mjs'

const home = mkdtempSync(join(tmpdir(), 'orm-shell-bench-'))
const program = [process.execPath, fileURLToPath(new URL('../bin/orm-shell.js', import.meta.url))]
const READY = /^In \[\d+\]:[^]*F1 keys/m

const rows = []
const row = (name, times, target) => {
  const at = (kind, share) => {
    const sorted = times.map((time) => time[kind]).sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  }
  rows.push([name, at('bound', 0.5), at('bound', 0.95), at('wall', 0.5), at('wall', 0.95), target])
}

/** @param {{ pid: number }} shell */
const watchOf = (shell) => stopwatch(() => [shell.pid, ...childrenOf(shell.pid)])

async function timed(shell, work) {
  const stop = watchOf(shell)
  await work()
  return stop()
}

const open = () => openTerminal({ program, columns: 100, rows: 30, home, cwd: home })
const lineOf = (terminal) =>
  terminal
    .text()
    .split('\n')
    .findLast((line) => line.startsWith('In [')) ?? ''

const prompts = []
const readies = []
for (let turn = 0; turn < 5; turn++) {
  const started = {}
  const stop = stopwatch(() => (started.pid ? [started.pid] : []))
  const stopAll = stopwatch(() => (started.pid ? [started.pid, ...childrenOf(started.pid)] : []))
  const terminal = open()
  started.pid = terminal.pid
  await terminal.waitFor(/^In \[/m)
  prompts.push(stop())
  await terminal.waitFor(READY)
  readies.push(stopAll())
  terminal.kill()
}
row('start to prompt', prompts, 400)
row('start to ready, sample database filled', readies, null)

const terminal = open()
await terminal.waitFor(READY)
const run = async (code) => {
  const number = Number(/In \[(\d+)\]/.exec(lineOf(terminal))?.[1] ?? 1)
  terminal.write(`${code}\r`)
  await terminal.waitFor(new RegExp(`^In \\[${number + 1}\\]:`, 'm'))
}

async function typing(count) {
  const times = []
  for (let turn = 0; turn < count; turn++) {
    if (turn % 60 === 0) {
      terminal.write('\x15')
      await terminal.waitFor(() => /: $|:$/.test(lineOf(terminal)))
    }
    const before = lineOf(terminal).length
    times.push(
      await timed(terminal, () => {
        terminal.write('x')
        return terminal.waitFor(
          () => lineOf(terminal).trimEnd().length > before || /x{60}/.test(lineOf(terminal)),
        )
      }),
    )
  }
  terminal.write('\x15')
  await terminal.waitFor(() => !lineOf(terminal).includes('x'))
  return times
}
await typing(60)
row('key to screen', await typing(300), 16)

const tabs = []
for (let turn = 0; turn < 30; turn++) {
  terminal.write('select(Post).where(Post.')
  await terminal.waitFor(/Post\.$/m)
  tabs.push(await timed(terminal, () => (terminal.write('\t'), terminal.waitFor(/▸ /))))
  terminal.write('\x1b')
  await terminal.waitFor(() => !terminal.text().includes('▸'))
  terminal.write('\x15')
  await terminal.waitFor(() => !lineOf(terminal).includes('select'))
}
row('Tab to menu', tabs, 50)

const results = []
await run('1')
for (let turn = 0; turn < 50; turn++) {
  terminal.write(`${1000 + turn} + 1`)
  await terminal.waitFor(() => lineOf(terminal).endsWith('+ 1'))
  results.push(
    await timed(
      terminal,
      () => (terminal.write('\r'), terminal.waitFor(new RegExp(`^${1001 + turn}$`, 'm'))),
    ),
  )
  await terminal.waitFor(READY)
}
row('Enter to result', results, 25)

const flood = timed(terminal, async () => {
  terminal.write('for (let i = 0; i < 100000; i++) console.log("line " + i)\r')
  await terminal.waitFor(/^line 99999$/m)
})
const during = []
for (let turn = 0; turn < 20; turn++) {
  const marker = String.fromCharCode(97 + turn)
  during.push(
    await timed(terminal, () => {
      terminal.write(marker)
      return terminal.waitFor(() =>
        lineOf(terminal).includes(`: ${'abcdefghijklmnopqrst'.slice(0, turn + 1)}`),
      )
    }),
  )
}
row('100,000 lines printed', [await flood], null)
row('key to screen during them', during, null)
terminal.write('\x15')
await terminal.waitFor(READY)

/** The prompt of a kernel that has everything: of another number than the one before. */
const isBack = () => /F1 keys/.test(terminal.text().split('\n').filter(Boolean).at(-1) ?? '')
const restarts = async (turns, kill) => {
  const times = []
  for (let turn = 0; turn < turns; turn++) {
    await terminal.waitFor(READY)
    const stop = await kill()
    await terminal.waitFor(/starting…/)
    await terminal.waitFor(isBack)
    times.push(stop())
  }
  return times
}
const endless =
  'session.execute(text("with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"))'
const replaced = await restarts(5, async () => {
  terminal.write(`${endless}\r`)
  await terminal.waitFor(/Ctrl-C interrupts/)
  terminal.write('\x03')
  await terminal.waitFor(/Ctrl-C again replaces/)
  const stop = watchOf(terminal)
  terminal.write('\x03')
  return stop
})
row('second Ctrl-C to prompt, models and connection back', replaced, 300)
const crashed = await restarts(5, async () => {
  terminal.write('process.kill(process.pid, "SIGKILL")')
  await terminal.waitFor(/"SIGKILL"\)/)
  const stop = watchOf(terminal)
  terminal.write('\r')
  return stop
})
row('dead kernel to prompt, models and connection back', crashed, null)
terminal.kill()
rmSync(home, { recursive: true, force: true, maxRetries: 5 })

const number = (value) => (value === null ? '' : value < 10 ? value.toFixed(1) : value.toFixed(0))
console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; milliseconds\n`)
console.log('| | p50 | p95 | p50 by the clock | p95 by the clock | target (p95) |')
console.log('| --- | ---: | ---: | ---: | ---: | ---: |')
for (const [name, ...numbers] of rows)
  console.log(`| ${name} | ${numbers.map(number).join(' | ')} |`)

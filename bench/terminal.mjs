/**
 * How long the terminal takes: a key to the screen, Tab, Enter to the result, the prompt, a flood of output. Measured
 * from outside, in a pseudo-terminal with an emulator behind it: `npm run bench:terminal`, after `npm run build`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTerminal } from '../scripts/screenshots/terminal.mjs'

const home = mkdtempSync(join(tmpdir(), 'orm-shell-bench-'))
const program = [process.execPath, fileURLToPath(new URL('../bin/orm-shell.js', import.meta.url))]
const READY = /^In \[\d+\]:[^]*F1 keys/m

const rows = []
const row = (name, times, target) => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  rows.push([name, at(0.5), at(0.95), sorted.at(-1) ?? 0, target])
}

async function timed(work) {
  const start = performance.now()
  await work()
  return performance.now() - start
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
  const start = performance.now()
  const terminal = open()
  await terminal.waitFor(/^In \[/m)
  prompts.push(performance.now() - start)
  await terminal.waitFor(READY)
  readies.push(performance.now() - start)
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
      await timed(() => {
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
  tabs.push(await timed(() => (terminal.write('\t'), terminal.waitFor(/▸ /))))
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
      () => (terminal.write('\r'), terminal.waitFor(new RegExp(`^${1001 + turn}$`, 'm'))),
    ),
  )
  await terminal.waitFor(READY)
}
row('Enter to result', results, 25)

const flood = timed(async () => {
  terminal.write('for (let i = 0; i < 100000; i++) console.log("line " + i)\r')
  await terminal.waitFor(/^line 99999$/m)
})
const during = []
for (let turn = 0; turn < 20; turn++) {
  const marker = String.fromCharCode(97 + turn)
  during.push(
    await timed(() => {
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

const restarts = []
for (let turn = 0; turn < 5; turn++) {
  await terminal.waitFor(READY)
  terminal.write('process.kill(process.pid, "SIGKILL")\r')
  await terminal.waitFor(/starting…/)
  restarts.push(
    await timed(() =>
      terminal.waitFor(() =>
        /F1 keys/.test(terminal.text().split('\n').filter(Boolean).at(-1) ?? ''),
      ),
    ),
  )
}
row('dead kernel to prompt, models and connection back', restarts, 300)
terminal.kill()
rmSync(home, { recursive: true, force: true, maxRetries: 5 })

const number = (value) => (value === null ? '' : value < 10 ? value.toFixed(1) : value.toFixed(0))
console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; milliseconds\n`)
console.log('| | p50 | p95 | max | target (p95) |\n| --- | ---: | ---: | ---: | ---: |')
for (const [name, ...numbers] of rows)
  console.log(`| ${name} | ${numbers.map(number).join(' | ')} |`)

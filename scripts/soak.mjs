/**
 * Random keys into the real shell: nothing may crash, no line may be lost, nothing may leak, scrollback is never wiped.
 * `npm run soak -- --seconds 600 --seed 7`; a run can be repeated by its seed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openTerminal } from './screenshots/terminal.mjs'

const option = (name, value) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? value : Number(process.argv[at + 1])
}
const seconds = option('seconds', 600)
const seed = option('seed', Date.now() % 1_000_000)
const MAX_GROWTH_MB = 120
const KEYS_PER_ROUND = 150

/** Mulberry32: small, and the same everywhere. */
function random(start) {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const next = random(seed)
const pick = (list) => list[Math.floor(next() * list.length)]

const CODE = [
  'session.query(Post).limit(3).all()',
  'const post = session.get(Post, 1)',
  'post.title = "x"',
  'post.author?.name',
  'session.rollback()',
  '[1, 2, 3].map((it) => {',
  '})',
  '1 +',
  '.states',
  '.sql',
  '.help',
  '.n1',
  '.log',
  'select(Post).where(Post.',
  'for (let i = 0; i < 300; i++) console.log("line", i)',
  'for (;;) {}',
  'await new Promise(() => {})',
  'throw new Error("x")',
  '日本語',
  '👨‍👩‍👧',
  '.explain select(Post)',
  'session.query(Post).limit(60).all()',
  '"unfinished',
  '`${',
  '/*',
]
const KEYS = [
  '\r',
  '\r',
  '\r',
  '\t',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x7f',
  '\x01',
  '\x05',
  '\x0b',
  '\x15',
  '\x17',
  '\x19',
  '\x1by',
  '\x1bb',
  '\x1bf',
  '\x1bd',
  '\x14',
  '\x1bt',
  '\x1bu',
  '\x1f',
  '\x1b_',
  '\x12',
  '\x13',
  '\x07',
  '\x1b',
  '\x03',
  '\x1b[5~',
  '\x1b[6~',
  '\x1bOP',
  '\x1bOQ',
  '\x1bOR',
  '\x1bOS',
  '\x1b[15~',
  '\x1b[17~',
  '\x1b[Z',
  '\x0f',
  '\x1b.',
  '\x16',
  '\x18\x05',
  '\x1b[3~',
  '\x1b[H',
  '\x1b[F',
  '\x1b[<0;10;10M',
  '\x1b[31m',
  '\x1b]0;title\x07',
  'r',
  'y',
  'q',
  '/',
  'e',
  ' ',
]

const home = mkdtempSync(join(tmpdir(), 'orm-shell-soak-'))
const program = [process.execPath, fileURLToPath(new URL('../bin/orm-shell.js', import.meta.url))]
const terminal = openTerminal({
  program,
  columns: 100,
  rows: 30,
  home,
  cwd: home,
  env: { EDITOR: 'true', VISUAL: 'true' },
})

function chunk() {
  const kind = next()
  if (kind < 0.25) return pick(CODE)
  if (kind < 0.3) return `\x1b[200~${pick(CODE)}\n${pick(CODE)}\x1b[201~`
  return pick(KEYS)
}

function residentMegabytes() {
  const [, kilobytes = '0'] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${terminal.pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** Brings the prompt back from wherever the keys have led, and sees that a line still arrives whole. */
async function mark(round) {
  terminal.resize(100, 30)
  const text = Array.from({ length: 5 }, (_, line) => `mark ${round}.${line}`)
  for (let attempt = 0; ; attempt++) {
    for (let turn = 0; turn < 4; turn++) {
      terminal.write('\x03')
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    const input = `for (let i = 0; i < 5; i++) console.log('mark ${round}.' + i)`
    terminal.write(`${input}\r`)
    const arrived = () =>
      terminal.all().split('\n').slice(-200).join('\n').includes(text.join('\n'))
    try {
      return await terminal.waitFor(arrived, 15_000)
    } catch (error) {
      if (attempt === 2 || terminal.state.exited) throw error
    }
  }
}

let failure = null
let rounds = 0
let keys = 0
const memory = []
terminal.screen.parser.registerCsiHandler({ final: 'J' }, ([what]) => {
  if (what === 3) failure = new Error('scrollback was wiped')
  return false
})
try {
  await terminal.waitFor(/^In \[1\]:[^]*F1 keys/m)
  const end = Date.now() + seconds * 1000
  while (Date.now() < end && !failure) {
    for (let turn = 0; turn < KEYS_PER_ROUND; turn++, keys++) {
      if (next() < 0.02) terminal.resize(20 + Math.floor(next() * 120), 4 + Math.floor(next() * 46))
      terminal.write(chunk())
      await new Promise((resolve) => setTimeout(resolve, next() < 0.1 ? 25 : 2))
    }
    await mark(++rounds)
    memory.push(residentMegabytes())
  }
} catch (error) {
  failure = error
} finally {
  terminal.kill()
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}
const settled = memory[Math.min(memory.length - 1, Math.floor(memory.length / 4))] ?? 0
const last = memory.at(-1) ?? 0
if (!failure && last - settled > MAX_GROWTH_MB)
  failure = new Error(`memory grew from ${settled.toFixed(0)} to ${last.toFixed(0)} MB`)
console.log(
  `seed ${seed}: ${keys} keys, ${rounds} rounds, ${seconds} s, ` +
    `memory ${settled.toFixed(0)} -> ${last.toFixed(0)} MB: ${failure ? 'FAILED' : 'ok'}`,
)
if (failure) console.error(failure)
process.exit(failure ? 1 : 0)

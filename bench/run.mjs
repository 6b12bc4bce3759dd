/**
 * `npm run bench`: the same work done with the raw driver, with orm-shell and with its peers. Every measurement has a
 * process of its own, contenders take turns, the figure is the median of all samples. See README.md.
 *
 *   node bench/run.mjs --only W1,W5 --peers mikro,typeorm --rounds 3
 *   node bench/run.mjs --statements
 */
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { always, contenders } from './contenders/index.mjs'
import { createDataset } from './dataset.mjs'
import { median, printStatements, printTimes } from './report.mjs'
import { workloads } from './workloads.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string', default: '' },
    rounds: { type: 'string', default: '2' },
    statements: { type: 'boolean', default: false },
    json: {
      type: 'string',
      default: fileURLToPath(new URL('results/sqlite.json', import.meta.url)),
    },
  },
})

const slowest = 400_000
const names = options.only?.split(',') ?? Object.keys(workloads)
const chosen = chooseContenders(options.peers)
// A disk in memory, where there is one: the disk is not what is compared.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'orm-shell-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

createDataset(join(folder, 'dataset.db'))
if (options.statements) printStatements(await countAll(), chosen)
else await measureAll()

function chooseContenders(peers) {
  const wanted = peers === 'all' ? Object.keys(contenders) : peers.split(',').filter(Boolean)
  const all = [...new Set([...always, ...wanted])]
  for (const name of all) {
    const contender = contenders[name]
    if (!contender) throw new Error(`no contender ${name}; there are ${Object.keys(contenders)}`)
    if (!contender.isInstalled()) throw new Error(`${name} is missing: ${contender.howToInstall}`)
  }
  return all
}

async function measureAll() {
  const results = {}
  for (const name of names) {
    results[name] = {}
    for (let round = 0; round < roundsOf(name); round += 1) {
      for (const contender of chosen) await measureInto(results[name], contender, name)
    }
    mkdirSync(dirname(options.json), { recursive: true })
    writeFileSync(options.json, JSON.stringify(results, null, 2))
  }
  printTimes(results, chosen)
}

function roundsOf(name) {
  const { kind } = workloads[name]
  if (kind === 'cold') return 9
  return kind === 'memory' ? 3 : Number(options.rounds)
}

async function measureInto(results, contender, name) {
  const before = (results[contender] ??= { samples: [] })
  if (before.skip || before.error) return
  const { samples = [], ...facts } = await work(contender, name)
  Object.assign(before, facts)
  before.samples.push(...samples)
  const shown = facts.error ?? (facts.skip ? '-' : median(samples).toFixed(2))
  process.stderr.write(`${name} ${contender}: ${shown}\n`)
}

async function countAll() {
  const counts = {}
  for (const name of names.filter((each) => !workloads[each].kind && !each.startsWith('W8'))) {
    counts[name] = {}
    for (const contender of chosen) {
      counts[name][contender] = (await work(contender, name, ['--count'])).statements
    }
  }
  return counts
}

/** What the worker prints, with its time from start to the first line where that is what counts. */
function work(contender, name, extra = []) {
  const [program, ...fixed] = contenders[contender].command
  const child = spawn(program, [...fixed, name, databaseFor(name), ...extra], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const started = performance.now()
  const output = { out: '', err: '', firstLineMs: 0 }
  child.stdout.on('data', (data) => {
    output.firstLineMs ||= performance.now() - started
    output.out += data
  })
  child.stderr.on('data', (data) => (output.err += data))
  const timer = setTimeout(() => child.kill(), slowest)
  return new Promise((resolve) => {
    child.on('close', (status) => {
      clearTimeout(timer)
      resolve(status === 0 ? answerOf(name, output) : { error: lastLines(output) })
    })
  })
}

function answerOf(name, { out, firstLineMs }) {
  const answer = JSON.parse(out.trim().split('\n').at(-1))
  if (workloads[name].kind !== 'cold' || answer.skip) return answer
  return { samples: [firstLineMs - answer.queued] }
}

function lastLines({ out, err }) {
  const lines = (err || out || 'no output').trim().split('\n')
  return lines
    .filter((line) => !/^\s+at |^Node/.test(line))
    .slice(-4)
    .join(' | ')
}

/** A new copy for every process. */
function databaseFor(name) {
  const { posts } = workloads[name]
  const source = join(folder, posts ? `dataset-${posts}.db` : 'dataset.db')
  if (!existsSync(source)) createDataset(source, posts)
  const copy = join(folder, 'run.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  copyFileSync(source, copy)
  return copy
}

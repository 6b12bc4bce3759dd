/**
 * `npm run bench`: the same work done with the raw driver and with the ORM, side by side.
 * Every measurement has a process of its own, contenders take turns, the figure is the median of all samples.
 *
 *   node bench/run.mjs --only select,update --rounds 3
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createDataset } from './dataset.mjs'
import { workloads } from './workloads.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const contenders = ['raw', 'orm-shell']

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '2' },
    json: { type: 'string', default: here('results/sqlite.json') },
  },
})

const names = options.only?.split(',') ?? Object.keys(workloads)
// A disk in memory, where there is one: the disk is not what is compared.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'orm-shell-bench-'))
try {
  const dataset = join(folder, 'dataset.db')
  createDataset(dataset)
  const results = measureAll(dataset)
  print(results)
  mkdirSync(here('results'), { recursive: true })
  writeFileSync(options.json, JSON.stringify(results, null, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function measureAll(dataset) {
  const results = Object.fromEntries(names.map((name) => [name, {}]))
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const name of names) {
      for (const contender of contenders) {
        const samples = measure(dataset, contender, name)
        results[name][contender] = [...(results[name][contender] ?? []), ...samples]
      }
    }
  }
  return results
}

function measure(dataset, contender, name) {
  const copy = join(folder, `${contender}.db`)
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  copyFileSync(dataset, copy)
  const args = ['--expose-gc', here('worker.mjs'), contender, name, copy]
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(`${contender} failed at ${name}:\n${child.stderr}`)
  return JSON.parse(child.stdout.trim().split('\n').at(-1)).samples
}

function print(results) {
  const rows = Object.entries(results).map(([name, byContender]) => {
    const raw = median(byContender.raw)
    const orm = median(byContender['orm-shell'])
    const ratio = `${(orm / raw).toFixed(2)}x`
    return { workload: workloads[name].title, 'raw ms': raw, 'orm-shell ms': orm, ratio }
  })
  for (const row of rows) {
    row['raw ms'] = Number(row['raw ms'].toFixed(2))
    row['orm-shell ms'] = Number(row['orm-shell ms'].toFixed(2))
  }
  console.table(rows)
}

function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

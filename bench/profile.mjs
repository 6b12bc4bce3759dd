/**
 * Where the time of one contender at one workload goes: self time by function, the longest first.
 *
 *   node bench/profile.mjs orm-shell W5 [--top 40]
 *   node bench/profile.mjs orm-shell W5 --tree 3      the calls that take 3 % and more, with what they call
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createDataset } from './dataset.mjs'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { top: { type: 'string', default: '30' }, tree: { type: 'string' } },
})
const [contender, workload] = positionals
const folder = mkdtempSync(join(tmpdir(), 'orm-shell-profile-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const database = join(folder, 'dataset.db')
createDataset(database)
execFileSync(process.execPath, [
  ...['--expose-gc', '--cpu-prof', `--cpu-prof-dir=${folder}`],
  ...[fileURLToPath(new URL('worker.mjs', import.meta.url)), contender, workload, database],
])
const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
if (options.tree) printTree(profile, Number(options.tree) / 100)
else print(selfTimes(profile))

function selfTimes({ nodes, samples, timeDeltas }) {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
  const times = new Map()
  samples.forEach((id, i) => {
    const place = places.get(id)
    times.set(place, (times.get(place) ?? 0) + timeDeltas[i])
  })
  return times
}

function placeOf({ functionName, url, lineNumber }) {
  const file = url.split('/node_modules/').at(-1).split('/').slice(-2).join('/')
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`
}

function print(times) {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  const longest = [...times].sort(([, left], [, right]) => right - left)
  for (const [place, time] of longest.slice(0, Number(options.top))) {
    console.log(`${((100 * time) / total).toFixed(1).padStart(5)} %  ${place}`)
  }
}

function printTree({ nodes, samples, timeDeltas }, least) {
  const byId = new Map(nodes.map((node) => [node.id, { ...node, time: 0 }]))
  samples.forEach((id, i) => (byId.get(id).time += timeDeltas[i]))
  const total = (node) =>
    (node.total ??= (node.children ?? []).reduce((sum, id) => sum + total(byId.get(id)), node.time))
  const root = byId.get(nodes[0].id)
  const all = total(root)
  const show = (node, depth) => {
    if (node.total < least * all) return
    const share = ((100 * node.total) / all).toFixed(1).padStart(5)
    const own = ((100 * node.time) / all).toFixed(1)
    console.log(`${share} % ${'  '.repeat(depth)}${placeOf(node.callFrame)} (${own})`)
    const children = (node.children ?? []).map((id) => byId.get(id))
    for (const child of children.sort((a, b) => b.total - a.total)) show(child, depth + 1)
  }
  show(root, 0)
}

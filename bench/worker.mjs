/**
 * One contender, one workload, one process; started by `run.mjs`. Prints JSON as its last line: `{ samples }` in
 * milliseconds (MiB for memory), `{ skip }` where the contender has no such workload, `{ statements }` when asked to count.
 *
 *   node --expose-gc bench/worker.mjs <contender> <workload> <database> [--count] [--runs 7]
 */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { workloads } from './workloads.mjs'

const least = { warmUps: 3, runs: 7, ms: 400 }
const most = { runs: 25, ms: 30_000 }
/** Of a workload whose single run takes many seconds. */
const leastSlow = { warmUps: 1, runs: 3 }

const [, , contender, name, path, mode] = process.argv
const workload = workloads[name]
const shape = {
  userId: (post) => post.user_id,
  posts: (user) => user.posts,
  tags: (post) => post.tags,
  ...(await (await import(`./contenders/${contender}.mjs`)).open(path)),
}

report(await measured())

async function measured() {
  if (workload.kind === 'cold') return shape.W12 ? firstRow() : { skip: true }
  if (workload.kind === 'memory') return shape.W1 ? peakMemory() : { skip: true }
  if (!shape[name]) return { skip: true }
  return mode === '--count' ? countedStatements() : timed()
}

/** The parent's clock runs from its start of this process to this line. */
async function firstRow() {
  const user = await shape.W12()
  if (user.id !== 1) throw new Error('not the first user')
  return { queued: queued() }
}

async function peakMemory() {
  const before = process.memoryUsage()
  const result = await shape.W1()
  const peak = process.resourceUsage().maxRSS / 1024
  workload.check(result, shape)
  globalThis.gc()
  globalThis.gc()
  const kept = process.memoryUsage().heapUsed - before.heapUsed
  return { samples: [peak], bytesPerEntity: kept / result.length }
}

async function countedStatements() {
  if (!shape.countStatements) return { skip: true }
  const db = new Database(path)
  workload.reset?.(db)
  const input = await shape.prepare?.[name]?.()
  return { statements: await shape.countStatements(() => shape[name](input)) }
}

async function timed() {
  const db = new Database(path)
  const warm = []
  while (!isEnough(warm, least.warmUps, leastSlow.warmUps))
    warm.push(await sample(db, !warm.length))
  const samples = []
  while (!isEnough(samples, least.runs, leastSlow.runs)) samples.push(await sample(db, false))
  await sample(db, true)
  return { samples }
}

async function sample(db, isChecked) {
  workload.reset?.(db)
  const input = await shape.prepare?.[name]?.()
  globalThis.gc()
  const waited = queued()
  const start = performance.now()
  const result = await shape[name](input)
  const time = performance.now() - start - (queued() - waited)
  if (isChecked) workload.check(result, shape, db)
  shape.release?.()
  return time
}

/** Enough runs and time; fewer runs where each takes seconds. */
function isEnough(times, runs, runsWhenSlow) {
  const spent = times.reduce((total, time) => total + time, 0)
  if (times.length >= most.runs) return true
  if (times.length >= runs && spent >= least.ms) return true
  return times.length >= runsWhenSlow && spent > most.ms
}

/** Milliseconds this thread stood ready while others held the processor: a neighbour's doing, so not counted. */
function queued() {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1')
    return Number(text.split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

function report(answer) {
  console.log(JSON.stringify(answer))
  process.exit(0)
}

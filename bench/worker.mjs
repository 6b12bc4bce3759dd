/** One contender, one workload, one process; prints `{ samples }` in milliseconds as its last line. Started by `run.mjs`. */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { workloads } from './workloads.mjs'

const least = { runs: 7, warmUps: 3, ms: 400 }
const most = 25

const [, , contender, name, path] = process.argv
const workload = workloads[name]
const admin = new Database(path)
const { open } = await import(`./contenders/${contender}.mjs`)
const work = (await open(path))[name]

const samples = []
warmUp()
while (!isEnough(samples, least.runs)) samples.push(sample(samples.length === 0))
sample(true)
console.log(JSON.stringify({ samples }))
process.exit(0)

function warmUp() {
  const times = []
  while (!isEnough(times, least.warmUps)) times.push(sample(times.length === 0))
}

function sample(isChecked) {
  workload.reset?.(admin)
  const prepared = work.prepare?.(workload.input?.())
  globalThis.gc()
  const waited = queued()
  const start = performance.now()
  const result = work.run(prepared)
  const time = performance.now() - start - (queued() - waited)
  if (isChecked) workload.check(result, admin)
  work.release?.(prepared)
  return time
}

function isEnough(times, runs) {
  const spent = times.reduce((total, time) => total + time, 0)
  return times.length >= most || (times.length >= runs && spent >= least.ms)
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

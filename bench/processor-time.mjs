/**
 * Time on the clock, and what is left of it on a machine of one's own: what a thread waits for a processor that others
 * hold is taken off, as Linux counts it. Elsewhere both are the same.
 */
import { readFileSync } from 'node:fs'

/** Milliseconds the process's main thread has run, and stood ready without a processor. */
function schedule(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1')
    const [ran, waited] = text.split(' ').map((nanoseconds) => Number(nanoseconds) / 1e6)
    return { ran, waited }
  } catch {
    return { ran: 0, waited: 0 }
  }
}

/** @returns {readonly number[]} the processes a process has started */
export function childrenOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/**
 * Starts to measure work that goes through our own process and others.
 *
 * @param {() => readonly number[]} others those there are, asked at both ends
 * @returns {() => { wall: number, bound: number }} what has passed until it is called
 */
export function stopwatch(others) {
  const snapshot = () => new Map([process.pid, ...others()].map((pid) => [pid, schedule(pid)]))
  const before = snapshot()
  const start = performance.now()
  return () => {
    const wall = performance.now() - start
    let waited = 0
    let ran = 0
    for (const [pid, now] of snapshot()) {
      const then = before.get(pid) ?? { ran: 0, waited: 0 }
      waited += now.waited - then.waited
      ran = Math.max(ran, now.ran - then.ran)
    }
    // Threads that wait at the same time are taken off twice; none has run faster than it did.
    return { wall, bound: Math.min(wall, Math.max(wall - waited, ran)) }
  }
}

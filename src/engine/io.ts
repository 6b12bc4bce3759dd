/**
 * The one seam between the library and the outside world. Whatever may reach a database is a generator that
 * yields requests; `runSync` and `runAsync` drive the same core. Never a generator per row.
 */
import { OrmError } from '../errors.js'
import { isPromiseLike } from '../util/maybe-promise.js'

export type IoOperation =
  | 'connect'
  | 'checkout'
  | 'execute'
  | 'executeMany'
  | 'fetch'
  | 'begin'
  | 'savepoint'
  | 'commit'
  | 'rollback'
  | 'close'
  /** A function of the user's, in the middle of a computation. */
  | 'call'

/** One thing to do outside; synchronous drivers answer with a value, asynchronous ones with a promise. */
export interface IoRequest {
  readonly operation: IoOperation
  readonly perform: () => unknown
}

/** A computation that may do I/O. Compose with `yield*`, drive with `runSync` or `runAsync`. */
export type Io<T> = Generator<IoRequest, T, unknown>

/** Raised when synchronous code is driven by a driver that can only answer later. */
export class SynchronousDriverRequired extends OrmError {
  override readonly code = 'engine/synchronous-driver-required'

  constructor(operation: IoOperation) {
    super(`The driver answered '${operation}' with a promise, but a synchronous result is needed`, {
      hint: 'create the engine with createEngine(), or use AsyncEngine and AsyncSession',
    })
  }
}

/**
 * True while `runSync` drives the innermost computation. What it asks for is then performed on the spot: handing the
 * request up to the runner and the answer down again costs a step in every generator on the way.
 */
let performsAtOnce = false

/** Stops synchronous work from outside, but only where it can be stopped: what is cut off elsewhere stays half done. */
export interface IoGuard {
  /** Runs a computation that may be left by an error alone. */
  uncut<T>(work: () => T): T
  /** Comes between two statements, and now and then between rows; throws to stop. */
  checkpoint(): void
}

let guard: IoGuard | null = null

/** Puts a guard around every computation of this thread; answers how to take it away. */
export function guardIo(installed: IoGuard): () => void {
  guard = installed
  return () => {
    if (guard === installed) guard = null
  }
}

/** A place where work may be stopped: nothing is under way, and whoever is left can clean up. */
export function checkpoint(): void {
  guard?.checkpoint()
}

/** What reaches a database may be performed on the spot, without a request for it. */
export function isDrivenAtOnce(): boolean {
  return performsAtOnce
}

/** Asks for one operation; the runner performs it and hands its value (or its error) back. */
export function* request<T>(operation: IoOperation, perform: () => T | PromiseLike<T>): Io<T> {
  if (performsAtOnce) return answered(operation, perform())
  return (yield { operation, perform }) as T
}

/** What a driver answered at once. @throws SynchronousDriverRequired */
export function answered<T>(operation: IoOperation, value: T | PromiseLike<T>): T {
  if (isPromiseLike(value)) throw new SynchronousDriverRequired(operation)
  return value
}

/** Drives a computation to its end on the calling thread. */
export function runSync<T>(io: Io<T>): T {
  return performsAtOnce || guard === null ? driveSync(io) : guard.uncut(() => driveSync(io))
}

/** Does work that asks for nothing later: the driver is asked on the spot (see `isDrivenAtOnce`). */
export function atOnce<T>(work: () => T): T {
  return performsAtOnce || guard === null ? performing(work) : guard.uncut(() => performing(work))
}

function performing<T>(work: () => T): T {
  const outer = performsAtOnce
  performsAtOnce = true
  try {
    return work()
  } finally {
    performsAtOnce = outer
  }
}

function driveSync<T>(io: Io<T>): T {
  const outer = performsAtOnce
  performsAtOnce = true
  try {
    let step = io.next()
    while (!step.done) step = advanceSync(io, step.value)
    return step.value
  } finally {
    performsAtOnce = outer
  }
}

/** Takes a step of a computation whose requests come out, whatever drives the code around it. */
export function stepOf<T>(
  resume: () => IteratorResult<IoRequest, T>,
): IteratorResult<IoRequest, T> {
  const outer = performsAtOnce
  performsAtOnce = false
  try {
    return resume()
  } finally {
    performsAtOnce = outer
  }
}

/** Drives a computation, awaiting what the driver answers later; values that are there at once cost no promise. */
export async function runAsync<T>(io: Io<T>): Promise<T> {
  let step = stepOf(() => io.next())
  while (!step.done) {
    let value: unknown
    try {
      value = step.value.perform()
      if (isPromiseLike(value)) value = await value
    } catch (error) {
      step = stepOf(() => io.throw(error))
      continue
    }
    step = stepOf(() => io.next(value))
  }
  return step.value
}

function advanceSync<T>(
  io: Io<T>,
  { operation, perform }: IoRequest,
): IteratorResult<IoRequest, T> {
  let value: unknown
  try {
    value = answered(operation, perform())
  } catch (error) {
    return io.throw(error)
  }
  return io.next(value)
}

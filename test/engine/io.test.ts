import { expect, onTestFinished, test } from 'vitest'
import {
  column,
  createEngine,
  func,
  insert,
  integer,
  MetaData,
  select,
  string,
  Table,
} from '../../src/index.js'
import {
  checkpoint,
  guardIo,
  request,
  runAsync,
  runSync,
  stepOf,
  SynchronousDriverRequired,
  type Io,
} from '../../src/engine/io.js'

function* asking<T>(answer: () => T | PromiseLike<T>): Io<T> {
  return yield* request('execute', answer)
}

test('a synchronous run performs what is asked for on the spot', () => {
  expect(runSync(asking(() => 1))).toBe(1)
})

test('a synchronous run refuses a promise, and the computation may catch that', () => {
  const catching = function* (): Io<unknown> {
    try {
      return yield* asking(() => Promise.resolve(1))
    } catch (error) {
      return error
    }
  }
  expect(runSync(catching())).toBeInstanceOf(SynchronousDriverRequired)
})

test('an asynchronous run that begins inside a synchronous one waits for its answers', async () => {
  const inner = runSync(asking(() => ({ later: runAsync(asking(() => Promise.resolve(2))) })))
  expect(await inner.later).toBe(2)
})

test('a synchronous run inside an asynchronous one leaves the outer one asking', async () => {
  const outer = function* (): Io<number> {
    const first = runSync(asking(() => 1))
    return first + (yield* asking(() => Promise.resolve(2)))
  }
  expect(await runAsync(outer())).toBe(3)
})

test('a step hands the request out, whatever runs around it', () => {
  const step = runSync(asking(() => ({ step: stepOf(() => asking(() => 1).next()) }))).step
  expect(step).toMatchObject({ done: false, value: { operation: 'execute' } })
})

test('a guard surrounds each outermost computation, and stops it between two requests', () => {
  const seen: string[] = []
  let stops = false
  const unguard = guardIo({
    uncut: (work) => {
      seen.push('in')
      try {
        return work()
      } finally {
        seen.push('out')
      }
    },
    checkpoint: () => {
      if (stops) throw new RangeError('stopped')
    },
  })
  onTestFinished(unguard)
  const cleaning = function* (): Io<void> {
    try {
      yield* asking(() => runSync(asking(() => seen.push('nested'))))
      stops = true
      yield* asking(() => checkpoint())
      seen.push('never')
    } finally {
      seen.push('cleaned up')
    }
  }
  expect(() => runSync(cleaning())).toThrow('stopped')
  expect(seen).toEqual(['in', 'nested', 'cleaned up', 'out'])
  unguard()
  expect(() => checkpoint()).not.toThrow()
})

test('a guard may stop an INSERT of many rows before each of them', () => {
  const engine = createEngine('sqlite://')
  const items = new Table('items', new MetaData(), {
    id: column(integer, { primaryKey: true }),
    name: column(string),
  })
  items.metadata.createAll(engine)
  let asked = 0
  const unguard = guardIo({
    uncut: (work) => work(),
    checkpoint: () => {
      if (++asked > 30) throw new RangeError('stopped')
    },
  })
  onTestFinished(unguard)
  const rows = Array.from({ length: 100 }, (_, index) => ({ name: `n${index}` }))
  const insertAll = (): void =>
    engine.begin(
      (connection) =>
        void connection.execute(
          insert(items).returning(items.c.id, { sortByParameterOrder: true }),
          rows,
        ),
    )
  expect(insertAll).toThrow('stopped')
  unguard()
  expect(engine.connect((c) => c.scalar(select(func.count()).selectFrom(items)))).toBe(0)
})

/** Pools: limits, waiting, recycling, liveness, sharing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createAsyncEngine, createEngine } from '../../src/create-engine.js'
import type { EngineOptions } from '../../src/engine/engine.js'
import { TimeoutError } from '../../src/engine/errors.js'
import { AssertionPool, NullPool } from '../../src/engine/pool/simple-pools.js'
import type { QueuePool } from '../../src/engine/pool/queue-pool.js'
import { event } from '../../src/util/event-registry.js'

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-pool-'))
const url = `sqlite:///${join(folder, 'pool.db')}`

afterAll(() => rmSync(folder, { recursive: true }))

function counting(options: EngineOptions = {}) {
  const engine = createEngine(url, options)
  const counts = { connect: 0, close: 0, invalidate: 0 }
  for (const name of ['connect', 'close', 'invalidate'] as const) {
    event.listen(engine, name, () => (counts[name] += 1))
  }
  return { engine, counts }
}

describe('QueuePool', () => {
  test('keeps connections and opens more at need', () => {
    const { engine, counts } = counting({ poolSize: 1, maxOverflow: 1 })
    const pool = engine.pool as QueuePool
    const [first, second] = [engine.connect(), engine.connect()]
    expect(pool.status()).toBe(
      'Pool size: 1  Connections in pool: 0 Current Overflow: 1 Current Checked out connections: 2',
    )
    first.close()
    second.close()
    expect(pool.size()).toBe(1)
    expect([pool.checkedin(), pool.checkedout(), counts]).toEqual([
      1,
      0,
      { connect: 2, close: 1, invalidate: 0 },
    ])
    engine.connect((c) => c.execDriverSql('select 1'))
    expect(counts.connect).toBe(2)
    engine.dispose()
    expect(counts.close).toBe(2)
  })

  test('refuses at once where waiting would never end', () => {
    const { engine } = counting({ poolSize: 1, maxOverflow: 0, poolTimeout: 5 })
    const held = engine.connect()
    expect(() => engine.connect()).toThrow(
      'QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 5.00',
    )
    held.close()
    engine.connect().close()
  })

  test('of an asynchronous engine waits for a connection, for a time', async () => {
    const engine = createAsyncEngine(url, { poolSize: 1, maxOverflow: 0, poolTimeout: 0.2 })
    const held = await engine.connect()
    const waiting = engine.connect()
    setTimeout(() => void held.close(), 20)
    const second = await waiting
    await expect(engine.connect()).rejects.toThrow(TimeoutError)
    await second.close()
    await engine.dispose()
  })

  test('replaces connections that are old, given up or dead', () => {
    const { engine, counts } = counting({ poolRecycle: 0, poolPrePing: true })
    engine.connect((c) => c.execDriverSql('select 1'))
    const started = Date.now()
    while (Date.now() - started < 3);
    engine.connect((c) => c.execDriverSql('select 1'))
    expect(counts).toEqual({ connect: 2, close: 1, invalidate: 0 })
    const { engine: other, counts: others } = counting()
    const connection = other.connect()
    connection.invalidate()
    expect(connection.invalidated).toBe(true)
    expect(connection.execDriverSql('select 1').scalar()).toBe(1)
    connection.close()
    expect(others).toEqual({ connect: 2, close: 1, invalidate: 1 })
  })

  test('cleans up what a user left behind', () => {
    const { engine } = counting()
    engine.begin((c) => c.execDriverSql('create table if not exists left_behind (a)'))
    const careless = engine.connect()
    careless.execDriverSql('insert into left_behind values (1)')
    careless.close()
    expect(engine.connect((c) => c.execDriverSql('select * from left_behind').all())).toEqual([])
  })
})

test('NullPool opens and closes, AssertionPool allows one', () => {
  const { engine, counts } = counting({ poolClass: NullPool })
  engine.connect((c) => c.execDriverSql('select 1'))
  engine.connect((c) => c.execDriverSql('select 1'))
  expect(counts).toEqual({ connect: 2, close: 2, invalidate: 0 })
  const { engine: strict } = counting({ poolClass: AssertionPool })
  const only = strict.connect()
  expect(() => strict.connect()).toThrow('connection is already checked out')
  only.close()
})

test('a database in memory is the same for all connections', () => {
  const engine = createEngine('sqlite://')
  const first = engine.connect()
  first.execDriverSql('create table t (a)')
  first.commit()
  const second = engine.connect()
  expect(second.execDriverSql('select * from t').all()).toEqual([])
  second.close()
  expect(engine.connect((c) => c.execDriverSql('select count(*) from t').scalar())).toBe(0)
  first.close()
})

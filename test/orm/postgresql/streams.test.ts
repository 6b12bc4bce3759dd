/** `AsyncSession.stream`: rows are fetched and objects loaded some at a time, on both databases. */
import {
  type AsyncEngine,
  AsyncSession,
  column,
  createAsyncEngine,
  declarativeBase,
  event,
  foreignKey,
  insert,
  integer,
  joinedload,
  many,
  mapped,
  select,
  selectinload,
  table,
} from 'orm-shell'
import { beforeAll, afterAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../helpers/postgres.js'

const Base = declarativeBase()

class Item extends Base.model('items', {
  id: column(integer, { primaryKey: true }),
  parts: () => many(Part, { orderBy: Part.id }),
}) {
  static {
    mapped(this)
  }
}

class Part extends Base.model('parts', {
  id: column(integer, { primaryKey: true }),
  itemId: column('item_id', integer, foreignKey('items.id')),
}) {
  static {
    mapped(this)
  }
}

const count = 2500
const ids = Array.from({ length: count }, (_, index) => index + 1)

/** Objects made so far. */
let loaded = 0
event.listen(Item, 'load', () => (loaded += 1))

describe.each(['sqlite', 'postgresql'])('a stream on %s', (name) => {
  let engine: AsyncEngine

  beforeAll(async () => {
    engine = createAsyncEngine(name === 'sqlite' ? 'sqlite://' : await freshDatabase())
    await Base.metadata.createAll(engine)
    await engine.begin(async (connection) => {
      await connection.execute(
        insert(table('items', column('id'))),
        ids.map((id) => ({ id })),
      )
      await connection.execute(
        insert(table('parts', column('id'), column('item_id'))),
        ids.map((id) => ({ id, item_id: id })),
      )
    })
  })

  afterAll(() => engine.dispose())
  beforeEach(() => (loaded = 0))

  const items = select(Item).orderBy(Item.id)

  it('holds no more objects than it loads together', async () => {
    await using session = new AsyncSession(engine)
    const seen: number[] = []
    for await (const [item] of session.stream(items)) {
      seen.push(item.id)
      if (seen.length === 1) expect(loaded).toBe(1000)
      if (seen.length === 1001) expect(loaded).toBe(2000)
    }
    expect(seen).toEqual(ids)
  })

  it('loads as many together as yieldPer says', async () => {
    await using session = new AsyncSession(engine)
    const result = await session.streamScalars(items.executionOptions({ yieldPer: 10 }))
    expect((await result.fetchone())?.id).toBe(1)
    expect(loaded).toBe(10)
    expect((await result.fetchmany(12)).map(({ id }) => id)).toEqual(ids.slice(1, 13))
    expect(loaded).toBe(20)
    await result.close()
    expect(await session.scalar(select(Item.id).where(Item.id.eq(7)))).toBe(7)
  })

  it('loads collections of each part of it', async () => {
    await using session = new AsyncSession(engine)
    let parts = 0
    for await (const item of session.streamScalars(items.options(selectinload(Item.parts))))
      parts += item.parts.length
    expect(parts).toBe(count)
  })

  it('is whole where the loader has to see all rows', async () => {
    await using session = new AsyncSession(engine)
    const result = await session.stream(items.options(joinedload(Item.parts)))
    expect(loaded).toBe(count)
    expect((await result.unique().scalars().all()).length).toBe(count)
  })

  it('may be left in the middle, by break or by an error; the session goes on', async () => {
    await using session = new AsyncSession(engine)
    for await (const item of session.streamScalars(items)) if (item.id === 3) break
    const failing = async (): Promise<void> => {
      for await (const item of session.streamScalars(items))
        if (item.id === 5) throw new RangeError('enough')
    }
    await expect(failing()).rejects.toThrow(new RangeError('enough'))
    session.add(new Item({ id: count + 1 }))
    await session.flush()
    expect(await session.scalar(select(Item.id).where(Item.id.eq(count + 1)))).toBe(count + 1)
    await session.rollback()
  })

  it('answers columns, results that are there at once, and its error when it is awaited', async () => {
    await using session = new AsyncSession(engine)
    const result = await session.stream(select(Item.id).where(Item.id.lt(4)).orderBy(Item.id))
    expect(await result.all()).toEqual([[1], [2], [3]])
    const made = await session.stream(insert(Item).returning(Item.id), [{ id: count + 7 }])
    expect(await made.scalars().all()).toEqual([count + 7])
    await expect(session.stream(select(table('nosuch', column('id'))))).rejects.toThrow(/nosuch/)
    await session.rollback()
  })
})

/** Sessions, factories, states of objects as the public API promises them; only `orm-shell` is imported. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  event,
  func,
  IdentitySet,
  insert,
  inspect,
  InstanceState,
  IntegrityError,
  InvalidRequestError,
  joinedload,
  makeTransient,
  objectSession,
  PendingRollbackError,
  scopedSession,
  select,
  Session,
  sessionmaker,
  SessionTransaction,
  text,
  type Engine,
} from 'orm-shell'
import { recordStatements } from 'orm-shell/testing'
import { openBlog, Post, Tag, User } from './blog.js'

let engine: Engine
let session: Session

beforeEach(() => {
  engine = openBlog()
  session = new Session(engine)
})

const sqlOf = (work: () => unknown): string[] =>
  recordStatements(engine, () => void work()).map(({ sql }) => sql.replaceAll(/\s+/g, ' '))

describe('Session', () => {
  it('takes options', () => {
    const made = new Session(engine, {
      autoflush: false,
      expireOnCommit: false,
      autobegin: true,
      info: { a: 1 },
    })
    expect(made.autoflush).toBe(false)
    expect(made.info).toEqual({ a: 1 })
    made.add(new Tag({ label: 'x' }))
    expect(made.query(Tag).count()).toBe(2)
    const ed = made.getOne(User, 1)
    made.commit()
    expect(inspect(ed).expired).toBe(false)
    expect(() => new Session(engine, { autobegin: false }).query(User).all()).toThrow(
      InvalidRequestError,
    )
    expect(() => new Session(engine, { autobegin: false }).query(User).all()).toThrow(
      'Autobegin is disabled on this Session; please call session.begin() to start a new transaction',
    )
  })

  it('holds new, dirty and deleted objects', () => {
    const tag = new Tag({ label: 'x' })
    session.addAll([tag])
    const [ed, wendy] = session.query(User).orderBy(User.id).all()
    session.delete(wendy!)
    ed!.nickname = 'eddie'
    expect(session.new.size).toBe(0)
    const other = new Tag({ label: 'y' })
    session.add(other)
    expect(session.new).toBeInstanceOf(IdentitySet)
    expect([...session.new]).toHaveLength(1)
    expect([...session.dirty]).toHaveLength(1)
    expect(session.dirty.has(ed!)).toBe(true)
    expect(session.deleted.has(wendy!)).toBe(true)
    expect([...session.deleted]).toHaveLength(2)
    expect(session.new.has(other)).toBe(true)
    expect(session.contains(other)).toBe(true)
    expect(session.contains(new Tag())).toBe(false)
    expect(session.identityMap.size).toBeGreaterThan(2)
    expect([...session]).toContain(ed)
    expect([...session]).toContain(other)
    expect(session.isModified(ed!)).toBe(true)
    expect(session.isModified(tag)).toBe(false)
  })

  it('get and getOne', () => {
    expect(sqlOf(() => session.get(User, 1))).toHaveLength(1)
    expect(sqlOf(() => session.get(User, 1))).toEqual([])
    expect(session.get(User, { id: 2 })?.name).toBe('wendy')
    expect(session.get(User, 99)).toBeNull()
    expect(() => session.getOne(User, 99)).toThrow('No row was found when one was required')
    const ed = session.get(User, 1, { options: [joinedload(User.posts)], populateExisting: true })
    expect(inspect(ed!).unloaded).not.toContain('posts')
    expect(session.get(User, 1, { withForUpdate: true })).toBe(ed)
  })

  it('refresh, expire, expunge, merge', () => {
    const ed = session.getOne(User, 1)
    ed.nickname = 'x'
    session.refresh(ed)
    expect(ed.nickname).toBeNull()
    session.expire(ed, ['name'])
    expect([...inspect(ed).unloaded]).toContain('name')
    expect(sqlOf(() => ed.name)).toHaveLength(1)
    session.expireAll()
    expect(inspect(ed).expired).toBe(true)
    session.refresh(ed, ['name'])
    session.expunge(ed)
    expect(inspect(ed).detached).toBe(true)
    ed.nickname = 'merged'
    const merged = session.merge(ed)
    expect(merged).not.toBe(ed)
    expect(merged.nickname).toBe('merged')
    expect(objectSession(merged)).toBe(session)
    session.expungeAll()
    expect([...session]).toEqual([])
  })

  it('flushes, commits, rolls back', () => {
    expect(session.inTransaction()).toBe(false)
    const tag = new Tag({ label: 'x' })
    session.add(tag)
    session.flush()
    expect(session.inTransaction()).toBe(true)
    expect(tag.id).toBe(3)
    session.rollback()
    expect(inspect(tag).transient).toBe(true)
    session.add(tag)
    session.commit()
    expect(session.inTransaction()).toBe(false)
    expect(inspect(tag).persistent).toBe(true)
  })

  it('nests', () => {
    const outer = session.begin()
    expect(outer).toBeInstanceOf(SessionTransaction)
    const savepoint = session.beginNested()
    expect(session.inNestedTransaction()).toBe(true)
    session.add(new Tag({ label: 'x' }))
    session.flush()
    savepoint.rollback()
    expect(session.query(Tag).count()).toBe(2)
    session.beginNested(() => session.add(new Tag({ label: 'y' })))
    expect(() =>
      session.beginNested(() => {
        session.add(new Tag({ label: 'z' }))
        throw new RangeError('no')
      }),
    ).toThrow(RangeError)
    expect(session.query(Tag).count()).toBe(3)
    const again = session.beginNested()
    again.commit()
    outer.commit()
    expect(session.query(Tag).count()).toBe(3)
  })

  it('says what begin() twice means', () => {
    session.begin()
    expect(() => session.begin()).toThrow('A transaction is already begun on this Session.')
  })

  it('must be rolled back after a failed flush', () => {
    session.add(new User({ name: 'ed' }))
    expect(() => session.flush()).toThrow(IntegrityError)
    expect(() => session.query(User).all()).toThrow(PendingRollbackError)
    session.rollback()
    const nested = session.begin()
    session.add(new User({ name: 'ed' }))
    expect(() => session.flush()).toThrow(IntegrityError)
    expect(nested.isActive).toBe(false)
    expect(() => session.query(User).all()).toThrow(PendingRollbackError)
    session.rollback()
    expect(session.query(User).count()).toBe(2)
  })

  it('noAutoflush(fn) runs queries without flushing', () => {
    session.add(new Tag({ label: 'x' }))
    expect(session.noAutoflush(() => session.query(Tag).count())).toBe(2)
    expect(session.query(Tag).count()).toBe(3)
  })

  it('executes', () => {
    const rows = session.execute(select(User.id, User.name).orderBy(User.id)).all()
    expect(rows.map(([id, name]) => [id, name])).toEqual([
      [1, 'ed'],
      [2, 'wendy'],
    ])
    expect(session.scalar(select(func.count(User.id)))).toBe(2)
    expect(session.scalars(select(User).orderBy(User.name)).first()?.name).toBe('ed')
    session.execute(insert(Tag), [{ label: 'm' }, { label: 'n' }])
    expect(session.scalar(text('select count(*) from tags'))).toBe(4)
    expect(session.connection().execute(text('select 1')).scalar()).toBe(1)
  })

  it('connection() takes execution options', () => {
    const connection = session.connection({ executionOptions: { isolationLevel: 'SERIALIZABLE' } })
    expect(connection.getExecutionOptions()).toMatchObject({ isolationLevel: 'SERIALIZABLE' })
  })

  it('works in bulk', () => {
    session.bulkInsertMappings(Tag, [{ label: 'p' }, { label: 'q' }])
    session.bulkUpdateMappings(Tag, [{ id: 1, label: 'RED' }])
    session.bulkSaveObjects([new Tag({ label: 'r' })])
    session.commit()
    expect(session.scalars(select(Tag.label).orderBy(Tag.id)).all()).toEqual([
      'RED',
      'blue',
      'p',
      'q',
      'r',
    ])
  })

  it('close() detaches', () => {
    const ed = session.getOne(User, 1)
    session.close()
    expect(inspect(ed).detached).toBe(true)
  })
})

describe('sessionmaker', () => {
  it('makes sessions', () => {
    const SessionLocal = sessionmaker({ bind: engine })
    using db = SessionLocal()
    expect(db).toBeInstanceOf(Session)
    SessionLocal.configure({ autoflush: false })
    expect(SessionLocal().autoflush).toBe(false)
    expect(SessionLocal({ autoflush: true }).autoflush).toBe(true)
    SessionLocal.begin((made) => made.add(new Tag({ label: 'x' })))
    expect(db.query(Tag).count()).toBe(3)
  })

  it('carries events to its sessions', () => {
    const SessionLocal = sessionmaker({ bind: engine })
    const seen: string[] = []
    event.listen(SessionLocal, 'beforeCommit', () => void seen.push('beforeCommit'))
    session.commit()
    SessionLocal.begin((made) => made.query(User).all())
    expect(seen).toEqual(['beforeCommit'])
  })
})

describe('scopedSession', () => {
  it('is a session per task', async () => {
    const db = scopedSession(sessionmaker({ bind: engine }))
    expect(db()).toBe(db())
    expect(db.query(User).count()).toBe(2)
    const task = () =>
      db.scope(async () => {
        const mine = db()
        await Promise.resolve()
        expect(db()).toBe(mine)
        return mine
      })
    const [a, b] = await Promise.all([task(), task()])
    expect(a).not.toBe(b)
    const before = db()
    db.remove()
    expect(db()).not.toBe(before)
  })
})

describe('inspect(object)', () => {
  it('is its state, without SQL', () => {
    const user = new User({ name: 'x' })
    const state: InstanceState = inspect(user)
    expect(state).toBeInstanceOf(InstanceState)
    expect(state.transient).toBe(true)
    session.add(user)
    expect(state.pending).toBe(true)
    expect(state.session).toBe(session)
    expect(state.identity).toBeNull()
    session.flush()
    expect(state.persistent).toBe(true)
    expect(state.identity).toEqual([3])
    session.delete(user)
    session.flush()
    expect(state.deleted).toBe(true)
    session.commit()
    expect(state.detached).toBe(true)
    expect(state.wasDeleted).toBe(true)
    makeTransient(user)
    expect(state.transient).toBe(true)
  })

  it('has attributes with history', () => {
    const ed = session.getOne(User, 1)
    const { attrs } = inspect(ed)
    expect(
      sqlOf(() => {
        expect(attrs.posts.loadedValue).not.toBeInstanceOf(Array)
        expect(attrs.name.loadedValue).toBe('ed')
        expect(inspect(ed).unloaded.has('posts')).toBe(true)
        expect(attrs.name.history.hasChanges()).toBe(false)
        expect(attrs.posts.history.added).toEqual([])
      }),
    ).toEqual([])
    ed.name = 'edward'
    const { added, unchanged, deleted } = attrs.name.history
    expect([added, unchanged, deleted]).toEqual([['edward'], [], ['ed']])
    expect(inspect(ed).modified).toBe(true)
    expect(attrs.name.value).toBe('edward')
    expect(attrs.posts.value).toHaveLength(2)
    const post = ed.posts[0]!
    ed.posts.splice(0, 1)
    expect(attrs.posts.history.deleted).toEqual([post])
    expect(attrs.posts.history.unchanged).toHaveLength(1)
  })
})

describe('objects', () => {
  it('are one per identity, with both sides in step', () => {
    const ed = session.getOne(User, 1)
    expect(session.query(User).filter(User.name.eq('ed')).one()).toBe(ed)
    const post = new Post({ title: 'x', author: ed })
    session.add(post)
    expect(ed.posts).toContain(post)
    const { profile } = ed
    ed.profile = null
    expect(profile?.user).toBeNull()
  })

  it('remove orphans', () => {
    const ed = session.getOne(User, 1)
    ed.posts = []
    session.commit()
    expect(session.query(Post).filterBy({ userId: 1 }).count()).toBe(0)
    expect(session.scalar(text('select count(*) from post_tags'))).toBe(0)
  })
})

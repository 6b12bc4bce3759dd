/** Events of the public API, in SQLAlchemy's order; only `orm-shell` is imported. */
import { describe, expect, it } from 'vitest'
import { event, inspect, select, Session, sessionmaker } from 'orm-shell'
import { openBlog, Post, Tag, User } from './blog.js'

const sessionEvents = (
  'afterBegin beforeCommit afterCommit afterRollback afterSoftRollback beforeFlush afterFlush ' +
  'afterFlushPostexec beforeAttach afterAttach transientToPending pendingToTransient ' +
  'pendingToPersistent persistentToDeleted persistentToDetached persistentToTransient ' +
  'deletedToDetached deletedToPersistent detachedToPersistent loadedAsPersistent doOrmExecute ' +
  'afterTransactionCreate afterTransactionEnd afterBulkUpdate afterBulkDelete'
).split(' ')

describe('events', () => {
  it.each(['class', 'maker', 'session'])('of sessions come in order (%s)', (kind) => {
    const engine = openBlog()
    const SessionLocal = sessionmaker({ bind: engine })
    const session = SessionLocal()
    const target = { class: Session, maker: SessionLocal, session }[kind]!
    const seen: string[] = []
    const listeners = sessionEvents.map((name) => [name, () => void seen.push(name)] as const)
    for (const [name, listener] of listeners) event.listen(target, name, listener)
    session.add(new Tag({ label: 'x' }))
    session.commit()
    for (const [name, listener] of listeners) {
      expect(event.contains(target, name, listener)).toBe(true)
      event.remove(target, name, listener)
      expect(event.contains(target, name, listener)).toBe(false)
    }
    session.query(Tag).all()
    expect(seen).toEqual([
      'afterTransactionCreate',
      'beforeAttach',
      'afterAttach',
      'transientToPending',
      'beforeCommit',
      'beforeFlush',
      'afterTransactionCreate',
      'afterBegin',
      'afterFlush',
      'pendingToPersistent',
      'afterFlushPostexec',
      'afterTransactionEnd',
      'afterCommit',
      'afterTransactionEnd',
    ])
  })

  it('of objects come around their statements', () => {
    const session = new Session(openBlog())
    const seen: string[] = []
    const names = [
      'beforeInsert',
      'afterInsert',
      'beforeUpdate',
      'afterUpdate',
      'beforeDelete',
      'afterDelete',
      'load',
      'refresh',
      'expire',
      'init',
    ]
    const listeners = names.map((name) => [name, () => void seen.push(name)] as const)
    for (const [name, listener] of listeners) event.listen(Tag, name, listener)
    const tag = new Tag({ label: 'x' })
    session.add(tag)
    session.flush()
    tag.label = 'y'
    session.commit()
    expect(tag.label).toBe('y')
    session.delete(tag)
    session.commit()
    session.get(Tag, 1)
    for (const [name, listener] of listeners) event.remove(Tag, name, listener)
    expect(seen).toEqual([
      'init',
      'beforeInsert',
      'afterInsert',
      'beforeUpdate',
      'afterUpdate',
      'expire',
      'refresh',
      'beforeDelete',
      'afterDelete',
      'load',
    ])
  })

  it('of attributes', () => {
    const seen: unknown[] = []
    const onSet = (_user: unknown, value: unknown) => void seen.push(['set', value])
    const onAppend = (_user: unknown, post: Post) => void seen.push(['append', post.title])
    const onRemove = (_user: unknown, post: Post) => void seen.push(['remove', post.title])
    event.listen(User.name, 'set', onSet)
    event.listen(User.posts, 'append', onAppend)
    event.listen(User.posts, 'remove', onRemove)
    const user = new User({ name: 'x' })
    const post = new Post({ title: 't' })
    user.posts.push(post)
    user.posts.pop()
    event.remove(User.name, 'set', onSet)
    event.remove(User.posts, 'append', onAppend)
    event.remove(User.posts, 'remove', onRemove)
    expect(seen).toEqual([
      ['set', 'x'],
      ['append', 't'],
      ['remove', 't'],
    ])
    expect(inspect(user).transient).toBe(true)
  })

  it('may change every statement', () => {
    const session = new Session(openBlog())
    event.listen(session, 'doOrmExecute', (state) => {
      const given = state as { isSelect: boolean; statement: { where(c: unknown): unknown } }
      if (given.isSelect) given.statement = given.statement.where(User.name.eq('ed')) as never
    })
    expect(session.scalars(select(User)).all()).toHaveLength(1)
  })
})

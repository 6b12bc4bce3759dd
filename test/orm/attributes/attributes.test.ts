import { describe, expect, it } from 'vitest'
import { inspect as print } from 'node:util'
import { configureMappers } from '../../../src/orm/mapping/configure.js'
import { flagModified, getHistory, delAttribute } from '../../../src/orm/attributes/functions.js'
import { instanceState } from '../../../src/orm/state/state-of.js'
import { FakeSession } from './fake-session.js'
import { Post, Tag, User, Profile, Note } from './models.js'

const history = (object: object, key: string) => {
  const { added, unchanged, deleted } = getHistory(object, key)
  return [added, unchanged, deleted]
}

describe('column attributes', () => {
  it('read null while they were never set, and keep it out of memory', () => {
    const user = new User()
    expect(user.name).toBe(null)
    expect(instanceState(user).has('name')).toBe(false)
    expect(history(user, 'name')).toEqual([[], [], []])
  })

  it('show an explicit null in history', () => {
    const user = new User({ nickname: null })
    expect(history(user, 'nickname')).toEqual([[null], [], []])
  })

  it('take undefined as null', () => {
    const user = new User({ name: 'ed' })
    user.nickname = undefined as never
    expect(user.nickname).toBe(null)
  })

  it('keep the first old value', () => {
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1, name: 'ed' }), 1)
    user.name = 'wendy'
    user.name = 'fred'
    expect(history(user, 'name')).toEqual([['fred'], [], ['ed']])
    expect(session.log).toEqual(['modified User'])
  })

  it('have no change when the value comes back', () => {
    const user = new FakeSession().attach(new User({ id: 1, name: 'ed' }), 1)
    user.name = 'wendy'
    user.name = 'ed'
    expect(history(user, 'name')).toEqual([[], ['ed'], []])
  })

  it('reload all expired columns at once', () => {
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1, name: 'ed' }), 1)
    session.columns.set('id', 1).set('name', 'new').set('nickname', null)
    instanceState(user).expire()
    expect(user.name).toBe('new')
    expect(session.log).toEqual(['refresh id,name,nickname,posts,profile'])
  })

  it('set without loading while expired, with an unknown old value', () => {
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1, name: 'ed' }), 1)
    instanceState(user).expire()
    user.name = 'x'
    expect(session.log).toEqual(['modified User'])
    expect(history(user, 'name')).toEqual([['x'], [], []])
  })

  it('cannot be read when expired and detached', () => {
    const user = new FakeSession().attach(new User({ id: 1, name: 'ed' }), 1)
    instanceState(user).expire()
    instanceState(user).session = null
    expect(() => user.name).toThrow(
      /Instance <User at 0x[0-9a-f]+> is not bound to a Session; attribute refresh operation cannot proceed/,
    )
  })

  it('cannot be flagged while absent', () => {
    expect(() => flagModified(new User(), 'name')).toThrow(
      "Can't flag attribute 'name' modified; it's not present in the object state",
    )
  })
})

describe('relationships', () => {
  it('keep both sides in step', () => {
    const user = new User()
    const post = new Post()
    user.posts.push(post)
    expect(post.author).toBe(user)
    post.author = null
    expect([...user.posts]).toEqual([])
  })

  it('move an object from one parent to another', () => {
    const [first, second] = [new User({ name: 'a' }), new User({ name: 'b' })]
    const post = new Post({ author: first })
    expect([...first.posts]).toEqual([post])
    second.posts.push(post)
    expect(post.author).toBe(second)
    expect([...first.posts]).toEqual([])
  })

  it('hand out an empty collection that enters with its first member', () => {
    const user = new User()
    const { posts } = user
    expect(instanceState(user).has('posts')).toBe(false)
    expect(user.posts).toBe(posts)
    posts.push(new Post())
    expect(instanceState(user).has('posts')).toBe(true)
    expect(user.posts).toBe(posts)
  })

  it('show the difference when a collection is replaced', () => {
    const [a, b, c] = [new Post({ title: 'a' }), new Post({ title: 'b' }), new Post({ title: 'c' })]
    const user = new FakeSession().attach(new User({ id: 1, posts: [a, b] }), 1)
    user.posts = [b, c]
    expect(history(user, 'posts')).toEqual([[c], [b], [a]])
    expect(a.author).toBe(null)
    expect(c.author).toBe(user)
  })

  it('report splice, pop, shift, unshift', () => {
    const posts = ['a', 'b', 'c'].map((title) => new Post({ title }))
    const user = new User({ posts })
    user.posts.splice(1, 1)
    expect(posts[1]?.author).toBe(null)
    expect(user.posts.pop()).toBe(posts[2])
    expect(posts[2]?.author).toBe(null)
    user.posts.unshift(posts[1] as Post)
    expect(posts[1]?.author).toBe(user)
    user.posts.shift()
    expect(posts[1]?.author).toBe(null)
    expect(user.posts.map((post) => post.title)).toEqual(['a'])
    expect(Object.getPrototypeOf(user.posts.filter(Boolean))).toBe(Array.prototype)
  })

  it('queue changes of collections that are not loaded', () => {
    const session = new FakeSession()
    const loaded = session.attach(new Post({ id: 7, title: 'old' }), 7)
    const user = session.attach(new User({ id: 1, name: 'ed' }), 1)
    session.related.set('posts', [loaded])
    const post = new Post({ title: 'new' })
    post.author = user
    expect(session.log).not.toContain('load User.posts')
    expect([...user.posts]).toEqual([loaded, post])
    expect(session.log).toContain('load User.posts')
    expect(history(user, 'posts')).toEqual([[post], [loaded], []])
  })

  it('load lazily, once', () => {
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1 }), 1)
    const post = session.attach(new Post({ id: 2 }), 2)
    session.related.set('author', user)
    expect(post.author).toBe(user)
    expect(post.author).toBe(user)
    expect(session.log.filter((line) => line.startsWith('load'))).toEqual(['load Post.author'])
  })

  it('cannot load when detached', () => {
    const user = new FakeSession().attach(new User({ id: 1 }), 1)
    instanceState(user).session = null
    expect(() => user.posts).toThrow(
      /Parent instance <User at 0x[0-9a-f]+> is not bound to a Session; lazy load operation of attribute 'posts' cannot proceed/,
    )
  })

  it('cascade what enters an attached object, never through a backref', () => {
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1, posts: [] }), 1)
    session.log.length = 0
    user.posts.push(new Post())
    expect(session.log).toContain('cascade Post via User.posts')
    session.log.length = 0
    new Post({ author: user })
    expect(session.log.filter((line) => line.startsWith('cascade'))).toEqual([])
  })

  it('reject collections of another shape', () => {
    const user = new User()
    expect(() => (user.posts = null as never)).toThrow(
      new TypeError('Incompatible collection type: null is not list-like'),
    )
    expect(() => (user.posts = new Post() as never)).toThrow(
      new TypeError('Incompatible collection type: Post is not list-like'),
    )
  })

  it('work with sets and keyed collections', () => {
    const post = new Post()
    const tag = new Tag({ name: 'x' })
    const tags = post.tags as unknown as Set<Tag>
    tags.add(tag)
    expect(tag.posts.map(String)).toHaveLength(1)
    tags.delete(tag)
    expect([...tag.posts]).toEqual([])
    const notes = post.notes as unknown as Map<string, Note> & { put(note: Note): void }
    const note = new Note({ word: 'hello' })
    notes.put(note)
    expect(notes.get('hello')).toBe(note)
    expect((note as unknown as { post: Post }).post).toBe(post)
  })

  it('tie one-to-one on both sides', () => {
    const user = new User()
    const [first, second] = [new Profile({ user }), new Profile()]
    expect(user.profile).toBe(first)
    user.profile = second
    expect(first.user).toBe(null)
    expect(second.user).toBe(user)
  })

  it('keep a list that holds an object twice attached until both are gone', () => {
    const post = new Post()
    const user = new User({ posts: [post, post] })
    user.posts.splice(0, 1)
    expect(post.author).toBe(user)
    user.posts.splice(0, 1)
    expect(post.author).toBe(null)
  })

  it('raise when a value is deleted that was never set', () => {
    expect(() => delAttribute(new User(), 'name')).toThrow('User.name object does not have a value')
  })
})

describe('printing', () => {
  it('shows one line and loads nothing', () => {
    configureMappers()
    const session = new FakeSession()
    const user = session.attach(new User({ id: 1, name: 'ed', nickname: null }), 1)
    expect(print(user)).toBe(
      "User { id: 1, name: 'ed', nickname: null, posts: ‹not loaded›, profile: ‹not loaded› }",
    )
    const post = new Post({ title: 'x', author: user })
    expect(print(post)).toBe(
      "Post { id: null, title: 'x', userId: null, author: User#1, tags: [], notes: [] }",
    )
    expect(print(User)).toBe('[class User mapped to users]')
    expect(session.log.filter((line) => line.startsWith('load'))).toEqual([])
    expect(JSON.stringify(post)).toBe('{"title":"x","author":{"id":1,"name":"ed","nickname":null}}')
  })
})

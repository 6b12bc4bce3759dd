import { describe, expect, test } from 'vitest'
import {
  associationProxy,
  attributeKeyedDict,
  column,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  select,
  string,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()

class User extends Base.model('user', {
  id: column(integer, { primaryKey: true }),
  kws: () => many(Keyword, { cascade: 'all, delete-orphan', orderBy: Keyword.id }),
  keywords: associationProxy<string[]>('kws', 'word'),
  props: () => many(Prop, { collectionClass: attributeKeyedDict('k'), cascade: 'all' }),
  values: associationProxy<Map<string, string>>('props', 'v', {
    creator: (k: never, v: never) => new Prop({ k, v }),
  }),
  marks: () => many(Mark, { collectionClass: Set, cascade: 'all' }),
  labels: associationProxy<Set<string>>('marks', 'label'),
}) {
  static {
    mapped(this)
  }
}

class Keyword extends Base.model('keyword', {
  id: column(integer, { primaryKey: true }),
  word: column(string),
  userId: column('user_id', integer, foreignKey('user.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Prop extends Base.model('prop', {
  id: column(integer, { primaryKey: true }),
  k: column(string),
  v: column(string),
  userId: column('user_id', integer, foreignKey('user.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Mark extends Base.model('mark', {
  id: column(integer, { primaryKey: true }),
  label: column(string),
  userId: column('user_id', integer, foreignKey('user.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

describe('association proxies', () => {
  test('a proxied list is an array of values over the members', () => {
    const user = new User({ keywords: ['a', 'b', 'c'] })
    const [first] = user.kws
    user.keywords[0] = 'A'
    expect(user.kws[0]).toBe(first)
    expect(first?.word).toBe('A')
    expect(user.keywords.splice(1, 1)).toEqual(['b'])
    user.keywords.unshift('z')
    expect(Array.isArray(user.keywords)).toBe(true)
    expect(user.keywords).toEqual(['z', 'A', 'c'])
    expect(user.keywords.map((word) => word.length)).toEqual([1, 1, 1])
    user.keywords.length = 1
    expect(user.kws.map(({ word }) => word)).toEqual(['z'])
  })

  test('a proxied map changes members that are there and creates others', () => {
    const session = fixtureSession(Base.metadata)
    const user = new User({ values: { x: '1' } as never })
    session.add(user)
    session.commit()
    const prop = (user.props as unknown as Map<string, Prop>).get('x')
    user.values.set('x', 'changed').set('y', '2')
    expect((user.props as unknown as Map<string, Prop>).get('x')).toBe(prop)
    session.commit()
    expect([...user.values]).toEqual([
      ['x', 'changed'],
      ['y', '2'],
    ])
    user.values.delete('x')
    expect(user.values.size).toBe(1)
    user.values = new Map([['q', '9']])
    expect([...user.values.keys()]).toEqual(['q'])
  })

  test('at class level any operator is an EXISTS through the relationship', () => {
    const text = (criterion: unknown) =>
      String(select(User.id).where(criterion as never)).replace(/\s+/g, ' ')
    expect(text(User.keywords.contains('c'))).toBe(
      'SELECT "user".id FROM "user" WHERE EXISTS (SELECT 1 FROM keyword WHERE "user".id = keyword.user_id ' +
        "AND (keyword.word LIKE '%' || :word_1 || '%'))",
    )
    expect(text(User.keywords.eq(null))).toMatch(/keyword.word IS NULL\)\) OR NOT \(EXISTS/)
  })

  test('a proxied set has each value once', () => {
    const user = new User({ labels: new Set(['a']) })
    user.labels.add('a').add('b')
    expect([...user.labels]).toEqual(['a', 'b'])
    expect(user.labels.has('b')).toBe(true)
    user.labels.delete('a')
    expect((user.marks as unknown as Set<Mark>).size).toBe(1)
  })
})

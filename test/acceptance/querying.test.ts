/** Expressions and selects as the public API promises them; only `orm-shell` is imported. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  aliased,
  and,
  asc,
  bindparam,
  case_,
  cast,
  desc,
  distinct,
  except_,
  exists,
  extract,
  false_,
  func,
  integer,
  intersect,
  lateral,
  literal,
  literalColumn,
  not,
  null_,
  or,
  select,
  Session,
  string,
  true_,
  tuple_,
  union,
  unionAll,
  values,
  column,
  type Engine,
} from 'orm-shell'
import { openBlog, Post, Tag, User } from './blog.js'

let engine: Engine
let session: Session
beforeEach(() => {
  engine = openBlog()
  session = new Session(engine)
})
const flat = (value: { toString(): string }): string =>
  value.toString().replaceAll(/\s+/g, ' ').trim()
const where = (condition: { toString(): string }): string => flat(condition)

describe('columns', () => {
  const { name, age } = User

  it.each([
    [() => name.in(['a', 'b']), 'users.name IN (:name_1_1, :name_1_2)'],
    [() => name.notIn(['a']), '(users.name NOT IN (:name_1_1))'],
    [() => User.nickname.is(null), 'users.nickname IS NULL'],
    [() => User.nickname.isNot(null), 'users.nickname IS NOT NULL'],
    [() => age.isDistinctFrom(5), 'users.age IS DISTINCT FROM :age_1'],
    [() => name.like('a%'), 'users.name LIKE :name_1'],
    [() => name.ilike('a%'), 'lower(users.name) LIKE lower(:name_1)'],
    [() => name.notLike('a%'), 'users.name NOT LIKE :name_1'],
    [() => name.startswith('a'), "users.name LIKE :name_1 || '%'"],
    [() => name.endswith('a'), "users.name LIKE '%' || :name_1"],
    [() => name.contains('a'), "users.name LIKE '%' || :name_1 || '%'"],
    [
      () => name.contains('a%', { autoescape: true }),
      "users.name LIKE '%' || :name_1 || '%' ESCAPE '/'",
    ],
    [() => name.like('a', { escape: '^' }), "users.name LIKE :name_1 ESCAPE '^'"],
    [() => name.icontains('A'), "lower(users.name) LIKE '%' || lower(:name_1) || '%'"],
    [() => name.regexpMatch('^a'), 'users.name <regexp> :name_1'],
    [() => age.between(1, 2), 'users.age BETWEEN :age_1 AND :age_2'],
    [() => age.op('&')(3), 'users.age & :age_1'],
    [() => age.cast(string), 'CAST(users.age AS VARCHAR)'],
    [() => age.asc(), 'users.age ASC'],
    [() => age.desc().nullsLast(), 'users.age DESC NULLS LAST'],
    [() => age.nullsFirst(), 'users.age NULLS FIRST'],
    [() => name.collate('NOCASE'), 'users.name COLLATE "NOCASE"'],
    [() => age.distinct(), 'DISTINCT users.age'],
    [
      () => func.rowNumber().over({ partitionBy: name, orderBy: [age.desc()] }),
      'row_number() OVER (PARTITION BY users.name ORDER BY users.age DESC)',
    ],
    [
      () => func.sum(age).over({ orderBy: age, rows: [null, 0] }),
      'sum(users.age) OVER (ORDER BY users.age ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)',
    ],
    [() => func.count(age).filter(age.gt(5)), 'count(users.age) FILTER (WHERE users.age > :age_1)'],
    [
      () => func.percentileCont(0.5).within(age),
      'percentile_cont(:percentile_cont_1) WITHIN GROUP (ORDER BY users.age)',
    ],
    [
      () => case_([age.gt(18), 'a'], { else: 'b' }),
      'CASE WHEN (users.age > :age_1) THEN :param_1 ELSE :param_2 END',
    ],
    [() => cast(age, string(5)), 'CAST(users.age AS VARCHAR(5))'],
    [() => extract('year', User.createdAt), 'EXTRACT(year FROM users.created_at)'],
    [
      () => tuple_(name, age).in([['a', 1]]),
      '(users.name, users.age) IN ((:param_1_1_1, :param_1_1_2))',
    ],
    [() => and(true_(), age.eq(1)), 'users.age = :age_1'],
    [() => or(false_(), age.eq(1)), 'users.age = :age_1'],
    [() => not(or(age.eq(1), age.eq(2))), 'NOT (users.age = :age_1 OR users.age = :age_2)'],
    [() => null_(), 'NULL'],
    [() => literalColumn('1'), '1'],
    [() => literal(1).add(age), ':param_1 + users.age'],
    [() => age.eq(bindparam('x')), 'users.age = :x'],
    [() => desc(age), 'users.age DESC'],
    [() => asc(age), 'users.age ASC'],
    [() => distinct(age), 'DISTINCT users.age'],
    [
      () => age.eq(select(func.max(User.age)).scalarSubquery()),
      'users.age = (SELECT max(users.age) AS max_1 FROM users)',
    ],
    [
      () => exists().where(Post.userId.eq(User.id)),
      'EXISTS (SELECT * FROM posts, users WHERE posts.user_id = users.id)',
    ],
    [
      () => User.posts.any(Post.title.eq('x')),
      'EXISTS (SELECT 1 FROM posts, users WHERE users.id = posts.user_id AND posts.title = :title_1)',
    ],
    [() => Post.author.has(), 'EXISTS (SELECT 1 FROM users, posts WHERE users.id = posts.user_id)'],
    [() => Post.author.is(null), 'posts.user_id IS NULL'],
  ] as const)('%s is %s', (make, sql) => {
    expect(where(make())).toBe(sql)
  })
})

describe('JSON', () => {
  it('is reached into', () => {
    const theme = User.settings.get('theme').asString()
    const found = session.scalars(select(User.name).where(theme.eq('dark'))).all()
    expect(found).toEqual(['ed'])
    const size = User.settings.get('size').asInteger()
    expect(session.scalars(select(size).orderBy(User.id)).all()).toEqual([12, null])
    expect(flat(select(theme).compile({ dialect: 'sqlite' }))).toBe(
      'SELECT JSON_EXTRACT(users.settings, ?) AS anon_1 FROM users',
    )
    expect(flat(select(size).compile({ dialect: 'postgresql' }))).toContain('AS INTEGER) AS')
    expect(() => User.settings.get('x').asFloat()).not.toThrow()
    expect(() => User.settings.get('x').asBoolean()).not.toThrow()
    expect(() => User.settings.get('x').asNumeric(10, 2)).not.toThrow()
    expect(() => User.settings.get('x').asJson()).not.toThrow()
    expect(session.scalars(select(User.settings.get('theme'))).first()).toBe('dark')
  })
})

describe('select', () => {
  it('has the clauses of SQL', () => {
    const statement = select(User)
      .where(User.age.gt(25), User.name.in(['a', 'b']))
      .orderBy(User.age.desc())
      .limit(10)
      .offset(20)
    expect(flat(statement)).toMatch(
      /WHERE users.age > :age_1 AND users.name IN \(.*\) ORDER BY users.age DESC LIMIT :param_1 OFFSET :param_2$/,
    )
    const grouped = select(User.name, func.count(Post.id).label('n'))
      .join(User.posts)
      .groupBy(User.id)
      .having(func.count(Post.id).gt(1))
    expect(flat(grouped)).toBe(
      'SELECT users.name, count(posts.id) AS n FROM users JOIN posts ON users.id = posts.user_id ' +
        'GROUP BY users.id HAVING count(posts.id) > :count_1',
    )
    expect(flat(select(User.id).outerjoin(User.posts))).toContain('LEFT OUTER JOIN posts')
    expect(flat(select(Tag.id).selectFrom(Post).join(Post.tags))).toBe(
      'SELECT tags.id FROM posts JOIN post_tags AS post_tags_1 ON posts.id = post_tags_1.post_id ' +
        'JOIN tags ON tags.id = post_tags_1.tag_id',
    )
    expect(flat(select(User.id).joinFrom(User, Post))).toContain('JOIN posts ON')
    expect(flat(select(User.id).distinct())).toBe('SELECT DISTINCT users.id FROM users')
    expect(
      flat(
        select(User.id)
          .withForUpdate({ skipLocked: true, of: User })
          .compile({ dialect: 'postgresql' }),
      ),
    ).toBe('SELECT users.id FROM users FOR UPDATE OF users SKIP LOCKED')
    expect(
      flat(select(User.id).withForUpdate({ nowait: true }).compile({ dialect: 'postgresql' })),
    ).toBe('SELECT users.id FROM users FOR UPDATE NOWAIT')
  })

  it('has subqueries, CTEs and set operations', () => {
    const sub = select(Post.userId, func.count(Post.id).label('n')).groupBy(Post.userId).subquery()
    expect(
      session
        .execute(select(User.name, sub.c.n).join(sub, sub.c.userId.eq(User.id)).orderBy(User.id))
        .all()
        .map((row) => row.asObject()),
    ).toEqual([
      { name: 'ed', n: 2 },
      { name: 'wendy', n: 1 },
    ])
    const cte = select(User.id).where(User.age.gt(26)).cte('grown')
    expect(flat(select(cte.c.id))).toBe(
      'WITH grown AS (SELECT users.id AS id FROM users WHERE users.age > :age_1) SELECT grown.id FROM grown',
    )
    const numbers = select(literal(1).label('n')).cte('numbers', { recursive: true })
    const counting = numbers.unionAll(select(numbers.c.n.add(1)).where(numbers.c.n.lt(5)))
    expect(session.scalars(select(counting.c.n)).all()).toEqual([1, 2, 3, 4, 5])
    const a = select(User.id).where(User.id.eq(1))
    const b = select(User.id)
    expect(session.scalars(union(a, b)).all()).toHaveLength(2)
    expect(session.scalars(unionAll(a, b)).all()).toHaveLength(3)
    expect(session.scalars(intersect(a, b)).all()).toEqual([1])
    expect(session.scalars(except_(b, a)).all()).toEqual([2])
    const table = values(column('a', integer), column('b', string), { name: 'v' }).data([
      [1, 'x'],
      [2, 'y'],
    ])
    expect(flat(select(table.c.a, table.c.b))).toBe(
      'SELECT v.a, v.b FROM (VALUES (:param_1, :param_2), (:param_3, :param_4)) AS v (a, b)',
    )
    expect(
      flat(select(User.id, lateral(select(Post.id).where(Post.userId.eq(User.id)), 'p').c.id)),
    ).toContain('LATERAL')
  })

  it('has aliases', () => {
    const other = aliased(User, { name: 'other' })
    const rows = session
      .execute(select(User.name, other.name).join(other, other.age.lt(User.age)))
      .all()
    expect(rows.map((row) => [...row])).toEqual([['ed', 'wendy']])
    expect(session.scalars(select(other).orderBy(other.id)).first()).toBeInstanceOf(User)
  })

  it('compiles', () => {
    const compiled = select(User.id).where(User.name.eq("o'x")).compile({ dialect: 'postgresql' })
    expect(flat(compiled.sql)).toMatch(/WHERE users.name = (\$1|%\(name_1\)s)/)
    expect(compiled.params).toEqual(["o'x"])
    expect(String(compiled)).toBe(compiled.sql)
    expect(
      flat(
        select(User.id)
          .where(User.name.eq("o'x"))
          .compile({ dialect: 'sqlite', literalBinds: true }),
      ),
    ).toBe("SELECT users.id FROM users WHERE users.name = 'o''x'")
  })
})

/** The types of models, from declaration to instances and queries. Compiled by `npm run test:types`; nothing runs. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { column } from '../../src/schema/column.js'
import { foreignKey } from '../../src/schema/foreign-key.js'
import { dateTime, enumType, integer, string } from '../../src/sql/types/constructors.js'
import { declarativeBase } from '../../src/orm/declarative/base.js'
import { mapped } from '../../src/orm/declarative/mapped.js'
import { many, one } from '../../src/orm/declarative/relationships.js'
import type { InstrumentedAttribute } from '../../src/orm/attributes/queryable-attribute.js'
import type { ColumnElement } from '../../src/sql/elements/column-element.js'

const Base = declarativeBase()

class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50), { unique: true }),
  role: column(enumType('admin', 'user')),
  nickname: column(string, { nullable: true }),
  createdAt: column('created_at', dateTime, { default: () => new Date() }),
  posts: () =>
    many(Post, {
      backPopulates: 'author',
      cascade: 'all, delete-orphan',
      orderBy: Post.title.desc(),
    }),
}) {
  static {
    mapped(this)
  }
  get shout() {
    return this.name.toUpperCase() + (this.nickname?.length ?? 0)
  }
  static get shout() {
    return this.name.desc()
  }
}

class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(200)),
  userId: column('user_id', integer, foreignKey('users.id'), { nullable: true }),
  author: () => one(User, { backPopulates: 'posts', primaryjoin: Post.userId.eq(User.id) }),
}) {
  static {
    mapped(this)
  }
}

class Person extends Base.model(
  'person',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    type: column(string),
  },
  { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'person' } },
) {
  static {
    mapped(this)
  }
  hello() {
    return this.name
  }
}

class Engineer extends Person.inherits(
  'engineer',
  {
    id: column(integer, foreignKey('person.id'), { primaryKey: true }),
    lang: column(string),
  },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

class Employee extends Base.model('employees', {
  id: column(integer, { primaryKey: true }),
  managerId: column('manager_id', integer, foreignKey('employees.id'), { nullable: true }),
  manager: () =>
    one(Employee, { remoteSide: Employee.id, nullable: true, backPopulates: 'reports' }),
  reports: () => many(Employee, { backPopulates: 'manager' }),
}) {
  static {
    mapped(this)
  }
}

describe('model types', () => {
  it('type instances', () => {
    const user = new User({ name: 'ed' })
    expectTypeOf(user.id).toEqualTypeOf<number>()
    expectTypeOf(user.name).toEqualTypeOf<string>()
    expectTypeOf(user.nickname).toEqualTypeOf<string | null>()
    expectTypeOf(user.role).toEqualTypeOf<'admin' | 'user'>()
    expectTypeOf(user.createdAt).toEqualTypeOf<Date>()
    expectTypeOf(user.posts).toEqualTypeOf<Post[]>()
    expectTypeOf(user.shout).toEqualTypeOf<string>()
    expectTypeOf<Post['author']>().toEqualTypeOf<User>()
  })

  it('type class attributes', () => {
    expectTypeOf(User.name).toEqualTypeOf<InstrumentedAttribute<string, 'name'>>()
    expectTypeOf(User.name).toExtend<InstrumentedAttribute<string>>()
    expectTypeOf(User.name.eq('x')).toEqualTypeOf<ColumnElement<boolean>>()
    expectTypeOf(User.shout).toEqualTypeOf<ColumnElement<string>>()
    expectTypeOf(User.nickname).toEqualTypeOf<InstrumentedAttribute<string | null, 'nickname'>>()
    // @ts-expect-error a number is not a name
    void (() => User.name.eq(3))
  })

  it('reject unknown keys', () => {
    // @ts-expect-error no such attribute
    expect(() => new User({ nope: 1 })).toThrow(
      new TypeError(`'nope' is an invalid keyword argument for User`),
    )
  })

  it('type inheritance', () => {
    const engineer = new Engineer({ name: 'x', lang: 'ts' })
    expectTypeOf(engineer.name).toEqualTypeOf<string>()
    expectTypeOf(engineer.lang).toEqualTypeOf<string>()
    expectTypeOf(engineer.hello()).toEqualTypeOf<string>()
    expectTypeOf(Engineer.name.eq('x')).toEqualTypeOf<ColumnElement<boolean>>()
    expectTypeOf(Engineer.lang).toEqualTypeOf<InstrumentedAttribute<string, 'lang'>>()
  })

  it('type self-references', () => {
    const employee = new Employee()
    expectTypeOf(employee.manager).toEqualTypeOf<Employee | null>()
    expectTypeOf(employee.reports).toEqualTypeOf<Employee[]>()
    expectTypeOf(Employee.reports.any(Employee.id.eq(1))).toEqualTypeOf<ColumnElement<boolean>>()
  })

  it('check backPopulates', () => {
    // @ts-expect-error User has no attribute `nope`
    const wrong = () => many(User, { backPopulates: 'nope' })
    void wrong
  })
})

import { describe, expect, it } from 'vitest'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { columnProperty, deferred } from '../../../src/orm/declarative/column-declarations.js'
import { composite } from '../../../src/orm/declarative/composite.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many } from '../../../src/orm/declarative/relationships.js'
import { synonym } from '../../../src/orm/declarative/synonym.js'
import { tableOf } from '../../../src/orm/declarative/table-of.js'
import { validates } from '../../../src/orm/declarative/validates.js'
import { associationProxy } from '../../../src/orm/declarative/association/association-proxy.js'
import { mapperOfClass } from '../../../src/orm/mapping/mapper-of-class.js'
import { configureMappers } from '../../../src/orm/mapping/configure.js'
import { column } from '../../../src/schema/column.js'
import { uniqueConstraint } from '../../../src/schema/constraints.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { index } from '../../../src/schema/table-index.js'
import { integer, string } from '../../../src/sql/types/constructors.js'

const Base = declarativeBase()
const timestamps = { createdAt: column('created_at', integer, { nullable: true }) }

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

class User extends Base.model(
  'users',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string(50)),
    length: column(integer, { nullable: true }),
    email: column(string, { nullable: true }),
    companyId: column('company_id', integer, { nullable: true }),
    x: column(integer, { nullable: true }),
    y: column(integer, { nullable: true }),
    bio: deferred(column(string, { nullable: true })),
    ...timestamps,
    login: synonym<string>('name'),
    shout: () => columnProperty(User.name.concat('!')),
    position: composite(Point, 'x', 'y'),
    links: () => many(Link, { backref: 'user' }),
    words: associationProxy<string[]>('links', 'word'),
  },
  {
    constraints: [
      uniqueConstraint('email', 'companyId', { name: 'uq_email_company' }),
      index('ix_company', 'companyId'),
    ],
  },
) {
  static {
    mapped(this)
    validates(this, 'email', (_user, _key, value: string) => {
      if (!value.includes('@')) throw new RangeError('failed simple email validation')
      return value.toLowerCase()
    })
  }
  get title() {
    return `Dr ${this.name}`
  }
  static get title() {
    return this.name.concat('x')
  }
}

class Link extends Base.model('links', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id')),
  word: column(string(20)),
  ...timestamps,
}) {
  static {
    mapped(this)
  }
}

describe('declarative models', () => {
  it('give classes their attributes, `name` and `length` included', () => {
    expect(User.name.eq('ed').toString()).toBe('users.name = :name_1')
    expect(User.length.gt(3).toString()).toBe('users.length > :length_1')
    expect(User.companyId.eq(1).toString()).toBe('users.company_id = :company_id_1')
    expect(User.name.toString()).toBe('User.name')
  })

  it('name columns of constraints by attribute', () => {
    const table = tableOf(User)
    const unique = [
      ...(table as unknown as { constraints: Set<{ name: unknown; columns: { name: string }[] }> })
        .constraints,
    ]
    const found = unique.find((each) => each.name === 'uq_email_company')
    expect(found?.columns.map((each) => each.name)).toEqual(['email', 'company_id'])
  })

  it('copy the columns of mixins', () => {
    expect(tableOf(User).columns.get('created_at')).not.toBe(
      tableOf(Link).columns.get('created_at'),
    )
    expect(tableOf(Link).columns.get('created_at')?.table).toBe(tableOf(Link))
  })

  it('validate', () => {
    expect(new User({ email: 'ED@x.org' }).email).toBe('ed@x.org')
    expect(() => new User({ email: 'nope' })).toThrow('failed simple email validation')
  })

  it('offer synonyms, expressions, composites, hybrids', () => {
    const user = new User({ login: 'ed', position: new Point(1, 2) })
    expect(user.name).toBe('ed')
    expect(user.x).toBe(1)
    expect(user.position).toEqual(new Point(1, 2))
    expect(new User().position).toBe(null)
    expect(user.title).toBe('Dr ed')
    expect(User.title.toString()).toBe('User.title')
    expect(User.title.eq('x').toString()).toBe('(users.name || :name_1) = :param_1')
    configureMappers()
    expect(User.shout.expression.toString()).toBe('users.name || :name_1')
    expect(mapperOfClass(User).columnAttrs.map((each) => each.key)).toContain('shout')
    expect(User.position.eq(new Point(1, 2)).toString()).toBe('users.x = :x_1 AND users.y = :y_1')
  })

  it('reach through relationships', () => {
    const user = new User({ name: 'ed' })
    user.words.push('a', 'b')
    expect([...user.words]).toEqual(['a', 'b'])
    expect(user.links.map((link) => link.word)).toEqual(['a', 'b'])
  })

  it('reject unknown constructor keys', () => {
    expect(() => new User({ nosuch: 1 } as never)).toThrow(
      new TypeError(`'nosuch' is an invalid keyword argument for User`),
    )
  })

  it('want to be registered', () => {
    class Forgotten extends Base.model('forgotten', {
      id: column(integer, { primaryKey: true }),
    }) {}
    const message = /Class Forgotten is not registered: add 'static \{ mapped\(this\) \}'/
    expect(() => new Forgotten()).toThrow(message)
    expect(() => Forgotten.id).toThrow(message)
  })

  it('notice class fields that hide attributes', () => {
    class Hiding extends Base.model('hiding', {
      id: column(integer, { primaryKey: true }),
      title: column(string),
    }) {
      static {
        mapped(this)
      }
      override title = 'x'
    }
    expect(() => new Hiding()).toThrow(/Class field 'title' of Hiding hides the mapped attribute/)
    class Harmless extends Base.model('harmless', { id: column(integer, { primaryKey: true }) }) {
      static {
        mapped(this)
      }
      cache = new Map<string, string>()
      declare id: number
      #secret = 4
      get secret() {
        return this.#secret
      }
    }
    expect(new Harmless({ id: 3 }).id).toBe(3)
    expect(new Harmless().secret).toBe(4)
  })

  it('have no primary key only by mistake', () => {
    expect(() => {
      class NoPk extends Base.model('nopk', { a: column(integer) }) {
        static {
          mapped(this)
        }
      }
      void NoPk
    }).toThrow(
      "Mapper Mapper[NoPk(nopk)] could not assemble any primary key columns for mapped table 'nopk'",
    )
  })

  it('keep `metadata` to themselves', () => {
    expect(() => {
      class Reserved extends Base.model('reserved', {
        id: column(integer, { primaryKey: true }),
        metadata: column(string),
      }) {
        static {
          mapped(this)
        }
      }
      void Reserved
    }).toThrow("Attribute name 'metadata' is reserved when using the Declarative API.")
  })
})

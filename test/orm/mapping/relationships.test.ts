import { describe, expect, it } from 'vitest'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { configureMappers } from '../../../src/orm/mapping/configure.js'
import { mapperOfClass } from '../../../src/orm/mapping/mapper-of-class.js'
import { pending } from '../../../src/orm/mapping/registry.js'
import type { RelationshipProperty } from '../../../src/orm/mapping/relationship.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { integer, string } from '../../../src/sql/types/constructors.js'
import { Note, Post, Profile, Tag, User } from '../attributes/models.js'
import type { Class } from '../../../src/orm/mapping/identity-key.js'

function relationship(class_: Class, key: string): RelationshipProperty {
  configureMappers()
  return mapperOfClass(class_).getProperty(key) as RelationshipProperty
}

const names = (pairs: readonly (readonly { describe(): string }[])[]) =>
  pairs.map((pair) => pair.map((each) => each.describe()))

/** Runs a declaration that must fail at configuration, and forgets it. */
function configurationError(declare: () => void): unknown {
  configureMappers()
  declare()
  try {
    configureMappers()
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    pending.clear()
  }
}

describe('relationships', () => {
  it('find their direction and pairs', () => {
    const posts = relationship(User, 'posts')
    expect(posts.direction).toBe('ONETOMANY')
    expect(posts.uselist).toBe(true)
    expect(names(posts.synchronizePairs)).toEqual([['users.id', 'posts.user_id']])
    const author = relationship(Post, 'author')
    expect(author.direction).toBe('MANYTOONE')
    expect(names(author.synchronizePairs)).toEqual([['users.id', 'posts.user_id']])
    expect(names(author.localRemotePairs)).toEqual([['posts.user_id', 'users.id']])
    expect(author.reverseProperty.has(posts)).toBe(true)
  })

  it('go through a secondary table', () => {
    const tags = relationship(Post, 'tags')
    expect(tags.direction).toBe('MANYTOMANY')
    expect(names(tags.synchronizePairs)).toEqual([['posts.id', 'post_tags.post_id']])
    expect(names(tags.secondarySynchronizePairs)).toEqual([['tags.id', 'post_tags.tag_id']])
    expect(relationship(Tag, 'posts').reverseProperty.has(tags)).toBe(true)
  })

  it('make the other side of a backref', () => {
    const post = relationship(Note, 'post')
    expect(post.direction).toBe('MANYTOONE')
    expect(post.backPopulates).toBe('notes')
    expect(relationship(Profile, 'user').uselist).toBe(false)
    expect(relationship(User, 'profile').uselist).toBe(false)
  })

  it('refer to their own table', () => {
    const Base = declarativeBase()
    class Node extends Base.model('node', {
      id: column(integer, { primaryKey: true }),
      parentId: column('parent_id', integer, foreignKey('node.id'), { nullable: true }),
      parent: () => one(Node, { remoteSide: Node.id, nullable: true, backPopulates: 'children' }),
      children: () => many(Node, { backPopulates: 'parent' }),
    }) {
      static {
        mapped(this)
      }
    }
    expect(relationship(Node, 'parent').direction).toBe('MANYTOONE')
    expect(relationship(Node, 'children').direction).toBe('ONETOMANY')
    const [root, leaf] = [new Node(), new Node()]
    root.children.push(leaf)
    expect(leaf.parent).toBe(root)
  })

  it('compare with objects and conditions', () => {
    configureMappers()
    expect(User.posts.any(Post.title.eq('x')).toString()).toBe(
      'EXISTS (SELECT 1 \nFROM posts, users \nWHERE users.id = posts.user_id AND posts.title = :title_1)',
    )
    expect(Post.author.has(User.name.eq('ed')).toString()).toBe(
      'EXISTS (SELECT 1 \nFROM users, posts \nWHERE users.id = posts.user_id AND users.name = :name_1)',
    )
    const user = new User({ id: 7 })
    const compiled = Post.author.eq(user).compile()
    expect(compiled.sql).toBe(':param_1 = posts.user_id')
    expect(Object.values(compiled.params)).toEqual([7])
    expect(Post.author.eq(null).toString()).toBe('posts.user_id IS NULL')
    expect(Post.author.ne(null).toString()).toBe('posts.user_id IS NOT NULL')
    expect(() => Post.author.any()).toThrow(
      "'any()' not implemented for scalar attributes. Use has().",
    )
    expect(() => User.posts.has()).toThrow("'has()' not implemented for collections. Use any().")
    expect(() => User.posts.eq(user)).toThrow(
      "Can't compare a collection to an object or collection",
    )
  })

  it('say that no foreign key links the tables', () => {
    const message = configurationError(() => {
      const Base = declarativeBase()
      class Lonely extends Base.model('lonely', { id: column(integer, { primaryKey: true }) }) {
        static {
          mapped(this)
        }
      }
      class Other extends Base.model('other', {
        id: column(integer, { primaryKey: true }),
        lonely: () => one(Lonely),
      }) {
        static {
          mapped(this)
        }
      }
      void Other
    })
    expect(message).toBe(
      "Could not determine join condition between parent/child tables on relationship Other.lonely - there are no foreign keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify a 'primaryjoin' expression.",
    )
  })

  it('say that several foreign keys link the tables, and take `foreignKeys`', () => {
    const Base = declarativeBase()
    class Address extends Base.model('address', { id: column(integer, { primaryKey: true }) }) {
      static {
        mapped(this)
      }
    }
    const columns = () => ({
      id: column(integer, { primaryKey: true }),
      billingId: column('billing_id', integer, foreignKey('address.id')),
      shippingId: column('shipping_id', integer, foreignKey('address.id')),
    })
    class Customer extends Base.model('customer', {
      ...columns(),
      billing: () => one(Address, { foreignKeys: Customer.billingId }),
      shipping: () => one(Address, { foreignKeys: [Customer.shippingId] }),
    }) {
      static {
        mapped(this)
      }
    }
    expect(names(relationship(Customer, 'shipping').synchronizePairs)).toEqual([
      ['address.id', 'customer.shipping_id'],
    ])
    const message = configurationError(() => {
      class Ambiguous extends Base.model('ambiguous', {
        ...columns(),
        billing: () => one(Address),
      }) {
        static {
          mapped(this)
        }
      }
      void Ambiguous
    })
    expect(message).toMatch(
      /^Could not determine join condition between parent\/child tables on relationship Ambiguous.billing - there are multiple foreign key paths linking the tables\. {2}Specify the 'foreign_keys' argument/,
    )
  })

  it('refuse two sides of the same direction', () => {
    const message = configurationError(() => {
      const Base = declarativeBase()
      class Node extends Base.model('node', {
        id: column(integer, { primaryKey: true }),
        parentId: column('parent_id', integer, foreignKey('node.id'), { nullable: true }),
        parent: () => one(Node, { backPopulates: 'children' }),
        children: () => many(Node, { backPopulates: 'parent' }),
      }) {
        static {
          mapped(this)
        }
      }
      void Node
    })
    expect(message).toBe(
      'Node.parent and back-reference Node.children are both of the same direction <RelationshipDirection.ONETOMANY: 1>.  Did you mean to set remote_side on the many-to-one side ?',
    )
  })

  it('refuse delete-orphan on the many side', () => {
    const message = configurationError(() => {
      const Base = declarativeBase()
      class A extends Base.model('a', { id: column(integer, { primaryKey: true }) }) {
        static {
          mapped(this)
        }
      }
      class B extends Base.model('b', {
        id: column(integer, { primaryKey: true }),
        aId: column('a_id', integer, foreignKey('a.id')),
        a: () => one(A, { cascade: 'all, delete-orphan' }),
      }) {
        static {
          mapped(this)
        }
      }
      void B
    })
    expect(message).toMatch(/^For many-to-one relationship B.a, delete-orphan cascade is normally/)
  })
})

describe('inheritance', () => {
  const Base = declarativeBase()
  class Person extends Base.model(
    'person',
    { id: column(integer, { primaryKey: true }), name: column(string), type: column(string) },
    { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'person' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Engineer extends Person.inherits(
    'engineer',
    { id: column(integer, foreignKey('person.id'), { primaryKey: true }), lang: column(string) },
    { mapper: { polymorphicIdentity: 'engineer' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Boss extends Person.inherits(
    { desk: column(string, { nullable: true }) },
    { mapper: { polymorphicIdentity: 'boss' } },
  ) {
    static {
      mapped(this)
    }
  }

  it('joins tables', () => {
    const mapper = mapperOfClass(Engineer)
    expect(mapper.tables.map((table) => table.name)).toEqual(['person', 'engineer'])
    expect(mapper.inheritCondition?.toString()).toBe('person.id = engineer.id')
    expect(mapper.primaryKey.map((each) => each.describe())).toEqual(['person.id'])
    expect([...mapper.props.keys()].sort()).toEqual(['id', 'lang', 'name', 'type'])
    const id = mapper.columnAttrs.find((each) => each.key === 'id')
    expect(id?.columns.map((each) => each.describe())).toEqual(['engineer.id', 'person.id'])
    expect(mapper.identityKeyFromPrimaryKey([1]).toString()).toBe("(<class 'Person'>, (1,), null)")
  })

  it('shares a table', () => {
    const mapper = mapperOfClass(Boss)
    expect(mapper.single).toBe(true)
    expect(mapper.hasProperty('desk')).toBe(true)
    expect(mapperOfClass(Person).hasProperty('desk')).toBe(false)
    expect(mapperOfClass(Person).localTable.columns.has('desk')).toBe(true)
  })

  it('sets the discriminator of new objects', () => {
    expect(new Engineer({ name: 'x' }).type).toBe('engineer')
    expect(new Boss().type).toBe('boss')
    expect(new Boss()).toBeInstanceOf(Person)
    expect(mapperOfClass(Person).polymorphicMap.get('boss')).toBe(mapperOfClass(Boss))
  })

  it('says when tables cannot be joined', () => {
    expect(() => {
      class Stray extends Person.inherits('stray', { id: column(integer, { primaryKey: true }) }) {
        static {
          mapped(this)
        }
      }
      void Stray
    }).toThrow(
      "Can't determine the inherit condition between inherited table 'person' and inheriting table 'stray'",
    )
  })
})

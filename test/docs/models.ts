/** What the examples in doc comments may name: models, tables, a few objects. Each example gets its own database. */
import {
  attributeKeyedDict,
  boolean,
  column,
  dateTime,
  declarativeBase,
  deferred,
  enumType,
  foreignKey,
  func,
  integer,
  json,
  many,
  mapped,
  one,
  queryExpression,
  string,
  Table,
  textType,
  type KeyedCollection,
} from '../../src/index.js'

export const Base = declarativeBase()
export const { metadata } = Base

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  email: column(string, { nullable: true }),
  nickname: column(string, { nullable: true }),
  first: column(string, { nullable: true }),
  last: column(string, { nullable: true }),
  age: column(integer, { default: 18 }),
  role: column(enumType('a', 'b'), { default: 'a' }),
  settings: column(json<{ theme: string }>(), { default: () => ({ theme: 'light' }) }),
  createdAt: column('created_at', dateTime, { serverDefault: func.now() }),
  joined: column(dateTime, { nullable: true }),
  postCount: queryExpression<number>(),
  posts: () => many(Post, { backPopulates: 'author' }),
  profile: () => one(Profile, { backPopulates: 'user', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export const postTags = new Table('post_tags', metadata, {
  postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tags.id'), { primaryKey: true }),
})

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  body: deferred(column(textType, { nullable: true }), { group: 'texts' }),
  draft: column(boolean, { default: false }),
  deletedAt: column('deleted_at', dateTime, { nullable: true }),
  userId: column('user_id', integer, foreignKey('users.id'), { nullable: true }),
  authorName: column('author_name', string, { nullable: true }),
  scores: column(json<number[]>(), { nullable: true }),
  author: () => one(User, { backPopulates: 'posts', nullable: true }),
  tags: () => many(Tag, { secondary: postTags }),
}) {
  static {
    mapped(this)
  }
}

export class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
}) {
  static {
    mapped(this)
  }
}

export class Profile extends Base.model('profiles', {
  id: column(integer, { primaryKey: true }),
  bio: column(string, { nullable: true }),
  userId: column('user_id', integer, foreignKey('users.id')),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}

export class Employee extends Base.model(
  'employees',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    kind: column(string),
    managerId: column('manager_id', integer, foreignKey('employees.id'), { nullable: true }),
  },
  { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'employee' } },
) {
  static {
    mapped(this)
  }
}

export class Engineer extends Employee.inherits(
  { language: column(string, { nullable: true }) },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

export class Manager extends Employee.inherits(
  { level: column(integer, { nullable: true }) },
  { mapper: { polymorphicIdentity: 'manager' } },
) {
  static {
    mapped(this)
  }
}

export class Item extends Base.model('items', {
  id: column(integer, { primaryKey: true }),
  notes: () => many(Note, { collectionClass: attributeKeyedDict('keyword') }),
}) {
  static {
    mapped(this)
  }
  declare notes: Note[] & KeyedCollection
}

export class Note extends Base.model('notes', {
  id: column(integer, { primaryKey: true }),
  keyword: column(string),
  text: column(string, { nullable: true }),
  itemId: column('item_id', integer, foreignKey('items.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Account extends Base.model('accounts', {
  id: column(integer, { primaryKey: true }),
  entries: () => many(Entry, { lazy: 'writeOnly' }),
}) {
  static {
    mapped(this)
  }
}

export class Entry extends Base.model('entries', {
  id: column(integer, { primaryKey: true }),
  amount: column(integer),
  accountId: column('account_id', integer, foreignKey('accounts.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Shelf extends Base.model('shelves', {
  id: column(integer, { primaryKey: true }),
  books: () => many(Book, { lazy: 'dynamic' }),
}) {
  static {
    mapped(this)
  }
}

export class Book extends Base.model('books', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  shelfId: column('shelf_id', integer, foreignKey('shelves.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Node extends Base.model('nodes', {
  id: column(integer, { primaryKey: true }),
  path: column(string),
}) {
  static {
    mapped(this)
  }
}

export class Bullet extends Base.model('bullets', {
  id: column(integer, { primaryKey: true }),
  position: column(integer),
}) {
  static {
    mapped(this)
  }
}

export class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

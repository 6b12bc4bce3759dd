/** Models for the tests of attributes: one-to-many, many-to-many, one-to-one. */
import { attributeKeyedDict } from '../../../src/orm/attributes/keyed-collection.js'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { Table } from '../../../src/schema/table.js'
import { integer, string } from '../../../src/sql/types/constructors.js'

export const Base = declarativeBase()

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  nickname: column(string, { nullable: true }),
  posts: () => many(Post, { backPopulates: 'author', cascade: 'all, delete-orphan' }),
  profile: () => one(Profile, { backPopulates: 'user', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(200)),
  userId: column('user_id', integer, foreignKey('users.id'), { nullable: true }),
  author: () => one(User, { backPopulates: 'posts', nullable: true }),
  tags: () => many(Tag, { secondary: postTags, backPopulates: 'posts', collectionClass: Set }),
  notes: () => many(Note, { collectionClass: attributeKeyedDict('word'), backref: 'post' }),
}) {
  static {
    mapped(this)
  }
}

const postTags = new Table('post_tags', Base.metadata, {
  postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tags.id'), { primaryKey: true }),
})

export class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  name: column(string(20)),
  posts: () => many(Post, { secondary: postTags, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

export class Note extends Base.model('notes', {
  id: column(integer, { primaryKey: true }),
  word: column(string(20)),
  postId: column('post_id', integer, foreignKey('posts.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Profile extends Base.model('profiles', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id')),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}

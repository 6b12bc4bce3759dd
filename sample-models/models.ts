/**
 * A small publishing platform: the models behind the default shell session, the documentation and many tests.
 * Every kind of mapping once: 1-n, n-1, 1-1, n-n, a tree, a joined and a single-table hierarchy.
 */
import {
  Table,
  boolean,
  column,
  dateTime,
  declarativeBase,
  enumType,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  string,
  textType,
} from 'orm-shell'

export const Base = declarativeBase()

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50), { unique: true }),
  email: column(string(120), { unique: true }),
  role: column(enumType('reader', 'author', 'editor'), { default: 'reader' }),
  active: column(boolean, { default: true }),
  joinedAt: column('joined_at', dateTime, { default: () => new Date() }),
  profile: () =>
    one(Profile, { backPopulates: 'user', nullable: true, cascade: 'all, delete-orphan' }),
  posts: () => many(Post, { backPopulates: 'author', cascade: 'all, delete-orphan' }),
  comments: () => many(Comment, { backPopulates: 'author', cascade: 'all, delete-orphan' }),
  notifications: () => many(Notification, { backPopulates: 'user', cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

export class Profile extends Base.model('profiles', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id'), { unique: true }),
  bio: column(textType, { nullable: true }),
  website: column(string(200), { nullable: true }),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}

export class Category extends Base.model('categories', {
  id: column(integer, { primaryKey: true }),
  name: column(string(60)),
  parentId: column('parent_id', integer, foreignKey('categories.id'), { nullable: true }),
  parent: () =>
    one(Category, { remoteSide: Category.id, backPopulates: 'children', nullable: true }),
  children: () => many(Category, { backPopulates: 'parent' }),
  posts: () => many(Post, { backPopulates: 'category' }),
}) {
  static {
    mapped(this)
  }
}

export const postTags = new Table('post_tags', Base.metadata, {
  postId: column('post_id', integer, foreignKey('posts.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tags.id'), { primaryKey: true }),
})

export class Tag extends Base.model('tags', {
  id: column(integer, { primaryKey: true }),
  name: column(string(40), { unique: true }),
  posts: () => many(Post, { secondary: postTags, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

export class Post extends Base.model('posts', {
  id: column(integer, { primaryKey: true }),
  title: column(string(200)),
  slug: column(string(220), { unique: true }),
  body: column(textType),
  status: column(enumType('draft', 'published', 'archived'), { default: 'draft' }),
  views: column(integer, { default: 0 }),
  publishedAt: column('published_at', dateTime, { nullable: true }),
  authorId: column('author_id', integer, foreignKey('users.id'), { index: true }),
  categoryId: column('category_id', integer, foreignKey('categories.id'), { nullable: true }),
  author: () => one(User, { backPopulates: 'posts' }),
  category: () => one(Category, { backPopulates: 'posts', nullable: true }),
  comments: () => many(Comment, { backPopulates: 'post', cascade: 'all, delete-orphan' }),
  tags: () => many(Tag, { secondary: postTags, backPopulates: 'posts' }),
  media: () => many(Media, { backPopulates: 'post', cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

/** Has no index on its foreign keys, so that `.explain` has something to say. */
export class Comment extends Base.model('comments', {
  id: column(integer, { primaryKey: true }),
  body: column(textType),
  createdAt: column('created_at', dateTime, { default: () => new Date() }),
  postId: column('post_id', integer, foreignKey('posts.id')),
  authorId: column('author_id', integer, foreignKey('users.id')),
  post: () => one(Post, { backPopulates: 'comments' }),
  author: () => one(User, { backPopulates: 'comments' }),
}) {
  static {
    mapped(this)
  }
}

/** A joined hierarchy: what images and videos share is here, the rest in tables of their own. */
export class Media extends Base.model(
  'media',
  {
    id: column(integer, { primaryKey: true }),
    type: column(string(10)),
    url: column(string(200)),
    postId: column('post_id', integer, foreignKey('posts.id')),
    post: () => one(Post, { backPopulates: 'media' }),
  },
  { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'file' } },
) {
  static {
    mapped(this)
  }
}

export class Image extends Media.inherits(
  'images',
  {
    id: column(integer, foreignKey('media.id'), { primaryKey: true }),
    width: column(integer),
    height: column(integer),
  },
  { mapper: { polymorphicIdentity: 'image' } },
) {
  static {
    mapped(this)
  }
}

export class Video extends Media.inherits(
  'videos',
  {
    id: column(integer, foreignKey('media.id'), { primaryKey: true }),
    seconds: column(integer),
  },
  { mapper: { polymorphicIdentity: 'video' } },
) {
  static {
    mapped(this)
  }
}

/** A single-table hierarchy: what only some kinds have is nullable. */
export class Notification extends Base.model(
  'notifications',
  {
    id: column(integer, { primaryKey: true }),
    kind: column(string(10)),
    createdAt: column('created_at', dateTime, { default: () => new Date() }),
    readAt: column('read_at', dateTime, { nullable: true }),
    userId: column('user_id', integer, foreignKey('users.id')),
    user: () => one(User, { backPopulates: 'notifications' }),
  },
  { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'notice' } },
) {
  static {
    mapped(this)
  }
}

export class CommentNotification extends Notification.inherits(
  {
    commentId: column('comment_id', integer, foreignKey('comments.id'), { nullable: true }),
    comment: () => one(Comment, { nullable: true }),
  },
  { mapper: { polymorphicIdentity: 'comment' } },
) {
  static {
    mapped(this)
  }
}

export class MentionNotification extends Notification.inherits(
  { excerpt: column(string(120), { nullable: true }) },
  { mapper: { polymorphicIdentity: 'mention' } },
) {
  static {
    mapped(this)
  }
}

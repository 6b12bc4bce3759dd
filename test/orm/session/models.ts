/** The models of the session's and the flush's tests: a library, a tree, parents with orphans, a team with a captain. */
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { Table } from '../../../src/schema/table.js'
import { integer, string } from '../../../src/sql/types/constructors.js'

export const Base = declarativeBase()

export class Person extends Base.model('person', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  age: column(integer, { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export const bookGenre = new Table('book_genre', Base.metadata, {
  bookId: column('book_id', integer, foreignKey('book.id'), { primaryKey: true }),
  genreId: column('genre_id', integer, foreignKey('genre.id'), { primaryKey: true }),
})

export class Author extends Base.model('author', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  born: column(integer, { nullable: true }),
  books: () => many(Book, { backPopulates: 'author', orderBy: Book.id }),
  awards: () => many(Award, { orderBy: Award.id }),
}) {
  static {
    mapped(this)
  }
}

export class Award extends Base.model('award', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  authorId: column('author_id', integer, foreignKey('author.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Book extends Base.model('book', {
  id: column(integer, { primaryKey: true }),
  title: column(string(100)),
  pages: column(integer, { nullable: true }),
  authorId: column('author_id', integer, foreignKey('author.id'), { nullable: true }),
  author: () => one(Author, { backPopulates: 'books', nullable: true }),
  genres: () => many(Genre, { secondary: bookGenre, backPopulates: 'books', orderBy: Genre.id }),
  cover: () => one(Cover, { backPopulates: 'book', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Genre extends Base.model('genre', {
  id: column(integer, { primaryKey: true }),
  name: column(string(30)),
  books: () => many(Book, { secondary: bookGenre, backPopulates: 'genres', orderBy: Book.id }),
}) {
  static {
    mapped(this)
  }
}

export class Cover extends Base.model('cover', {
  id: column(integer, { primaryKey: true }),
  color: column(string),
  bookId: column('book_id', integer, foreignKey('book.id'), { nullable: true }),
  book: () => one(Book, { backPopulates: 'cover', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Node extends Base.model('node', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  parentId: column('parent_id', integer, foreignKey('node.id'), { nullable: true }),
  parent: () => one(Node, { backPopulates: 'children', remoteSide: Node.id, nullable: true }),
  children: () =>
    many(Node, { backPopulates: 'parent', orderBy: Node.id, cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

export class Parent extends Base.model('parent', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  children: () =>
    many(Child, { backPopulates: 'parent', orderBy: Child.id, cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

export class Child extends Base.model('child', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  parentId: column('parent_id', integer, foreignKey('parent.id'), { nullable: true }),
  parent: () => one(Parent, { backPopulates: 'children', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Team extends Base.model('team', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  captainId: column(
    'captain_id',
    integer,
    foreignKey('player.id', { name: 'fk_captain', useAlter: true }),
    { nullable: true },
  ),
  players: () =>
    many(Player, { backPopulates: 'team', foreignKeys: Player.teamId, orderBy: Player.id }),
  captain: () => one(Player, { foreignKeys: Team.captainId, postUpdate: true, nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Player extends Base.model('player', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  teamId: column('team_id', integer, foreignKey('team.id'), { nullable: true }),
  team: () => one(Team, { backPopulates: 'players', foreignKeys: Player.teamId, nullable: true }),
}) {
  static {
    mapped(this)
  }
}

/** Authors, books, genres, covers and awards: one of each kind of relationship. Used by the loading and query tests. */
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { Table } from '../../../src/schema/table.js'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { integer, string } from '../../../src/sql/index.js'
import '../../../src/sql/compiler/default-dialect.js'
import '../../../src/orm/query/plugin.js'

export const Base = declarativeBase()

export const bookGenre = new Table('book_genre', Base.metadata, {
  book_id: column(integer, foreignKey('book.id'), { primaryKey: true }),
  genre_id: column(integer, foreignKey('genre.id'), { primaryKey: true }),
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
  author_id: column(integer, foreignKey('author.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Book extends Base.model('book', {
  id: column(integer, { primaryKey: true }),
  title: column(string(100)),
  pages: column(integer, { nullable: true }),
  author_id: column(integer, foreignKey('author.id'), { nullable: true }),
  author: () => one(Author, { backPopulates: 'books', nullable: true }),
  genres: () => many(Genre, { secondary: bookGenre, backPopulates: 'books', orderBy: Genre.id }),
  cover: () => one(Cover, { backPopulates: 'book', nullable: true, uselist: false } as never),
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
  book_id: column(integer, foreignKey('book.id'), { nullable: true }),
  book: () => one(Book, { backPopulates: 'cover', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

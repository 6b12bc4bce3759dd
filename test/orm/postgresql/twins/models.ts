/** The models most scenarios use, with the recorded names, and the rows they start with. */
import {
  column,
  declarativeBase,
  foreignKey,
  insert,
  integer,
  many,
  mapped,
  one,
  string,
  Table,
  tableOf,
} from 'orm-shell'
import type { Prepared } from './twin.js'

const PersonBase = declarativeBase()

export class Person extends PersonBase.model('person', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  age: column(integer, { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export const noPeople: Prepared = { metadata: PersonBase.metadata }

export const people: Prepared = {
  ...noPeople,
  setup: (engine) =>
    engine.begin((connection) =>
      connection.execute(insert(tableOf(Person)), [
        { id: 1, name: 'ann', age: 30 },
        { id: 2, name: 'bob', age: 25 },
        { id: 3, name: 'cid', age: 41 },
        { id: 4, name: 'dan', age: null },
      ]),
    ),
}

const LibraryBase = declarativeBase()

export const bookGenre = new Table('book_genre', LibraryBase.metadata, {
  book_id: column(foreignKey('book.id'), { primaryKey: true }),
  genre_id: column(foreignKey('genre.id'), { primaryKey: true }),
})

export class Author extends LibraryBase.model('author', {
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

export class Award extends LibraryBase.model('award', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  author_id: column(integer, foreignKey('author.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Book extends LibraryBase.model('book', {
  id: column(integer, { primaryKey: true }),
  title: column(string(100)),
  pages: column(integer, { nullable: true }),
  author_id: column(integer, foreignKey('author.id'), { nullable: true }),
  author: () => one(Author, { backPopulates: 'books', nullable: true }),
  genres: () => many(Genre, { secondary: bookGenre, backPopulates: 'books', orderBy: Genre.id }),
  cover: () => one(Cover, { backPopulates: 'book', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export class Genre extends LibraryBase.model('genre', {
  id: column(integer, { primaryKey: true }),
  name: column(string(30)),
  books: () => many(Book, { secondary: bookGenre, backPopulates: 'genres', orderBy: Book.id }),
}) {
  static {
    mapped(this)
  }
}

export class Cover extends LibraryBase.model('cover', {
  id: column(integer, { primaryKey: true }),
  color: column(string),
  book_id: column(integer, foreignKey('book.id'), { nullable: true }),
  book: () => one(Book, { backPopulates: 'cover', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export const emptyLibrary: Prepared = { metadata: LibraryBase.metadata }

export const library: Prepared = {
  ...emptyLibrary,
  setup: (engine) =>
    engine.begin((connection) => {
      connection.execute(insert(tableOf(Author)), [
        { id: 1, name: 'Lem', born: 1921 },
        { id: 2, name: 'Woolf', born: 1882 },
        { id: 3, name: 'Borges', born: 1899 },
        { id: 4, name: 'Nobody', born: null },
      ])
      connection.execute(insert(tableOf(Book)), [
        { id: 1, title: 'Solaris', pages: 204, author_id: 1 },
        { id: 2, title: 'Fiasco', pages: 322, author_id: 1 },
        { id: 3, title: 'Orlando', pages: 134, author_id: 2 },
        { id: 4, title: 'Ficciones', pages: 174, author_id: 3 },
        { id: 5, title: 'The Cyberiad', pages: 295, author_id: 1 },
        { id: 6, title: 'Anonymous', pages: null, author_id: null },
      ])
      connection.execute(insert(tableOf(Genre)), [
        { id: 1, name: 'scifi' },
        { id: 2, name: 'novel' },
        { id: 3, name: 'stories' },
      ])
      const pairs = ['1 1', '1 2', '2 1', '3 2', '4 3', '5 1', '5 3'].map((pair) => pair.split(' '))
      connection.execute(
        insert(bookGenre),
        pairs.map(([book, genre]) => ({ book_id: Number(book), genre_id: Number(genre) })),
      )
      connection.execute(insert(tableOf(Cover)), [
        { id: 1, color: 'red', book_id: 1 },
        { id: 2, color: 'blue', book_id: 3 },
      ])
      connection.execute(insert(tableOf(Award)), [
        { id: 1, title: 'Hugo', author_id: 1 },
        { id: 2, title: 'Nebula', author_id: 1 },
        { id: 3, title: 'Cervantes', author_id: 3 },
      ])
    }),
}

const TreeBase = declarativeBase()

export class Node extends TreeBase.model('node', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  parent_id: column(integer, foreignKey('node.id'), { nullable: true }),
  parent: () => one(Node, { backPopulates: 'children', remoteSide: Node.id, nullable: true }),
  children: () => many(Node, { backPopulates: 'parent', orderBy: Node.id }),
}) {
  static {
    mapped(this)
  }
}

export const tree: Prepared = { metadata: TreeBase.metadata }

type AnyTable = ReturnType<typeof tableOf>

/** Rows for models that are a family, whatever their relationships. */
export function insertFamily(parent: AnyTable, child: AnyTable): NonNullable<Prepared['setup']> {
  return (engine) =>
    engine.begin((connection) => {
      connection.execute(insert(parent), [
        { id: 1, name: 'p1' },
        { id: 2, name: 'p2' },
      ])
      connection.execute(insert(child), [
        { id: 1, name: 'c1', parent_id: 1 },
        { id: 2, name: 'c2', parent_id: 1 },
        { id: 3, name: 'c3', parent_id: 2 },
        { id: 4, name: 'c4', parent_id: null },
      ])
    })
}

const FamilyBase = declarativeBase()

export class Parent extends FamilyBase.model('parent', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  children: () => many(Child, { backPopulates: 'parent' }),
}) {
  static {
    mapped(this)
  }
}

export class Child extends FamilyBase.model('child', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  parent_id: column(integer, foreignKey('parent.id'), { nullable: true }),
  parent: () => one(Parent, { backPopulates: 'children', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

export const family: Prepared = {
  metadata: FamilyBase.metadata,
  setup: insertFamily(tableOf(Parent), tableOf(Child)),
}

/** In which order, and in which batches, a flush writes. */
import { describe, expect, it } from 'vitest'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Author, Base, Book, Cover, Genre, Node, Person, Player, Team } from '../session/models.js'

describe('a flush', () => {
  it('writes parents before children whatever the order of adding', () => {
    const session = fixtureSession(Base.metadata)
    const book = new Book({ title: 'b' })
    const cover = new Cover({ color: 'red', book })
    const author = new Author({ name: 'a' })
    book.author = author
    book.genres.push(new Genre({ name: 'g' }))
    session.add(cover)
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO author (name, born) VALUES (?, ?)', 'a', null],
      ['INSERT INTO genre (name) VALUES (?)', 'g'],
      ['INSERT INTO book (title, pages, author_id) VALUES (?, ?, ?)', 'b', null, 1],
      ['INSERT INTO book_genre (book_id, genre_id) VALUES (?, ?)', 1, 1],
      ['INSERT INTO cover (color, book_id) VALUES (?, ?)', 'red', 1],
    ])
    expect([author.id, book.authorId, cover.bookId]).toEqual([1, 1, 1])
  })

  it('groups neighbours with the same columns and the same knowledge of their key', () => {
    const session = fixtureSession(Base.metadata)
    session.addAll([
      new Person({ name: 'a' }),
      new Person({ id: 10, name: 'b' }),
      new Person({ id: 11, name: 'c' }),
      new Person({ name: 'd' }),
      new Person({ name: 'e', age: 1 }),
      new Person({ id: 112, name: 'f', age: 2 }),
    ])
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO person (name, age) VALUES (?, ?)', 'a', null],
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', [10, 'b', null], [11, 'c', null]],
      ['INSERT INTO person (name, age) VALUES (?, ?) RETURNING id', 'd', null],
      ['INSERT INTO person (name, age) VALUES (?, ?) RETURNING id', 'e', 1],
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', 112, 'f', 2],
    ])
  })

  it('updates changed columns only, in primary key order, one executemany for equal columns', () => {
    const session = fixtureSession(Base.metadata)
    const people = [1, 2, 3].map((id) => new Person({ id, name: `n${id}`, age: id }))
    session.addAll(people)
    session.flush()
    const [first, second, third] = people as [Person, Person, Person]
    third.name = 'z'
    first.name = 'y'
    second.name = 'n2'
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET name=? WHERE person.id = ?', ['y', 1], ['z', 3]],
    ])
  })

  it('inserts a tree level by level', () => {
    const session = fixtureSession(Base.metadata)
    const leaf = new Node({ name: 'leaf' })
    const mid = new Node({ name: 'mid', children: [leaf] })
    const root = new Node({ name: 'root', children: [mid] })
    const other = new Node({ name: 'other' })
    session.addAll([leaf, other, mid, root])
    session.flush()
    expect([root.id, other.id, mid.id, leaf.id].sort()).toEqual([1, 2, 3, 4])
    expect([mid.parentId, leaf.parentId]).toEqual([root.id, mid.id])
    expect(Math.max(root.id, other.id)).toBe(2)
    expect([mid.id, leaf.id]).toEqual([3, 4])
  })

  it('deletes a tree from its leaves', () => {
    const session = fixtureSession(Base.metadata)
    const leaf = new Node({ name: 'leaf' })
    const root = new Node({ name: 'root', children: [new Node({ name: 'mid', children: [leaf] })] })
    session.add(root)
    session.flush()
    session.delete(root)
    expectStatements(session, () => session.flush(), [
      ['DELETE FROM node WHERE node.id = ?', 3],
      ['DELETE FROM node WHERE node.id = ?', 2],
      ['DELETE FROM node WHERE node.id = ?', 1],
    ])
  })

  it('breaks a cycle of rows with an UPDATE afterwards', () => {
    const session = fixtureSession(Base.metadata)
    const team = new Team({ name: 'red' })
    const player = new Player({ name: 'a', team })
    team.captain = player
    session.add(team)
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO team (name, captain_id) VALUES (?, ?)', 'red', null],
      ['INSERT INTO player (name, team_id) VALUES (?, ?)', 'a', 1],
      ['UPDATE team SET captain_id=? WHERE team.id = ?', 1, 1],
    ])
    session.delete(team)
    session.delete(player)
    expectStatements(session, () => session.flush(), [
      ['UPDATE team SET captain_id=? WHERE team.id = ?', null, 1],
      ['DELETE FROM player WHERE player.id = ?', 1],
      ['DELETE FROM team WHERE team.id = ?', 1],
    ])
  })

  it('writes one association row for both sides of a many-to-many relationship', () => {
    const session = fixtureSession(Base.metadata)
    const book = new Book({ title: 'b' })
    const genre = new Genre({ name: 'g' })
    book.genres.push(genre)
    session.add(book)
    session.flush()
    expect(genre.books).toEqual([book])
    book.genres.splice(0, 1)
    expectStatements(session, () => session.flush(), [
      ['DELETE FROM book_genre WHERE book_genre.book_id = ? AND book_genre.genre_id = ?', 1, 1],
    ])
  })

  it('turns delete and insert of one key into an UPDATE', () => {
    const session = fixtureSession(Base.metadata)
    const old = new Person({ id: 1, name: 'old', age: 5 })
    session.add(old)
    session.commit()
    session.delete(session.getOne(Person, 1))
    session.add(new Person({ id: 1, name: 'new' }))
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET name=? WHERE person.id = ?', 'new', 1],
    ])
  })
})

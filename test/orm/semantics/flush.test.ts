/** The numbered facts about what a flush writes, and in which order. */
import { describe, expect, test } from 'vitest'
import { PendingRollbackError } from '../../../src/engine/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { event } from '../../../src/util/event-registry.js'
import '../../../src/orm/events.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { select } from '../../../src/sql/selectable/select.js'
import { text } from '../../../src/sql/elements/literals.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base, Child, Node, Parent, Person, Player, Team } from '../session/models.js'

describe('a flush', () => {
  test('56: updates before inserts, deletes last, in the order of add() or of the key', () => {
    const session = fixtureSession(Base.metadata)
    const [first, second] = [new Person({ id: 1, name: 'a' }), new Person({ id: 2, name: 'b' })]
    session.addAll([second, first])
    session.commit()
    void first.name
    void second.name
    session.delete(first)
    second.name = 'changed'
    session.add(new Person({ id: 3, name: 'c' }))
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET name=? WHERE person.id = ?', 'changed', 2],
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', 3, 'c', null],
      ['DELETE FROM person WHERE person.id = ?', 1],
    ])
  })

  test('58: only changed columns are written, the same columns together', () => {
    const session = fixtureSession(Base.metadata)
    const people = [1, 2].map((id) => new Person({ id, name: `p${id}`, age: 1 }))
    session.addAll(people)
    session.commit()
    for (const person of people) void person.age
    for (const person of people) person.age = (person.age ?? 0) + 5
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET age=? WHERE person.id = ?', [6, 1], [6, 2]],
    ])
  })

  test('59: missing columns are written as NULL, so that different objects go together', () => {
    const session = fixtureSession(Base.metadata)
    session.addAll([new Person({ id: 1, name: 'a' }), new Person({ id: 2, age: 3 })])
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO person (id, name, age) VALUES (?, ?, ?)', [1, 'a', null], [2, null, 3]],
    ])
  })

  test('62: a tree is inserted level by level', () => {
    const session = fixtureSession(Base.metadata)
    const leaf = new Node({ id: 3, name: 'leaf' })
    const root = new Node({
      id: 1,
      name: 'root',
      children: [new Node({ id: 2, name: 'branch', children: [leaf] })],
    })
    session.add(root)
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO node (id, name, parent_id) VALUES (?, ?, ?)', 1, 'root', null],
      ['INSERT INTO node (id, name, parent_id) VALUES (?, ?, ?)', 2, 'branch', 1],
      ['INSERT INTO node (id, name, parent_id) VALUES (?, ?, ?)', 3, 'leaf', 2],
    ])
  })

  test('63: rows that refer to each other need postUpdate: INSERT, INSERT, UPDATE', () => {
    const session = fixtureSession(Base.metadata)
    const player = new Player({ id: 1, name: 'p' })
    session.add(new Team({ id: 1, name: 't', players: [player], captain: player }))
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO team (id, name, captain_id) VALUES (?, ?, ?)', 1, 't', null],
      ['INSERT INTO player (id, name, team_id) VALUES (?, ?, ?)', 1, 'p', 1],
      ['UPDATE team SET captain_id=? WHERE team.id = ?', 1, 1],
    ])
  })

  test('64: queries flush, identity hits and noAutoflush() do not', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ id: 1, name: 'x' }))
    session.noAutoflush(() => expect(session.scalars(select(Person)).all()).toEqual([]))
    expect(session.scalars(select(Person)).all()).toHaveLength(1)
    const added = new Person({ id: 2, name: 'y' })
    session.add(added)
    session.get(Person, 1)
    session.execute(text('SELECT 1'))
    expect(inspect(added).pending).toBe(true)
  })

  test('65: an error of an autoflush says so', () => {
    const session = fixtureSession(Base.metadata)
    session.execute(text("INSERT INTO person (id, name) VALUES (1, 'a')"))
    session.add(new Person({ id: 1, name: 'again' }))
    expect(() => session.scalars(select(Person))).toThrow(
      /raised as a result of Query-invoked autoflush/,
    )
  })

  test('66: no flush inside a flush, and changes made by row hooks are warned about', () => {
    const session = fixtureSession(Base.metadata)
    const flushAgain = (): void => session.flush()
    event.listen(session, 'beforeFlush', flushAgain)
    session.add(new Person({ name: 'x' }))
    expect(() => session.flush()).toThrow('Session is already flushing')
    event.remove(session, 'beforeFlush', flushAgain)
    const addMore = (): void => session.add(new Person({ name: 'late' }))
    event.listen(Person, 'beforeInsert', addMore, { once: true })
    const { warnings } = collectWarnings(() => session.flush())
    event.remove(Person, 'beforeInsert', addMore)
    expect(warnings[0]?.message).toMatch(
      /^Usage of the 'Session\.add\(\)' operation is not currently/,
    )
  })

  test('67: commit() flushes until nothing is left, a hundred times at most', () => {
    const session = fixtureSession(Base.metadata)
    event.listen(session, 'afterFlushPostexec', () => session.add(new Person({ name: 'again' })))
    session.add(new Person({ name: 'x' }))
    expect(() => session.commit()).toThrow(/^Over 100 subsequent flushes have occurred/)
  })

  test('68: after a failed flush everything but rollback() is refused', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Person({ id: 1, name: 'a' }))
    session.commit()
    const nested = session.beginNested()
    session.add(new Person({ id: 1, name: 'b' }))
    collectWarnings(() => expect(() => session.flush()).toThrow(/UNIQUE/))
    expect(nested.isActive).toBe(false)
    nested.rollback()
    expect(session.scalars(select(Person.name)).all()).toEqual(['a'])
    session.add(new Person({ id: 1, name: 'c' }))
    collectWarnings(() => expect(() => session.flush()).toThrow(/UNIQUE/))
    expect(() => session.scalars(select(Person))).toThrow(PendingRollbackError)
    session.rollback()
    expect(session.scalars(select(Person.name)).all()).toEqual(['a'])
  })

  test('69: a partial flush writes the objects it is given', () => {
    const session = fixtureSession(Base.metadata)
    const [first, second] = [new Person({ name: 'a' }), new Person({ name: 'b' })]
    session.addAll([first, second])
    session.flush([second])
    expect([inspect(first).pending, inspect(second).persistent]).toEqual([true, true])
  })
})

describe('cascades', () => {
  test('46: what is put into a collection comes along, what only points at it does not', () => {
    const session = fixtureSession(Base.metadata)
    const parent = new Parent({ name: 'p', children: [new Child({ name: 'c' })] })
    session.add(parent)
    expect(session.new.size).toBe(2)
    session.flush()
    const stray = new Child({ name: 'stray', parent })
    expect(session.contains(stray)).toBe(false)
    const holder = new Child({ name: 'holder' })
    session.add(holder)
    holder.parent = new Parent({ name: 'new' })
    expect(session.contains(holder.parent)).toBe(true)
  })

  test('47: delete() loads what it cascades to, children go before their parent', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Parent({ id: 1, name: 'p', children: [new Child({ id: 1, name: 'c' })] }))
    session.commit()
    session.expungeAll()
    const parent = session.get(Parent, 1) as Parent
    expectStatements(session, () => session.delete(parent), [
      [
        'SELECT child.id AS child_id, child.name AS child_name, child.parent_id AS child_parent_id FROM child WHERE ? = child.parent_id ORDER BY child.id',
        1,
      ],
    ])
    expectStatements(session, () => session.flush(), [
      ['DELETE FROM child WHERE child.id = ?', 1],
      ['DELETE FROM parent WHERE parent.id = ?', 1],
    ])
  })

  test('50: an orphan is deleted, one with a new parent is updated, a pending one leaves at once', () => {
    const session = fixtureSession(Base.metadata)
    const [first, second] = [new Parent({ id: 1, name: 'a' }), new Parent({ id: 2, name: 'b' })]
    first.children.push(new Child({ id: 1, name: 'c1' }), new Child({ id: 2, name: 'c2' }))
    session.addAll([first, second])
    session.commit()
    const [gone, moved] = first.children as unknown as [Child, Child]
    void second.children.length
    first.children = []
    second.children.push(moved)
    expectStatements(session, () => session.flush(), [
      ['UPDATE child SET parent_id=? WHERE child.id = ?', 2, 2],
      ['DELETE FROM child WHERE child.id = ?', 1],
    ])
    expect(inspect(gone).deleted).toBe(true)
    const pending = new Child({ name: 'p' })
    second.children.push(pending)
    second.children.pop()
    expect(inspect(pending).transient).toBe(true)
  })

  test('51: a child that never had a parent is inserted without one', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Child({ id: 1, name: 'alone' }))
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO child (id, name, parent_id) VALUES (?, ?, ?)', 1, 'alone', null],
    ])
  })

  test('54: a row that is gone already: a warning for DELETE, an error for UPDATE', () => {
    const session = fixtureSession(Base.metadata)
    const person = new Person({ id: 1, name: 'a' })
    session.add(person)
    session.commit()
    void person.name
    session.execute(text('DELETE FROM person'))
    person.name = 'b'
    expect(() => session.flush()).toThrow(
      "UPDATE statement on table 'person' expected to update 1 row(s); 0 were matched.",
    )
    session.rollback()
    void person.name
    session.execute(text('DELETE FROM person'))
    session.delete(person)
    const { warnings } = collectWarnings(() => session.flush())
    expect(warnings[0]?.message).toMatch(/^DELETE statement on table 'person' expected to delete 1/)
  })
})

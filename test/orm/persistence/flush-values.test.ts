/** What a flush writes and reads back: keys, expressions, defaults, versions, tables of a hierarchy. */
import { describe, expect, it } from 'vitest'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { StaleDataError } from '../../../src/orm/errors.js'
import { inspect } from '../../../src/orm/inspect.js'
import { DependencyRuleError, FlushError } from '../../../src/orm/persistence/errors.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { literalColumn } from '../../../src/sql/elements/column-clause.js'
import { func } from '../../../src/sql/elements/functions.js'
import { text } from '../../../src/sql/elements/literals.js'
import { integer, string } from '../../../src/sql/types/constructors.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base as Library, Book, Genre, Person } from '../session/models.js'

const Base = declarativeBase()

class Owner extends Base.model('owner', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  pets: () => many(Pet, { backPopulates: 'owner', passiveUpdates: false, orderBy: Pet.id }),
}) {
  static {
    mapped(this)
  }
}

class Pet extends Base.model('pet', {
  id: column(integer, { primaryKey: true }),
  ownerId: column('owner_id', integer, foreignKey('owner.id'), { nullable: true }),
  owner: () => one(Owner, { backPopulates: 'pets', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Order extends Base.model('orders', {
  id: column(integer, { primaryKey: true }),
  lines: () => many(Line, { backPopulates: 'order' }),
}) {
  static {
    mapped(this)
  }
}

class Line extends Base.model('line', {
  orderId: column('order_id', integer, foreignKey('orders.id'), { primaryKey: true }),
  num: column(integer, { primaryKey: true }),
  order: () => one(Order, { backPopulates: 'lines' }),
}) {
  static {
    mapped(this)
  }
}

class Eager extends Base.model(
  'eager',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    ts: column(string, { serverDefault: 'd' }),
    n: column(integer, { serverDefault: '0', onupdate: literalColumn<number>('n + 1') }),
  },
  { mapper: { eagerDefaults: true } },
) {
  static {
    mapped(this)
  }
}

class Doc extends Base.model(
  'doc',
  {
    id: column(integer, { primaryKey: true }),
    title: column(string, { nullable: true }),
    kind: column(string, { default: 'plain' }),
    version: column(integer),
  },
  { mapper: { versionIdCol: 'version' } },
) {
  static {
    mapped(this)
  }
}

class Staff extends Base.model(
  'staff',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    kind: column(string),
  },
  { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'staff' } },
) {
  static {
    mapped(this)
  }
}

class Engineer extends Staff.inherits(
  'engineer',
  {
    id: column(integer, foreignKey('staff.id'), { primaryKey: true }),
    lang: column(string, { nullable: true }),
  },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

describe('keys', () => {
  it('follow a changed primary key where the database does not', () => {
    const session = fixtureSession(Base.metadata)
    const owner = new Owner({ id: 1, pets: [new Pet({ id: 1 }), new Pet({ id: 2 })] })
    session.add(owner)
    session.commit()
    expect(owner.name).toBeNull()
    owner.id = 100
    expectStatements(session, () => session.flush(), [
      [
        'SELECT pet.id AS pet_id, pet.owner_id AS pet_owner_id FROM pet ' +
          'WHERE ? = pet.owner_id ORDER BY pet.id',
        1,
      ],
      ['UPDATE owner SET id=? WHERE owner.id = ?', 100, 1],
      ['UPDATE pet SET owner_id=? WHERE pet.id = ?', [100, 1], [100, 2]],
    ])
    expect(inspect(owner).identity).toEqual([100])
    session.rollback()
    expect(inspect(owner).identity).toEqual([1])
  })

  it('are not blanked out when they are primary', () => {
    const session = fixtureSession(Base.metadata)
    const order = new Order({ lines: [new Line({ num: 1 }), new Line({ num: 2 })] })
    session.add(order)
    expectStatements(session, () => session.commit(), [
      'BEGIN (implicit)',
      'INSERT INTO orders DEFAULT VALUES',
      ['INSERT INTO line (order_id, num) VALUES (?, ?)', [1, 1], [1, 2]],
      'COMMIT',
    ])
    order.lines.splice(0, 1)
    expect(() => session.flush()).toThrow(DependencyRuleError)
  })

  it('must have a value in the end', () => {
    const session = fixtureSession(Base.metadata)
    session.add(new Line({ num: 1 }))
    expect(() => session.flush()).toThrow(/NOT NULL/)
    expect(new FlushError('x').message).toBe('x')
  })
})

describe('values', () => {
  it('may be SQL expressions, and are loaded afterwards', () => {
    const session = fixtureSession(Library.metadata)
    const person = new Person({ name: 'a', age: 30 })
    session.add(person)
    session.flush()
    person.age = Person.age.add(5) as unknown as number
    expectStatements(session, () => session.flush(), [
      ['UPDATE person SET age=(person.age + ?) WHERE person.id = ?', 5, 1],
    ])
    expectStatements(session, () => expect(person.age).toBe(35), [
      ['SELECT person.age AS person_age FROM person WHERE person.id = ?', 1],
    ])
    session.add(new Person({ name: func.upper('abc') as unknown as string, age: 2 }))
    expectStatements(session, () => session.flush(), [
      ['INSERT INTO person (name, age) VALUES (upper(?), ?)', 'abc', 2],
    ])
    expect(session.get(Person, 2)?.name).toBe('ABC')
  })

  it('that are the same as before are not written', () => {
    const session = fixtureSession(Library.metadata)
    const person = new Person({ name: 'a', age: 30 })
    session.add(person)
    session.flush()
    person.name = null
    session.flush()
    person.name = 'x'
    person.name = null
    person.age = 30
    expectStatements(session, () => session.flush(), [])
  })

  it('that the database makes come back with the statement', () => {
    const session = fixtureSession(Base.metadata)
    const eager = new Eager({ name: 'a' })
    session.add(eager)
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO eager (name) VALUES (?) RETURNING id, ts, n', 'a'],
    ])
    expect(inspect(eager).dict).toEqual({ id: 1, name: 'a', ts: 'd', n: 0 })
    eager.name = 'z'
    expectStatements(session, () => session.flush(), [
      ['UPDATE eager SET name=?, n=n + 1 WHERE eager.id = ? RETURNING n', 'z', 1],
    ])
    expectStatements(session, () => expect(eager.n).toBe(1), [])
  })

  it('count versions and notice changes by others', () => {
    const session = fixtureSession(Base.metadata)
    const doc = new Doc({ title: 'a' })
    session.add(doc)
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO doc (title, kind, version) VALUES (?, ?, ?) RETURNING id', 'a', 'plain', 1],
    ])
    expect([doc.kind, doc.version]).toEqual(['plain', 1])
    doc.title = 'b'
    expectStatements(session, () => session.flush(), [
      ['UPDATE doc SET title=?, version=? WHERE doc.id = ? AND doc.version = ?', 'b', 2, 1, 1],
    ])
    session.execute(text('UPDATE doc SET version = 7'))
    doc.title = 'c'
    expect(() => session.flush()).toThrow(StaleDataError)
  })
})

describe('rows', () => {
  it('of a hierarchy are written table by table', () => {
    const session = fixtureSession(Base.metadata)
    const engineer = new Engineer({ name: 'e', lang: 'ts' })
    session.addAll([engineer, new Staff({ name: 's' })])
    expectStatements(session, () => session.flush(), [
      'BEGIN (implicit)',
      ['INSERT INTO staff (name, kind) VALUES (?, ?) RETURNING id', 'e', 'engineer'],
      ['INSERT INTO staff (name, kind) VALUES (?, ?) RETURNING id', 's', 'staff'],
      ['INSERT INTO engineer (id, lang) VALUES (?, ?)', 1, 'ts'],
    ])
    engineer.lang = 'js'
    expectStatements(session, () => session.flush(), [
      ['UPDATE engineer SET lang=? WHERE engineer.id = ?', 'js', 1],
    ])
    session.delete(engineer)
    expectStatements(session, () => session.flush(), [
      ['DELETE FROM engineer WHERE engineer.id = ?', 1],
      ['DELETE FROM staff WHERE staff.id = ?', 1],
    ])
  })

  it('that are gone already are a warning for DELETE, an error for UPDATE and associations', () => {
    const session = fixtureSession(Library.metadata)
    const [first, second] = [new Person({ name: 'a' }), new Person({ name: 'b' })]
    const book = new Book({ title: 't', genres: [new Genre({ name: 'g' })] })
    session.addAll([first, second, book])
    session.flush()
    session.execute(text('DELETE FROM person'))
    session.execute(text('DELETE FROM book_genre'))
    session.delete(first)
    const { warnings } = collectWarnings(() => session.flush())
    expect(warnings[0]?.message).toMatch(
      /^DELETE statement on table 'person' expected to delete 1 row\(s\); 0 were matched\./,
    )
    second.name = 'c'
    expect(() => session.flush()).toThrow(
      "UPDATE statement on table 'person' expected to update 1 row(s); 0 were matched.",
    )
    session.rollback()
  })

  it('of a relationship are deleted once and must be there', () => {
    const session = fixtureSession(Library.metadata)
    const book = new Book({ title: 't', genres: [new Genre({ name: 'g' })] })
    session.add(book)
    session.flush()
    session.execute(text('DELETE FROM book_genre'))
    book.genres.splice(0, 1)
    expect(() => session.flush()).toThrow(
      "DELETE statement on table 'book_genre' expected to delete 1 row(s); Only 0 were matched.",
    )
  })
})

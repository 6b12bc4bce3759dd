/** Facts 117 to 123 of the ORM's semantics: inheritance, hybrids, composites. */
import { expect, test } from 'vitest'
import {
  column,
  columnProperty,
  composite,
  declarativeBase,
  foreignKey,
  func,
  integer,
  mapped,
  select,
  selectinPolymorphic,
  string,
  synonym,
  text,
  update,
  withPolymorphic,
  type Session,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { statementsOf } from './statements.js'

const Base = declarativeBase()

class Employee extends Base.model(
  'employee',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    type: column(string),
  },
  { mapper: { polymorphicOn: 'type', polymorphicIdentity: 'employee' } },
) {
  static {
    mapped(this)
  }
}

class Engineer extends Employee.inherits(
  'engineer',
  {
    id: column(integer, foreignKey('employee.id'), { primaryKey: true }),
    lang: column(string, { nullable: true }),
  },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

class Manager extends Employee.inherits(
  { title: column(string, { nullable: true }) },
  { mapper: { polymorphicIdentity: 'manager' } },
) {
  static {
    mapped(this)
  }
}

function staff(): Session {
  const session = fixtureSession(Base.metadata)
  session.addAll([
    new Employee({ name: 'e' }),
    new Engineer({ name: 'g', lang: 'ts' }),
    new Manager({ name: 'm', title: 'boss' }),
  ])
  session.commit()
  session.expungeAll()
  return session
}

test('117: a base class loads its own columns, a subclass joins, and the rest is loaded when asked for', () => {
  const session = staff()
  expect(statementsOf(session, () => session.scalars(select(Employee)).all())).toEqual([
    'SELECT employee.id, employee.name, employee.type FROM employee',
  ])
  const engineer = session
    .scalars(select(Employee).where(Employee.type.eq('engineer')))
    .one() as Engineer
  expect(statementsOf(session, () => engineer.lang)).toEqual([
    'SELECT engineer.lang AS engineer_lang FROM engineer WHERE ? = engineer.id',
  ])
  session.expungeAll()
  expect(statementsOf(session, () => session.scalars(select(Engineer)).all())[0]).toContain(
    'FROM employee JOIN engineer ON employee.id = engineer.id',
  )
  const all = withPolymorphic(Employee, '*')
  expect(statementsOf(session, () => session.scalars(select(all)).all())[0]).toContain(
    'FROM employee LEFT OUTER JOIN engineer ON employee.id = engineer.id',
  )
  session.expungeAll()
  const option = selectinPolymorphic(Employee, [Engineer])
  expect(
    statementsOf(session, () => session.scalars(select(Employee).options(option)).all()),
  ).toHaveLength(2)
})

test('118: a single-table subclass filters by its discriminator, for columns and counts too', () => {
  const session = staff()
  const filter = /WHERE employee.type IN \(\?\)/
  expect(statementsOf(session, () => session.scalars(select(Manager)).all())[0]).toMatch(filter)
  expect(statementsOf(session, () => session.scalars(select(Manager.name)).all())[0]).toMatch(
    filter,
  )
  expect(session.scalar(select(func.count(Manager.id)))).toBe(1)
})

test('119: the discriminator is set when an object is made, and one that is unknown is an error', () => {
  const session = staff()
  expect(new Manager({}).type).toBe('manager')
  session.execute(text("UPDATE employee SET type = 'nope' WHERE id = 1"))
  expect(() => session.scalars(select(Employee)).all()).toThrow(
    /No such polymorphic_identity 'nope' is defined/,
  )
})

test('120: a concrete subclass has a table of its own', () => {
  const Own = declarativeBase()
  class Emp extends Own.model('emp', {
    id: column(integer, { primaryKey: true }),
    name: column(string),
  }) {
    static {
      mapped(this)
    }
  }
  class Boss extends Emp.inherits(
    'boss',
    { id: column(integer, { primaryKey: true }), name: column(string), car: column(string) },
    { mapper: { concrete: true } },
  ) {
    static {
      mapped(this)
    }
  }
  const session = fixtureSession(Own.metadata)
  session.addAll([new Emp({ name: 'e' }), new Boss({ name: 'b', car: 'c' })])
  expect(statementsOf(session, () => session.flush())).toEqual([
    'INSERT INTO emp (name) VALUES (?)',
    'INSERT INTO boss (name, car) VALUES (?, ?)',
  ])
  expect(session.scalars(select(Emp)).all()).toHaveLength(1)
  expect(session.scalars(select(Boss)).one().car).toBe('c')
})

test('121: UPDATE touches the tables that changed; DELETE goes from the subclass to the base', () => {
  const session = staff()
  const engineer = session.scalars(select(Engineer)).one()
  engineer.lang = 'sql'
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE engineer SET lang=? WHERE engineer.id = ?',
  ])
  session.delete(engineer)
  expect(statementsOf(session, () => session.flush())).toEqual([
    'DELETE FROM engineer WHERE engineer.id = ?',
    'DELETE FROM employee WHERE employee.id = ?',
  ])
})

const Other = declarativeBase()

class Span extends Other.model('span', {
  id: column(integer, { primaryKey: true }),
  start: column(integer),
  end: column(integer),
}) {
  static {
    mapped(this)
  }
  get extent(): number {
    return this.end - this.start
  }
  static get extent() {
    return this.end.sub(this.start)
  }
}

test('122: a hybrid is a value of an object and an expression of its class', () => {
  const session = fixtureSession(Other.metadata)
  session.add(new Span({ start: 2, end: 7 }))
  session.commit()
  const length = Span.extent
  const found = session.scalars(select(Span).where(length.eq(5))).one()
  expect(found.extent).toBe(5)
  expect(String(select(Span.id).where(length.gt(1)))).toMatch(
    /span\."end" - span\.start > :param_1/,
  )
  session.execute(update(Span).values({ end: length.add(1) }))
})

test('123: composites, synonyms and column properties are attributes like others', () => {
  class Point {
    constructor(
      readonly x: number,
      readonly y: number,
    ) {}
  }
  const Own = declarativeBase()
  class Vertex extends Own.model('vertex', {
    id: column(integer, { primaryKey: true }),
    x: column(integer),
    y: column(integer),
    point: composite(Point, 'x', 'y'),
    abscissa: synonym('x'),
    sum: () => columnProperty(Vertex.x.add(Vertex.y)),
  }) {
    static {
      mapped(this)
    }
  }
  const session = fixtureSession(Own.metadata)
  session.add(new Vertex({ point: new Point(3, 4) }))
  session.commit()
  const vertex = session.scalars(select(Vertex)).one() as Vertex & { sum: number; abscissa: number }
  expect([vertex.point, vertex.sum, vertex.abscissa]).toEqual([new Point(3, 4), 7, 3])
})

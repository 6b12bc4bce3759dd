/** Concrete hierarchies whose base is read from the union of their tables. */
import { expect, test } from 'vitest'
import {
  AbstractConcreteBase,
  column,
  ConcreteBase,
  configureMappers,
  createEngine,
  declarativeBase,
  integer,
  mapped,
  polymorphicUnion,
  select,
  Session,
  string,
  tableOf,
} from '../../../src/index.js'

const id = { id: column(integer, { primaryKey: true }) }
const concrete = (polymorphicIdentity: string) => ({
  mapper: { polymorphicIdentity, concrete: true },
})

function staffed() {
  const Base = declarativeBase()
  class Employee extends ConcreteBase(Base).model(
    'employee',
    { ...id, name: column(string) },
    concrete('employee'),
  ) {
    static {
      mapped(this)
    }
  }
  class Manager extends Employee.inherits(
    'manager',
    { ...id, name: column(string), car: column(string) },
    concrete('manager'),
  ) {
    static {
      mapped(this)
    }
  }
  const engine = createEngine('sqlite:///:memory:')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  session.addAll([new Employee({ name: 'e' }), new Manager({ name: 'm', car: 'c' })])
  session.commit()
  session.expungeAll()
  return { Base, Employee, Manager, session }
}

test('ConcreteBase reads a class together with its concrete subclasses', () => {
  const { Employee, Manager, session } = staffed()
  const found = session.scalars(select(Employee).orderBy(Employee.name)).all()
  expect(found.map((each) => [each instanceof Manager, each.name])).toEqual([
    [false, 'e'],
    [true, 'm'],
  ])
  expect((found[1] as InstanceType<typeof Manager>).car).toBe('c')
  expect(String(select(Employee).where(Employee.name.eq('m')))).toContain('WHERE pjoin.name = ')
  expect(session.scalars(select(Employee).where(Employee.name.eq('m'))).one()).toBe(found[1])
  expect(session.scalars(select(Manager.name)).all()).toEqual(['m'])
  expect(session.scalars(select(Manager)).one()).toBe(found[1])
})

test('a concrete subclass that is expired is loaded from its own table', () => {
  const { Manager, session } = staffed()
  const manager = session.scalars(select(Manager)).one()
  session.expireAll()
  expect(manager.car).toBe('c')
  manager.car = 'd'
  session.commit()
  expect(session.get(Manager, 1)).toBe(manager)
  expect(manager.car).toBe('d')
})

test('AbstractConcreteBase is mapped when all subclasses are known, with the attributes of all', () => {
  const Base = declarativeBase()
  class Employee extends AbstractConcreteBase(Base).model({ name: column(string) }) {
    static {
      mapped(this)
    }
  }
  class Manager extends Employee.inherits(
    'manager',
    { ...id, car: column(string) },
    concrete('manager'),
  ) {
    static {
      mapped(this)
    }
  }
  expect(() => select(Employee)).toThrow(/mapping pending until all subclasses are defined/)
  configureMappers()
  const engine = createEngine('sqlite:///:memory:')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  session.add(new Manager({ name: 'm', car: 'c' }))
  session.commit()
  session.expungeAll()
  const found = session.scalars(select(Employee).where(Employee.name.eq('m'))).one()
  expect(found).toBeInstanceOf(Manager)
  expect((found as InstanceType<typeof Manager>).car).toBe('c')
})

test('a table with a column of the discriminator name needs another one', () => {
  const Base = declarativeBase()
  const { Employee } = staffed()
  class Odd extends Base.model('odd', { ...id, type: column(string) }) {
    static {
      mapped(this)
    }
  }
  expect(() => polymorphicUnion({ odd: tableOf(Odd), other: tableOf(Employee) }, 'type')).toThrow(
    /^Polymorphic union can't use 'type' as the discriminator column due to mapped column/,
  )
})

test('columns that a table lacks are NULL in the union', () => {
  const { Employee, Manager } = staffed()
  const tables = { employee: tableOf(Employee), manager: tableOf(Manager) }
  const union = polymorphicUnion(tables, 'kind', 'staff')
  expect(String(select(union)).replace(/\s+/g, ' ')).toBe(
    "SELECT staff.id, staff.name, staff.car, staff.kind FROM (SELECT employee.id AS id, employee.name AS name, CAST(NULL AS VARCHAR) AS car, 'employee' AS kind FROM employee UNION ALL SELECT manager.id AS id, manager.name AS name, manager.car AS car, 'manager' AS kind FROM manager) AS staff",
  )
  expect(String(select(polymorphicUnion(tables, null, 'u', { castNulls: false })))).not.toMatch(
    /CAST|kind/,
  )
})

/** Queries over joined-table and single-table hierarchies; statements as SQLAlchemy's. */
import { beforeEach, describe, expect, test } from 'vitest'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many, one } from '../../../src/orm/declarative/relationships.js'
import { aliased, withPolymorphic } from '../../../src/orm/loading/entities/aliased.js'
import {
  selectinload,
  selectinPolymorphic,
} from '../../../src/orm/loading/options/loader-options.js'
import type { Session } from '../../../src/orm/session/session.js'
import { func, insert, integer, select, string } from '../../../src/sql/index.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()

class Company extends Base.model('company', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  staff: () => many(Staff, { backPopulates: 'company', orderBy: Staff.id }),
}) {
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
    company_id: column(integer, foreignKey('company.id'), { nullable: true }),
    company: () => one(Company, { backPopulates: 'staff', nullable: true }),
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
    machines: () => many(Machine, { backPopulates: 'engineer', orderBy: Machine.id }),
  },
  { mapper: { polymorphicIdentity: 'engineer' } },
) {
  static {
    mapped(this)
  }
}

class Manager extends Staff.inherits(
  'manager',
  {
    id: column(integer, foreignKey('staff.id'), { primaryKey: true }),
    budget: column(integer, { nullable: true }),
  },
  { mapper: { polymorphicIdentity: 'manager' } },
) {
  static {
    mapped(this)
  }
}

class Machine extends Base.model('machine', {
  id: column(integer, { primaryKey: true }),
  label: column(string),
  engineer_id: column(integer, foreignKey('engineer.id'), { nullable: true }),
  engineer: () => one(Engineer, { backPopulates: 'machines', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Pet extends Base.model(
  'pet',
  {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    kind: column(string),
  },
  { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'pet' } },
) {
  static {
    mapped(this)
  }
}

class Cat extends Pet.inherits(
  { lives: column(integer, { nullable: true }) },
  { mapper: { polymorphicIdentity: 'cat' } },
) {
  static {
    mapped(this)
  }
}

let session: Session

beforeEach(() => {
  session = fixtureSession(Base.metadata)
  const { tables } = Base.metadata
  const fill = (name: string, rows: Record<string, unknown>[]) =>
    session.execute(insert(tables.get(name)), rows)
  fill('company', [{ id: 1, name: 'Acme' }])
  fill('staff', [
    { id: 1, name: 'eve', kind: 'engineer', company_id: 1 },
    { id: 2, name: 'max', kind: 'manager', company_id: 1 },
    { id: 3, name: 'sam', kind: 'staff', company_id: null },
  ])
  fill('engineer', [{ id: 1, lang: 'c' }])
  fill('manager', [{ id: 2, budget: 10 }])
  fill('machine', [{ id: 1, label: 'm1', engineer_id: 1 }])
  fill('pet', [
    { id: 1, name: 'tom', kind: 'cat', lives: 9 },
    { id: 2, name: 'rex', kind: 'pet', lives: null },
  ])
  session.commit()
})

function expectSql(work: () => void, expected: readonly string[]): void {
  const sent = recordStatements(session, work).filter(({ origin }) => origin !== null)
  expect(sent.map(({ sql }) => sortedColumns(sql))).toEqual(expected.map(sortedColumns))
}

/** The order of columns is the mapping's business; what is selected from where is looked at here. */
function sortedColumns(sql: string): string {
  const [columns = '', ...rest] = sql.split(' FROM ')
  return [columns.replace('SELECT ', '').split(', ').sort().join(', '), ...rest].join(' FROM ')
}

describe('joined tables', () => {
  test('a query of the base loads subclass attributes on access', () => {
    const everyone = session.scalars(select(Staff).orderBy(Staff.id)).all()
    const classes = [Engineer, Manager, Staff]
    expect(everyone.map((each, index) => each instanceof (classes[index] as typeof Staff))).toEqual(
      [true, true, true],
    )
    expect(everyone[2]).not.toBeInstanceOf(Engineer)
    expectSql(
      () => expect((everyone[0] as unknown as Engineer).lang).toBe('c'),
      ['SELECT engineer.lang AS engineer_lang FROM engineer WHERE ? = engineer.id'],
    )
  })

  test('a query of a subclass joins its tables', () => {
    expectSql(
      () => session.get(Engineer, 1),
      [
        'SELECT engineer.id AS engineer_id, staff.id AS staff_id, staff.name AS staff_name, staff.kind AS staff_kind, staff.company_id AS staff_company_id, engineer.lang AS engineer_lang FROM staff JOIN engineer ON staff.id = engineer.id WHERE staff.id = ?',
      ],
    )
  })

  test('withPolymorphic selects the subclasses along', () => {
    const P = withPolymorphic(Staff, '*')
    expectSql(() => {
      const found = session.scalars(select(P).orderBy(P.id)).all()
      expect(found.map((each) => (each as unknown as Engineer).lang ?? null)).toEqual([
        'c',
        null,
        null,
      ])
    }, [
      'SELECT staff.id, staff.name, staff.kind, staff.company_id, engineer.id AS id_1, engineer.lang, manager.id AS id_2, manager.budget FROM staff LEFT OUTER JOIN engineer ON staff.id = engineer.id LEFT OUTER JOIN manager ON staff.id = manager.id ORDER BY staff.id',
    ])
  })

  test('selectinPolymorphic fetches the subclasses afterwards', () => {
    const option = selectinPolymorphic(Staff, [Engineer, Manager])
    expectSql(
      () => session.scalars(select(Staff).options(option).orderBy(Staff.id)).all(),
      [
        'SELECT staff.id, staff.name, staff.kind, staff.company_id FROM staff ORDER BY staff.id',
        'SELECT engineer.id AS engineer_id, staff.id AS staff_id, staff.kind AS staff_kind, engineer.lang AS engineer_lang FROM staff JOIN engineer ON staff.id = engineer.id WHERE staff.id IN (?) ORDER BY staff.id',
        'SELECT manager.id AS manager_id, staff.id AS staff_id, staff.kind AS staff_kind, manager.budget AS manager_budget FROM staff JOIN manager ON staff.id = manager.id WHERE staff.id IN (?) ORDER BY staff.id',
      ],
    )
  })

  test('an option of a subclass applies behind selectinPolymorphic', () => {
    const options = [selectinPolymorphic(Staff, [Engineer]), selectinload(Engineer.machines)]
    expectSql(
      () =>
        session
          .scalars(
            select(Staff)
              .options(...options)
              .orderBy(Staff.id),
          )
          .all(),
      [
        'SELECT staff.id, staff.name, staff.kind, staff.company_id FROM staff ORDER BY staff.id',
        'SELECT engineer.id AS engineer_id, staff.id AS staff_id, staff.kind AS staff_kind, engineer.lang AS engineer_lang FROM staff JOIN engineer ON staff.id = engineer.id WHERE staff.id IN (?) ORDER BY staff.id',
        'SELECT machine.engineer_id AS machine_engineer_id, machine.id AS machine_id, machine.label AS machine_label FROM machine WHERE machine.engineer_id IN (?) ORDER BY machine.id',
      ],
    )
  })

  test('an alias of a subclass is a subquery', () => {
    const E = aliased(Engineer)
    expectSql(
      () => session.execute(select(Company.name, E.name).join(Company.staff.ofType(E))).all(),
      [
        'SELECT company.name, anon_1.staff_name FROM company JOIN (SELECT staff.id AS staff_id, staff.name AS staff_name, staff.kind AS staff_kind, staff.company_id AS staff_company_id, engineer.id AS engineer_id, engineer.lang AS engineer_lang FROM staff JOIN engineer ON staff.id = engineer.id) AS anon_1 ON company.id = anon_1.staff_company_id',
      ],
    )
  })
})

describe('single table', () => {
  test('the discriminator is a condition', () => {
    expectSql(
      () => expect(session.scalars(select(Cat)).all()).toHaveLength(1),
      ['SELECT pet.id, pet.name, pet.kind, pet.lives FROM pet WHERE pet.kind IN (?)'],
    )
    expectSql(
      () => session.scalar(select(func.count(Cat.id))),
      ['SELECT count(pet.id) AS count_1 FROM pet WHERE pet.kind IN (?)'],
    )
  })

  test('the base gives objects of each class', () => {
    const pets = session.scalars(select(Pet).orderBy(Pet.id)).all()
    expect(pets.map((pet) => pet instanceof Cat)).toEqual([true, false])
  })
})

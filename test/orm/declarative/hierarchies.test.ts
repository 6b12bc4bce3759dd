/** Hierarchies whose discriminator, columns and loading are set up in less usual ways. */
import { expect, test } from 'vitest'
import {
  case_,
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  inspect,
  integer,
  many,
  mapped,
  one,
  select,
  selectinload,
  Session,
  string,
  tableOf,
} from '../../../src/index.js'
import { onWarning } from '../../../src/util/warnings.js'

const nullable = { nullable: true } as const

test('a discriminator may be an expression over the columns of the class', () => {
  const Base = declarativeBase()
  class Staff extends Base.model(
    'staff',
    { id: column(integer, { primaryKey: true }), code: column(string) },
    {
      mapper: {
        polymorphicOn: (columns) => case_([columns['code']!.eq('M'), 'manager'], { else: 'staff' }),
        polymorphicIdentity: 'staff',
      },
    },
  ) {
    static {
      mapped(this)
    }
  }
  class Manager extends Staff.inherits({}, { mapper: { polymorphicIdentity: 'manager' } }) {
    static {
      mapped(this)
    }
  }
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  session.addAll([new Staff({ code: 'M' }), new Staff({ code: 'X' })])
  session.commit()
  session.expungeAll()
  const found = session.scalars(select(Staff).orderBy(Staff.id)).all()
  expect(found.map((each) => each instanceof Manager)).toEqual([true, false])
  expect(Object.keys(inspect(found[0] as Staff).dict)).toEqual(['id', 'code'])
})

test('siblings share a column they both declare, and the abstract class has no objects', () => {
  const Base = declarativeBase()
  class Animal extends Base.model(
    'animals',
    { id: column(integer, { primaryKey: true }), type: column(string) },
    { mapper: { polymorphicOn: 'type', polymorphicAbstract: true } },
  ) {
    static {
      mapped(this)
    }
  }
  class Dog extends Animal.inherits(
    { tricks: column(integer, { ...nullable, useExistingColumn: true }) },
    { mapper: { polymorphicIdentity: 'dog' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Cat extends Animal.inherits(
    { tricks: column(integer, { ...nullable, useExistingColumn: true }) },
    { mapper: { polymorphicIdentity: 'cat' } },
  ) {
    static {
      mapped(this)
    }
  }
  expect(tableOf(Animal).c.keys()).toEqual(['id', 'type', 'tricks'])
  expect(Dog.tricks.expression.identity).toBe(Cat.tricks.expression.identity)
  expect(() => new Animal()).toThrow('mapper is marked polymorphic_abstract=True')
})

test('selectin loading of subclasses works below a relationship, and takes the asked classes only', () => {
  const Base = declarativeBase()
  class Firm extends Base.model('firms', {
    id: column(integer, { primaryKey: true }),
    people: () => many(Person, { backPopulates: 'firm' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Person extends Base.model(
    'people',
    {
      id: column(integer, { primaryKey: true }),
      firmId: column(integer, foreignKey('firms.id'), nullable),
      kind: column(string),
      firm: () => one(Firm, { backPopulates: 'people' }),
    },
    { mapper: { polymorphicOn: 'kind', polymorphicIdentity: 'person' } },
  ) {
    static {
      mapped(this)
    }
  }
  class Engineer extends Person.inherits(
    'engineers',
    {
      id: column(integer, foreignKey('people.id'), { primaryKey: true }),
      language: column(string),
    },
    { mapper: { polymorphicIdentity: 'engineer' } },
  ) {
    static {
      mapped(this)
    }
  }
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  session.add(new Firm({ people: [new Engineer({ language: 'ts' })] }))
  session.commit()
  session.expungeAll()
  const option = selectinload(Firm.people).selectinPolymorphic([Engineer])
  const [person] = session.scalars(select(Firm).options(option)).one().people
  expect(inspect(person as Person).dict).toMatchObject({ language: 'ts' })
})

test('warnings of an automatic flush say so', () => {
  const Base = declarativeBase()
  class Parent extends Base.model('parents', {
    id: column(integer, { primaryKey: true }),
    children: () => many(Child, { backPopulates: 'parent' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Child extends Base.model('children', {
    id: column(integer, { primaryKey: true }),
    parentId: column(integer, foreignKey('parents.id'), nullable),
    parent: () => one(Parent, { backPopulates: 'children', nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  const parent = new Parent()
  session.add(parent)
  const said: string[] = []
  const stop = onWarning(({ message }) => said.push(message))
  new Child({ parent })
  session.scalars(select(Child)).all()
  stop()
  expect(said[0]).toContain("originated from the Session 'autoflush' process")
})

import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import {
  column,
  declarativeBase,
  delete_,
  event,
  foreignKey,
  inspect,
  integer,
  many,
  mapped,
  numeric,
  one,
  select,
  string,
  tuple_,
  update,
} from '../../../src/index.js'

const Base = declarativeBase()

class Owner extends Base.model('owner', {
  id: column(integer, { primaryKey: true }),
  name: column('full_name', string),
  pets: () => many(Pet, { viewonly: true }),
}) {
  static {
    mapped(this)
  }
}

class Pet extends Base.model('pet', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  age: column(integer, { nullable: true }),
  ownerId: column('owner_id', integer, foreignKey('owner.id'), { nullable: true }),
  owner: () => one(Owner, { backPopulates: 'pets', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

function stored() {
  const session = fixtureSession(Base.metadata)
  session.addAll([new Pet({ name: 'a', age: 1 }), new Pet({ name: 'b', age: 9 })])
  session.commit()
  return session
}

describe('bulk statements and objects in the session', () => {
  test('leave expired objects to their next read', () => {
    const session = stored()
    const pets = session.scalars(select(Pet)).all()
    session.expireAll()
    session.execute(delete_(Pet).where(Pet.age.gt(5)))
    expect(pets.map((pet) => inspect(pet).persistent)).toEqual([true, true])
    expect(pets.map((pet) => inspect(pet).expired)).toEqual([true, true])
  })

  test('expire objects of which too little is loaded', () => {
    const session = stored()
    const [first, second] = session.scalars(select(Pet).orderBy(Pet.id)).all() as [Pet, Pet]
    session.expire(second, ['age'])
    session.execute(delete_(Pet).where(Pet.age.gt(5)))
    expect(inspect(first).persistent).toBe(true)
    expect(inspect(second).expired).toBe(true)
  })

  test('need attributes to take values over', () => {
    const session = stored()
    session.add(new Owner({ name: 'x' }))
    session.flush()
    const statement = update(Owner).values({ full_name: 'y' })
    expect(() => session.execute(statement)).toThrow(/can't be synchronized back/)
  })

  test('tell listeners of queries how many rows they met', () => {
    const session = stored()
    const seen: unknown[] = []
    event.listen(session, 'afterBulkDelete', (context: { result: { rowcount: number } }) =>
      seen.push(context.result.rowcount),
    )
    expect(session.query(Pet).filter(Pet.age.gt(5)).delete()).toBe(1)
    expect(seen).toEqual([1])
  })
})

describe('conditions on related objects', () => {
  test('take values by attribute', () => {
    const session = stored()
    const owner = new Owner({ name: 'ann' })
    session.add(new Pet({ name: 'c', owner }))
    session.flush()
    expect(session.scalars(select(Pet.name).where(Pet.owner.has({ name: 'ann' }))).all()).toEqual([
      'c',
    ])
    const named = Owner.pets.any(Pet.id.gt(0), { name: 'c' })
    expect(session.scalars(select(Owner.name).where(named)).all()).toEqual(['ann'])
    expect(() => Pet.owner.has({ nope: 1 })).toThrow('Entity namespace for "owner"')
  })

  test('do not fill what is only looked at', () => {
    const owner = new Owner({ name: 'bob' })
    const pet = new Pet({ name: 'd', owner })
    expect(pet.owner).toBe(owner)
    expect(inspect(owner).dict).toEqual({ name: 'bob' })
  })
})

describe('the attributes of a mapper', () => {
  test('are lists that answer by name', () => {
    const { relationships, columns, attrs } = inspect(Pet)
    expect([...relationships.keys()]).toEqual(['owner'])
    expect(relationships.get('owner')?.mapper).toBe(inspect(Owner))
    expect((relationships as unknown as { owner: unknown }).owner).toBe(relationships[0])
    expect([...columns.keys()]).toEqual(['id', 'name', 'age', 'ownerId'])
    expect(attrs.has('owner')).toBe(true)
    expect([...inspect(Owner).relationships[0]!.cascade]).toEqual(['merge'])
  })
})

describe('conditions evaluated in memory', () => {
  class Item extends Base.model('item', {
    id: column(integer, { primaryKey: true }),
    price: column(numeric(12, 4)),
  }) {
    static {
      mapped(this)
    }
  }

  function priced(...prices: string[]) {
    const session = fixtureSession(Base.metadata)
    session.addAll(prices.map((price) => new Item({ price })))
    session.commit()
    return { session, items: session.scalars(select(Item).orderBy(Item.id)).all() }
  }

  test('compare decimals as numbers', () => {
    const { session, items } = priced('9.0000', '10.0000')
    session.execute(
      update(Item).where(Item.price.gt('9.5')).values({ price: '1.0000' }),
      undefined,
      {
        executionOptions: { synchronizeSession: 'evaluate' },
      },
    )
    expect(items.map(({ price }) => price)).toEqual(['9.0000', '1.0000'])
  })

  test('reckon with decimals exactly', () => {
    const { session, items } = priced('0.1000')
    session.execute(update(Item).values({ price: Item.price.add('0.2') }))
    expect(items[0]?.price).toBe('0.3000')
  })

  test('compare several columns at once', () => {
    const session = stored()
    const pets = session.scalars(select(Pet).orderBy(Pet.id)).all()
    session.execute(
      delete_(Pet).where(
        tuple_(Pet.id, Pet.name).in([
          [1, 'a'],
          [2, 'x'],
        ]),
      ),
      undefined,
      {
        executionOptions: { synchronizeSession: 'evaluate' },
      },
    )
    expect(pets.map((pet) => session.contains(pet))).toEqual([false, true])
  })

  test('refuse arithmetic on what is no number', () => {
    const session = stored()
    const work = () =>
      session.execute(delete_(Pet).where(Pet.name.sub('x').eq('y')), undefined, {
        executionOptions: { synchronizeSession: 'evaluate' },
      })
    expect(work).toThrow('Cannot evaluate math operator "sub" for datatypes')
  })
})

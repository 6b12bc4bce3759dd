/** Enumerations of TypeScript: which values they have, what is stored for them, and how their keys are ordered. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  enumType,
  insert,
  integer,
  mapped,
  MetaData,
  select,
  Table,
  type TypeEngine,
} from 'orm-shell'
import { recordStatements } from '../helpers/expect-statements.js'
import { fixtureSession } from '../helpers/fixture-session.js'

const Color = { Red: 'r', Green: 'g', Crimson: 'r' } as const

/** What `enum Size { Small, Large }` is at run time. */
const Size = { Small: 0, Large: 1, 0: 'Small', 1: 'Large' } as const

/** What the database has and what is read for a value. */
function roundTrip(type: TypeEngine, value: unknown): readonly [stored: unknown, read: unknown] {
  const engine = createEngine('sqlite://')
  const table = new Table('t', new MetaData(), { value: column(type, { primaryKey: true }) })
  table.metadata.createAll(engine)
  return engine.begin((connection) => {
    connection.execute(insert(table).values({ value }))
    const stored = connection.execDriverSql('SELECT value FROM t').scalarOne()
    return [stored, connection.execute(select(table.c.value)).scalarOne()]
  })
}

describe('an enumeration of TypeScript', () => {
  test('stores names, of aliases the first', () => {
    const type = enumType(Color)
    expect(type.enums).toEqual(['Red', 'Green'])
    expect(roundTrip(type, 'r')).toEqual(['Red', 'r'])
    expect(roundTrip(type, 'Green')).toEqual(['Green', 'g'])
    expectTypeOf(type.__t).toEqualTypeOf<'r' | 'g' | undefined>()
  })

  test('keeps aliases when it is told so', () => {
    const type = enumType(Color, { omitAliases: false })
    expect(type.enums).toEqual(['Red', 'Green', 'Crimson'])
    expect(roundTrip(type, 'Crimson')).toEqual(['Red', 'r'])
  })

  test('of numbers has no members for the way back', () => {
    const type = enumType(Size, { name: 'size' })
    expect(type.enums).toEqual(['Small', 'Large'])
    expect(roundTrip(type, 1)).toEqual(['Large', 1])
    expect(() => roundTrip(type, 2)).toThrow("'2' is not among the defined enum values.")
  })

  test('stores what valuesCallable says', () => {
    const type = enumType(Color, {
      valuesCallable: (members) => Object.values(members).map(String),
    })
    expect(type.enums).toEqual(['r', 'g'])
    expect(roundTrip(type, 'g')).toEqual(['g', 'g'])
    const upper = enumType('a', 'b', {
      valuesCallable: (members) => Object.keys(members).map((each) => each.toUpperCase()),
    })
    expect(roundTrip(upper, 'a')).toEqual(['A', 'a'])
  })
})

test('a length that is too short is an error', () => {
  expect(() => enumType('abc', 'd', { length: 2 })).toThrow(
    'When provided, length must be larger or equal than the length of the longest enum value. 2 < 3',
  )
})

test('enumerations that store or check differently do not share compiled statements', () => {
  const types = [
    enumType(Color),
    enumType('Red', 'Green'),
    enumType('Red', 'Green', { validateStrings: true }),
  ]
  expect(new Set(types.map((type) => type.cacheKey)).size).toBe(3)
})

test.each([
  ['what is stored', undefined, ['Low', 'High']],
  ['sortKeyFunction', (value: string) => (value === 'h' ? 1 : 2), ['High', 'Low']],
])('objects are written in the order of %s', (_, sortKeyFunction, expected) => {
  const Base = declarativeBase()
  const Level = { Low: 'l', High: 'h' } as const
  const stored = { Low: 'A', High: 'B' } as Record<string, string>
  class Item extends Base.model('items', {
    level: column(
      enumType(Level, {
        name: 'level',
        valuesCallable: (members) => Object.keys(members).map((each) => stored[each] ?? each),
        ...(sortKeyFunction && { sortKeyFunction }),
      }),
      { primaryKey: true },
    ),
    count: column(integer),
  }) {
    static {
      mapped(this)
    }
  }
  const session = fixtureSession(Base.metadata)
  session.addAll([new Item({ level: 'h', count: 1 }), new Item({ level: 'l', count: 1 })])
  session.flush()
  for (const item of session.scalars(select(Item))) item.count += 1
  const [update] = recordStatements(session, () => session.flush())
  expect(update?.parameters).toEqual(expected.map((each) => [2, stored[each]]))
})

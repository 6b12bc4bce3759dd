/** Whatever a type takes comes back as it was: random values on SQLite and on PostgreSQL. */
import { fc } from '../../helpers/fast-check.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  array,
  bigInteger,
  boolean,
  char,
  column,
  createEngine,
  date,
  dateTime,
  decimal,
  double,
  type Engine,
  enumType,
  float,
  insert,
  integer,
  interval,
  json,
  jsonb,
  largeBinary,
  literal,
  MetaData,
  numeric,
  pickleType,
  postgresql,
  PreciseDate,
  select,
  smallInteger,
  string,
  Table,
  textType,
  time,
  timestamp,
  TypeDecorator,
  type TypeEngine,
  unicodeText,
  uuid,
} from 'orm-shell'
import { freshDatabase } from '../../helpers/postgres.js'

interface Case {
  readonly type: () => TypeEngine
  readonly values: fc.Arbitrary<unknown>
  /** What comes back, where it is not what was given. */
  readonly read?: (value: unknown) => unknown
}

/** Text every database can store: no NUL, no halves of characters. */
const words = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'))

const jsonValues = fc
  .jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown)

/** A TypeScript enumeration, as it is at run time. */
const Level = { Low: 'low', High: 'high' } as const

/** What JSON cannot say. */
const cloneables = fc.oneof(
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.array(fc.integer()).map((values) => new Set(values)),
  fc.dictionary(fc.string(), fc.integer()).map((record) => new Map(Object.entries(record))),
)

const two = (value: number, digits = 2): string => String(value).padStart(digits, '0')
const days = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  .map((value) => value.toISOString().slice(0, 10))
const times = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999_999))
  .map(([h, m, s, micro]) => `${two(h)}:${two(m)}:${two(s)}.${two(micro, 6)}`)
const moments = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

/** With microseconds; those of whole milliseconds come back as plain dates. */
const preciseMoments = fc
  .tuple(moments, fc.nat(999))
  .map(([moment, beyond]) => (beyond === 0 ? moment : new PreciseDate(moment, beyond)))

/** Decimals of `p` digits, `s` of them behind the point, as the database writes them. */
function decimals(p: number, s: number): fc.Arbitrary<string> {
  const limit = 10n ** BigInt(p) - 1n
  return fc.bigInt({ min: -limit, max: limit }).map((units) => {
    const digits = String(units < 0n ? -units : units).padStart(s + 1, '0')
    return `${units < 0n ? '-' : ''}${digits.slice(0, -s)}.${digits.slice(-s)}`
  })
}

const zonedTimes = fc
  .tuple(times, fc.constantFrom('+00', '+02', '-05:30'))
  .map(([time, zone]) => `${withoutZeros(time) as string}${zone}`)

/** Keeps a point as `x,y`. */
class PointType extends TypeDecorator<{ x: number; y: number }> {
  override readonly impl = string(50)
  override processBindParam(value: unknown): unknown {
    const point = value as { x: number; y: number } | null
    return point && `${point.x},${point.y}`
  }
  override processResultValue(value: unknown): { x: number; y: number } | null {
    if (typeof value !== 'string') return null
    const [x = 0, y = 0] = value.split(',').map(Number)
    return { x, y }
  }
}

/** A trailing zero behind the point is the database's business. */
const withoutZeros = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\.0+$|(?<=\.\d*?)0+$/, '') : value

const everywhere: Readonly<Record<string, Case>> = {
  integer: { type: integer, values: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) },
  smallInteger: { type: smallInteger, values: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }) },
  bigInteger: {
    type: bigInteger,
    values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    read: (value) => {
      const number = Number(value)
      return Number.isSafeInteger(number) ? number : value
    },
  },
  'bigInteger of numbers': { type: bigInteger, values: fc.maxSafeInteger() },
  double: {
    type: double,
    values: fc.double({ noNaN: true, noDefaultInfinity: true }),
    read: (value) => (Object.is(value, -0) ? 0 : value),
  },
  numeric: {
    type: () => numeric(14, 4),
    values: decimals(14, 4),
    read: (v) => String(v).replace(/^-(0\.0+)$/, '$1'),
  },
  boolean: { type: boolean, values: fc.boolean() },
  string: { type: () => string(200), values: words },
  text: { type: textType, values: words },
  date: { type: date, values: days },
  time: { type: time, values: times, read: withoutZeros },
  dateTime: { type: dateTime, values: moments },
  'dateTime with a zone': { type: () => dateTime({ timezone: true }), values: moments },
  interval: { type: interval, values: fc.integer({ min: -1e12, max: 1e12 }) },
  json: { type: json, values: jsonValues },
  'enumeration, native': {
    type: () => enumType('a', "it's", 'ü', { name: 'letters' }),
    values: fc.constantFrom('a', "it's", 'ü'),
  },
  'enumeration by CHECK': {
    type: () =>
      enumType('left', 'right', { name: 'side', nativeEnum: false, createConstraint: true }),
    values: fc.constantFrom('left', 'right'),
  },
  'enumeration of TypeScript, by its values': {
    type: () =>
      enumType(Level, {
        name: 'level',
        valuesCallable: (members) => Object.values(members).map((each) => `level ${each}`),
      }),
    values: fc.constantFrom(...Object.values(Level)),
  },
  uuid: { type: uuid, values: fc.uuid() },
  'uuid in characters': { type: () => uuid({ nativeUuid: false }), values: fc.uuid() },
  'unicode text': { type: unicodeText, values: words },
  char: { type: () => char(3), values: fc.stringMatching(/^[a-z]{3}$/) },
  'dateTime in microseconds': { type: dateTime, values: preciseMoments },
  'dateTime in microseconds with a zone': {
    type: () => dateTime({ timezone: true }),
    values: preciseMoments,
  },
  timestamp: { type: timestamp, values: moments },
  decimal: {
    type: () => decimal(12, 3),
    values: decimals(12, 3),
    read: (v) => String(v).replace(/^-(0\.0+)$/, '$1'),
  },
  float: { type: float, values: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((n) => n / 8) },
  pickle: { type: pickleType, values: cloneables },
  binary: {
    type: largeBinary,
    values: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  },
  'a decorated type': {
    type: () => new PointType(),
    values: fc.record({ x: fc.integer(), y: fc.integer() }),
  },
  'a variant': {
    type: () => string(20).withVariant(integer(), 'sqlite', 'postgresql') as TypeEngine,
    values: fc.integer({ min: -1000, max: 1000 }),
  },
}

const onPostgres: Readonly<Record<string, Case>> = {
  jsonb: { type: jsonb, values: jsonValues.map(withoutNegativeZero) },
  'numeric of any size': {
    type: () => numeric(60, 20),
    values: decimals(60, 20),
    read: (v) => String(v).replace(/^-(0\.0+)$/, '$1'),
  },
  'interval in microseconds': {
    type: interval,
    values: fc.integer({ min: -1e12, max: 1e12 }).map((micro) => micro / 1000),
  },
  'integers in an array': { type: () => array(integer), values: fc.array(fc.option(fc.integer())) },
  'texts in an array': { type: () => array(textType), values: fc.array(fc.option(words)) },
  'arrays of arrays': {
    type: () => array(integer, { dimensions: 2 }),
    values: fc
      .integer({ min: 1, max: 3 })
      .chain((n) =>
        fc.array(fc.array(fc.integer(), { minLength: n, maxLength: n }), { minLength: 1 }),
      ),
  },
  'booleans in an array': { type: () => array(boolean), values: fc.array(fc.boolean()) },
  'moments in an array': { type: () => array(dateTime), values: fc.array(moments) },
  'decimals in an array': {
    type: () => array(numeric(10, 2)),
    values: fc.array(decimals(8, 2)),
    read: (v) => (v as string[]).map((each) => each.replace(/^-(0\.0+)$/, '$1')),
  },
  'exact uuid': { type: postgresql.uuid, values: fc.uuid() },
  'time with a zone': { type: () => time({ timezone: true }), values: zonedTimes },
  'ranges of integers': {
    type: postgresql.int4range,
    values: fc
      .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 500 }))
      .map(([lower, size]) => new postgresql.Range(lower, lower + size)),
  },
  'network addresses': { type: postgresql.inet, values: fc.ipV4() },
  bits: { type: () => postgresql.bit(5), values: fc.stringMatching(/^[01]{5}$/) },
  'enumerations in an array': {
    type: () => array(enumType('a', "it's", 'ü', { name: 'letters_in_arrays' })),
    values: fc.array(fc.option(fc.constantFrom('a', "it's", 'ü'))),
  },
  'uuids in an array': { type: () => array(uuid), values: fc.array(fc.uuid()) },
}

function withoutNegativeZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}

let postgres: Engine

beforeAll(async () => {
  postgres = createEngine(await freshDatabase())
})

afterAll(() => postgres.dispose())

/** Lists of values go in and come back, in a table of their own. */
function roundTrips(
  engine: Engine,
  name: string,
  { type, values, read = (value) => value }: Case,
): void {
  const metadata = new MetaData()
  const table = new Table(`t_${name.replace(/\W+/g, '_')}`, metadata, {
    id: column(integer, { primaryKey: true }),
    value: column(type(), { nullable: true }),
  })
  metadata.createAll(engine)
  const property = fc.property(
    fc.array(fc.option(values), { minLength: 1, maxLength: 40 }),
    (given) => {
      engine.connect((connection) => {
        const rows = given.map((value, id) => ({ id, value }))
        connection.execute(insert(table), rows)
        const result = connection.execute(select(table.c.value).orderBy(table.c.id))
        const expected = given.map((value) => (value === null ? null : read(value)))
        const got = result.scalars().all()
        expect(type().affinity === 'time' ? got.map(withoutZeros) : got).toEqual(expected)
        connection.rollback()
      })
    },
  )
  fc.assert(property, { numRuns: 25 })
}

describe.each(Object.entries(everywhere))('%s', (name, each) => {
  test('on SQLite', () => {
    const engine = createEngine('sqlite://')
    roundTrips(engine, name, each)
    engine.dispose()
  })
  test('on PostgreSQL', () => roundTrips(postgres, name, each))
})

describe.each(Object.entries(onPostgres))('%s', (name, each) => {
  test('on PostgreSQL', () => roundTrips(postgres, name, each))
})

test('literal values say the same as parameters', () => {
  const texts = fc.property(words, fc.integer(), days, (text, number, day) => {
    for (const engine of [postgres, createEngine('sqlite://')]) {
      const statement = select(literal(text), literal(number), literal(day, date()))
      const compiled = statement.compile({ dialect: engine.dialect, literalBinds: true })
      const row = engine.connect((c) => c.execDriverSql(String(compiled)).one())
      expect([row[0], row[1], String(row[2])]).toEqual([text, number, day])
    }
  })
  fc.assert(texts, { numRuns: 25 })
})

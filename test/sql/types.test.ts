/** Types: values on their way to and from the drivers, and what types are called. */
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  array,
  bigInteger,
  boolean,
  date,
  dateTime,
  enumType,
  float,
  func,
  integer,
  interval,
  json,
  JSON_NULL,
  largeBinary,
  literal,
  numeric,
  select,
  string,
  time,
  TypeDecorator,
  uuid,
  type ColumnElement,
  type TypeEngine,
} from '../../src/sql/index.js'
import { column } from '../../src/schema/column.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'
import { sqliteCompiler } from '../../src/dialects/sqlite/compiler.js'
import { postgresqlCompiler } from '../../src/dialects/postgresql/compiler.js'
import { expectSql } from '../helpers/expect-sql.js'

const toSqlite = (type: TypeEngine, value: unknown) => {
  const process = type.bindProcessor(sqliteCompiler)
  return process ? process(value) : value
}
const fromSqlite = (type: TypeEngine, value: unknown) => {
  const process = type.resultProcessor(sqliteCompiler)
  return process ? process(value) : value
}
const toPostgres = (type: TypeEngine, value: unknown) => {
  const process = type.bindProcessor(postgresqlCompiler)
  return process ? process(value) : value
}
const fromPostgres = (type: TypeEngine, value: unknown) => {
  const process = type.resultProcessor(postgresqlCompiler)
  return process ? process(value) : value
}

describe('SQLite', () => {
  test('stores truth as numbers', () => {
    expect(toSqlite(boolean(), true)).toBe(1)
    expect(fromSqlite(boolean(), 0)).toBe(false)
    expect(fromSqlite(boolean(), null)).toBeNull()
  })

  test('stores decimals as numbers and reads them with their scale', () => {
    expect(toSqlite(numeric(10, 2), '1.50')).toBe(1.5)
    expect(fromSqlite(numeric(10, 2), 1.5)).toBe('1.50')
    expect(fromSqlite(numeric(), 2.5)).toBe('2.5000000000')
    expect(fromSqlite(numeric(10, 2, { asdecimal: false }), 1.5)).toBe(1.5)
    expect(fromSqlite(float(), 1.1)).toBe(1.1)
    expect(fromSqlite(numeric(10, 2), null)).toBeNull()
  })

  test('stores dates and times as texts, digits in UTC', () => {
    const moment = new Date(Date.UTC(2024, 4, 17, 12, 30, 45, 123))
    expect(toSqlite(dateTime(), moment)).toBe('2024-05-17 12:30:45.123000')
    expect(fromSqlite(dateTime(), '2024-05-17 12:30:45.123000')).toEqual(moment)
    expect(fromSqlite(dateTime(), '2024-05-17 12:30:45')).toEqual(new Date('2024-05-17T12:30:45Z'))
    expect(toSqlite(date(), '2024-02-29')).toBe('2024-02-29')
    expect(toSqlite(date(), moment)).toBe('2024-05-17')
    expect(toSqlite(time(), '12:30')).toBe('12:30:00.000000')
    expect(() => toSqlite(date(), 5)).toThrow(/A date column takes/)
  })

  test('stores intervals as dates', () => {
    expect(fromSqlite(interval(), toSqlite(interval(), 90_000))).toBe(90_000)
  })

  test('stores UUIDs without dashes', () => {
    const id = '12345678-1234-5678-1234-567812345678'
    expect(toSqlite(uuid(), id)).toBe('12345678123456781234567812345678')
    expect(fromSqlite(uuid(), '12345678123456781234567812345678')).toBe(id)
    expect(() => toSqlite(uuid(), 'not a uuid')).toThrow(/A uuid column takes/)
  })

  test('stores JSON as text; null is a value of its own', () => {
    expect(toSqlite(json(), { a: [1] })).toBe('{"a":[1]}')
    expect(fromSqlite(json(), '{"a":[1]}')).toEqual({ a: [1] })
    expect(toSqlite(json(), null)).toBe('null')
    expect(toSqlite(json(), JSON_NULL)).toBe('null')
    expect(toSqlite(json({ noneAsNull: true }), null)).toBeNull()
  })

  test('stores bytes', () => {
    expect(toSqlite(largeBinary(), new Uint8Array([0, 255]))).toEqual(Buffer.from([0, 255]))
    expect(() => toSqlite(largeBinary(), 'text')).toThrow(/A binary column takes/)
  })
})

describe('PostgreSQL', () => {
  test('sends decimals as texts', () => {
    expect(toPostgres(numeric(10, 2), 1.5)).toBe('1.5')
    expect(fromPostgres(numeric(10, 2), '1.50')).toBe('1.50')
    expect(fromPostgres(float(), '1.5')).toBe(1.5)
  })

  test('reads big integers without loss', () => {
    expect(fromPostgres(bigInteger(), '5')).toBe(5)
    expect(fromPostgres(bigInteger(), '9007199254740993')).toBe(9007199254740993n)
  })

  test('reads moments with and without offsets', () => {
    expect(fromPostgres(dateTime(), '2024-05-17 12:30:45.5')).toEqual(
      new Date('2024-05-17T12:30:45.5Z'),
    )
    expect(fromPostgres(dateTime({ timezone: true }), '2024-05-17 14:30:45+02')).toEqual(
      new Date('2024-05-17T12:30:45Z'),
    )
  })

  test('reads intervals as milliseconds', () => {
    expect(fromPostgres(interval(), '1 day 02:00:00.5')).toBe(86_400_000 + 7_200_500)
    expect(fromPostgres(interval(), '-00:00:01')).toBe(-1000)
  })

  test('converts the members of arrays', () => {
    expect(fromPostgres(array(numeric(5, 1)), ['1.0', null])).toEqual(['1.0', null])
    expect(toPostgres(array(dateTime()), [new Date(0)])).toEqual(['1970-01-01 00:00:00.000000'])
  })
})

describe('literals', () => {
  test('are written by their type', () => {
    const statement = select(
      literal("it's"),
      literal(true),
      literal(new Date(0)),
      literal('2024-01-01', date()),
      literal(null),
    )
    expectSql(
      statement,
      {
        default:
          "SELECT 'it''s' AS anon_1, true AS anon_2, '1970-01-01 00:00:00' AS anon_3, '2024-01-01' AS anon_4, NULL AS anon_5",
        sqlite:
          "SELECT 'it''s' AS anon_1, 1 AS anon_2, '1970-01-01 00:00:00.000000' AS anon_3, '2024-01-01' AS anon_4, NULL AS anon_5",
      },
      { literalBinds: true },
    )
  })
})

class Upper extends TypeDecorator<string> {
  override readonly impl = string(20)

  override processBindParam(value: string | null): string | null {
    return value === null ? null : value.toUpperCase()
  }

  override processResultValue(value: unknown): string {
    return value === null ? '<none>' : `<${String(value)}>`
  }
}

class Wrapped extends TypeDecorator<string> {
  override readonly impl = string()

  override bindExpression(bind: ColumnElement): ColumnElement {
    return func.lower(bind)
  }

  override columnExpression(element: ColumnElement): ColumnElement {
    return func.upper(element)
  }
}

describe('types of one’s own', () => {
  const t = new Table('t', new MetaData(), {
    id: column(integer, { primaryKey: true }),
    w: column(new Wrapped(), { nullable: true }),
    u: column(new Upper(), { nullable: true }),
  })

  test('convert values on top of another type', () => {
    const compiled = select(t.c.u).where(t.c.u.eq('abc')).compile({ dialect: sqliteCompiler })
    expect(compiled.bind(null).parameters).toEqual(['ABC'])
    expect(fromSqlite(new Upper(), 'x')).toBe('<x>')
    expect(fromSqlite(new Upper(), null)).toBe('<none>')
  })

  test('stand for both sides of an expression', () => {
    const compiled = select(t.c.u.add('z')).compile({ dialect: sqliteCompiler })
    expect(compiled.bind(null).parameters).toEqual(['Z'])
  })

  test('put SQL around columns and parameters', () => {
    expectSql(select(t.c.w).where(t.c.w.eq('ABC')), {
      default: 'SELECT upper(t.w) AS w FROM t WHERE t.w = lower(:w_1)',
    })
    expectSql(t.insert().values({ w: 'x' }), { sqlite: 'INSERT INTO t (w) VALUES (lower(?))' })
  })
})

test('a type may be another one for certain dialects', () => {
  const type = string(5).withVariant(integer, 'postgresql')
  expect(type.implFor(postgresqlCompiler).visitName).toBe('integer')
  expect(type.implFor(sqliteCompiler).visitName).toBe('string')
})

test('declared types reach expressions', () => {
  const role = column(enumType('admin', 'user'))
  expectTypeOf(role.__t).toEqualTypeOf<'admin' | 'user'>()
  const nickname = column(string, { nullable: true })
  expectTypeOf(nickname.__t).toEqualTypeOf<string | null>()
  const statement = select(role, nickname.label('n'))
  expectTypeOf(statement.__row).toEqualTypeOf<['admin' | 'user', string | null]>()
  // @ts-expect-error a number is no role
  role.eq(5)
})

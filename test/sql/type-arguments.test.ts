/** Types of the user's own take arguments; what types refuse; what two numbers make. */
import { expect, test } from 'vitest'
import {
  array,
  boolean,
  column,
  createEngine,
  createTable,
  dateTime,
  enumType,
  float,
  insert,
  integer,
  json,
  jsonb,
  MetaData,
  numeric,
  select,
  StaticPool,
  string,
  Table,
  text,
  textType,
  TypeDecorator,
} from 'orm-shell'
import { expectSql } from '../helpers/expect-sql.js'

class Lower extends TypeDecorator<string> {
  override readonly cacheOk = true
  override readonly impl = string
  override processBindParam(value: string | null) {
    return value?.toLowerCase() ?? null
  }
}

test('arguments of a decorator are those of the type underneath', () => {
  const table = new Table('t', new MetaData(), {
    a: column(new Lower(20), { nullable: true }),
    b: column(Lower, { nullable: true }),
  })
  expectSql(createTable(table), { sqlite: 'CREATE TABLE t ( a VARCHAR(20), b VARCHAR )' })
  expect(new Lower(20).className).toBe('Lower')
  expect(new Lower(20).cacheKey).not.toBe(new Lower(30).cacheKey)
})

test('variants are given once, arrays are not nested, JSONB is JSON elsewhere', () => {
  const varied = string().withVariant(textType, 'postgresql')
  expect(() => varied.withVariant(textType, 'postgresql')).toThrow(
    "Dialect 'postgresql' is already present in the mapping for this String()",
  )
  expect(() => array(array(integer))).toThrow(/Do not nest ARRAY types/)
  expect(jsonb().asGeneric()).toBeInstanceOf(json)
})

test('of two numeric types the right one decides', () => {
  const { c } = new Table('t', new MetaData(), { n: column(numeric(10, 2)), f: column(float) })
  expect(c.n.add(c.f).type).toBeInstanceOf(float)
  expect(c.f.add(c.n).type).toBeInstanceOf(float)
})

test('booleans, enumerations and dates refuse what they are not', () => {
  const engine = createEngine('sqlite://', { poolClass: StaticPool })
  const table = new Table('t', new MetaData(), {
    b: column(boolean, { nullable: true }),
    e: column(enumType('a', 'b', { name: 'letters', validateStrings: true }), { nullable: true }),
    d: column(dateTime, { nullable: true }),
  })
  table.create(engine)
  engine.begin((connection) => {
    const add = (values: Readonly<Record<string, unknown>>) =>
      connection.execute(insert(table).values(values))
    expect(() => add({ b: 'maybe' })).toThrow(/Not a boolean value: 'maybe'/)
    expect(() => add({ b: 5 })).toThrow(/Value 5 is not null, true, or false/)
    expect(() => add({ e: 'zzz' })).toThrow(
      /'zzz' is not among the defined enum values. Enum name: letters. Possible values: a, b/,
    )
    connection.execute(text("INSERT INTO t (e, d) VALUES ('q', 'garbage')"))
    expect(() => connection.execute(select(table.c.e)).all()).toThrow(/'q' is not among/)
    expect(() => connection.execute(select(table.c.d)).all()).toThrow(/Invalid isoformat string/)
  })
})

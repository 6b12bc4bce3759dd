/** Tables copied, extended and commented on: schemas of references, isolated constraints, columns in place of others. */
import { describe, expect, test } from 'vitest'
import { ArgumentError, InvalidRequestError } from '../../src/errors.js'
import { integer, string } from '../../src/sql/index.js'
import {
  addConstraint,
  BLANK_SCHEMA,
  checkConstraint,
  column,
  createTable,
  DropColumnComment,
  DropConstraintComment,
  DuplicateColumnError,
  foreignKey,
  MetaData,
  SetConstraintComment,
  Table,
} from '../../src/schema/index.js'
import { collapse } from '../helpers/expect-sql.js'

const key = { primaryKey: true } as const
const nullable = { nullable: true } as const

describe('a copy of a table', () => {
  const metadata = new MetaData({ schema: 'own' })
  const referred = new Table('a', metadata, { id: column(integer, key) })
  const table = new Table('b', metadata, {
    id: column(integer, key),
    aid: column(integer, foreignKey('own.a.id'), nullable),
    pid: column(integer, foreignKey('own.b.id'), nullable),
  })
  const targets = (copy: Table) => copy.foreignKeys.map(({ targetFullname }) => targetFullname)

  test('stays in its schema, whatever the other MetaData says', () => {
    expect(referred.toMetadata(new MetaData({ schema: 'other' })).fullname).toBe('own.a')
  })

  test('takes references inside of its schema along, those to itself by its new name', () => {
    const copy = table.toMetadata(new MetaData(), { schema: 'new', name: 'c' })
    expect(targets(copy)).toEqual(['new.a.id', 'new.c.id'])
  })

  test('refers to the schema a function says', () => {
    const copy = table.toMetadata(new MetaData(), { referredSchemaFn: () => BLANK_SCHEMA })
    expect(targets(copy)).toEqual(['a.id', 'b.id'])
  })

  test('is the table that is there already', () => {
    expect(table.toMetadata(metadata)).toBe(table)
  })
})

describe('constraints of tables', () => {
  const table = new Table('t', new MetaData(), { a: column(integer, nullable) }, { schema: 's' })
  const constraint = checkConstraint('a > 1', { name: 'ck', comment: 'it’s' })
  table.appendConstraint(constraint)

  test('have comments', () => {
    const text = (ddl: { compile(options: object): { sql: string } }) =>
      ddl.compile({ dialect: 'postgresql' }).sql
    expect(text(new SetConstraintComment(constraint))).toBe(
      "COMMENT ON CONSTRAINT ck ON s.t IS 'it’s'",
    )
    expect(text(new DropConstraintComment(constraint))).toBe(
      'COMMENT ON CONSTRAINT ck ON s.t IS NULL',
    )
    expect(text(new DropColumnComment(table.c.a))).toBe('COMMENT ON COLUMN t.a IS NULL')
  })

  test('are no part of CREATE TABLE any more once they have a statement of their own', () => {
    addConstraint(constraint, { isolateFromTable: false })
    expect(createTable(table).compile().sql).toContain('CHECK')
    addConstraint(constraint)
    expect(collapse(createTable(table).compile().sql)).toBe('CREATE TABLE s.t ( a INTEGER )')
  })
})

describe('columns of tables', () => {
  test('are replaced only where that is said', () => {
    const table = new Table('t', new MetaData(), {
      a: column(integer, foreignKey('u.id'), nullable),
    })
    expect(() => table.appendColumn(column('a', string, nullable))).toThrow(DuplicateColumnError)
    table.appendColumn(column('a', string, nullable), { replaceExisting: true })
    expect(collapse(createTable(table).compile().sql)).toBe('CREATE TABLE t ( a VARCHAR )')
  })

  test('are described by the name of the table, without its schema', () => {
    const options = { schema: 's' }
    const table = new Table('t', new MetaData(), { a: column(integer, nullable) }, options)
    expect(table.c.a.describe()).toBe('t.a')
  })

  test('count up only one at a time, and only if they are numbers', () => {
    const counts = { primaryKey: true, autoincrement: true } as const
    const two = new Table('t', new MetaData(), {
      a: column(integer, counts),
      b: column(integer, counts),
    })
    const text = new Table('u', new MetaData(), { a: column(string(5), counts) })
    expect(() => two.autoincrementColumn).toThrow('found both b and a.')
    expect(() => text.autoincrementColumn).toThrow(ArgumentError)
  })

  test('of a table that has to exist are not declared', () => {
    expect(() => new Table('nope', new MetaData(), {}, { mustExist: true })).toThrow(
      InvalidRequestError,
    )
  })
})

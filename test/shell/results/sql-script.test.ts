/** Scripts of SQL in statements. */
import { expect, test } from 'vitest'
import { sqlStatements } from '../../../src/shell/results/sql-script.js'

test('a semicolon ends a statement, the last needs none', () => {
  expect(sqlStatements('select 1; select 2')).toEqual(['select 1', 'select 2'])
  expect(sqlStatements('select 1;\n\n;-- nothing;\n')).toEqual(['select 1'])
  expect(sqlStatements('  ')).toEqual([])
})

test('inside of texts, names and comments it ends nothing', () => {
  const statements = [
    `select 'a;''b;'`,
    'select "x;y"',
    '/* a; b */ select 1',
    `select e'it\\';s'`,
    'select $$a;b$$, $tag$ $$;$$ $tag$',
  ]
  expect(sqlStatements(statements.join(';\n'))).toEqual(statements)
})

test('the bodies of triggers and functions are parts of their statements', () => {
  const trigger =
    'CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\n' +
    "  INSERT INTO b SELECT CASE WHEN 1 THEN ';' END;\n  DELETE FROM c;\nEND"
  const routine =
    'CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ begin return 1; end; $$ LANGUAGE plpgsql'
  expect(sqlStatements(`${trigger};${routine};SELECT 1`)).toEqual([trigger, routine, 'SELECT 1'])
  expect(sqlStatements('BEGIN; SELECT 1; COMMIT')).toEqual(['BEGIN', 'SELECT 1', 'COMMIT'])
})

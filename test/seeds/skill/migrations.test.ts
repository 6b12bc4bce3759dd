/** Skill: the settings a migration tool reads its engine from. */
import { expect, test } from 'vitest'
import { ArgumentError, engineFromConfig, NullPool, text } from 'orm-shell'

test('an engine is made from prefixed settings', () => {
  const configuration: Record<string, unknown> = {
    'sqlalchemy.url': 'postgresql://user:pass@localhost/mydb',
    'sqlalchemy.poolClass': NullPool,
    'other.url': 'ignored',
  }
  configuration['sqlalchemy.url'] = 'sqlite://'
  const engine = engineFromConfig(configuration, 'sqlalchemy.')
  expect(engine.connect((connection) => connection.execute(text('select 1')).scalar())).toBe(1)
  expect(engine.pool).toBeInstanceOf(NullPool)
  engine.dispose()
})

test('texts of a configuration file are read; options win over them', () => {
  const configuration = { 'db.url': 'sqlite://', 'db.echo': 'false', 'db.poolRecycle': '60' }
  const engine = engineFromConfig(configuration, 'db.', { poolClass: NullPool, poolRecycle: 5 })
  expect(engine.echo).toBe(false)
  expect(engine.options.poolRecycle).toBe(5)
  expect(engine.pool).toBeInstanceOf(NullPool)
  expect(() => engineFromConfig({ 'db.url': 'sqlite://', 'db.echo': 'maybe' }, 'db.')).toThrow(
    ArgumentError,
  )
  expect(() => engineFromConfig(configuration)).toThrow("The configuration has no 'sqlalchemy.url'")
})

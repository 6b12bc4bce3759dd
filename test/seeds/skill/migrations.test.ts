/** Skill: the settings a migration tool reads its engine from. */
import { expect, test } from 'vitest'
import { engineFromConfig, NullPool, text } from 'orm-shell'

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

/** Cursors of driver connections, as listeners of `connect` use them. */
import { expect, test } from 'vitest'
import { createEngine, event } from '../../src/index.js'
import type { DriverConnection } from '../../src/engine/driver.js'

test('a listener sets a connection up through a cursor', () => {
  const engine = createEngine('sqlite://')
  const seen: unknown[] = []
  event.listen(engine, 'connect', (connection: DriverConnection) => {
    const cursor = connection.cursor()
    void cursor.execute('PRAGMA foreign_keys=ON')
    void cursor.execute('select ? union all select 2 union all select 3', [1])
    seen.push(cursor.fetchone(), cursor.fetchall(), cursor.fetchone())
    cursor.close()
  })
  const isOn = engine.connect((c) => c.execDriverSql('PRAGMA foreign_keys').scalar())
  expect(isOn).toBe(1)
  expect(seen).toEqual([[1], [[2], [3]], null])
  engine.dispose()
})

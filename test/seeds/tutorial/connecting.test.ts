/** Tutorial: the version, an engine that has not connected yet. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createEngine, event, text, version } from 'orm-shell'

test('version check', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  expect(version).toBe(manifest.version)
})

test('lazy connecting: the first statement connects', () => {
  const echoed: string[] = []
  const engine = createEngine('sqlite:///:memory:', { echo: ({ message }) => echoed.push(message) })
  let connections = 0
  event.listen(engine, 'connect', () => (connections += 1))
  expect(connections).toBe(0)
  engine.connect((connection) => connection.execute(text('select 1')).all())
  expect(connections).toBe(1)
  expect(echoed.join('\n')).toContain('select 1')
  engine.dispose()
})

/** `clearMappers()` unmaps every class there is, so it has a file of its own. */
import { expect, test } from 'vitest'
import { clearMappers, column, declarativeBase, inspect, integer, mapped } from 'orm-shell'

test('classes of every registry are unmapped, and can be declared anew', () => {
  const declare = (name: string) => {
    class Model extends declarativeBase().model(name, {
      id: column(integer, { primaryKey: true }),
    }) {
      static {
        mapped(this)
      }
    }
    return Model
  }
  const models = [declare('one'), declare('two')]
  clearMappers()
  expect(models.map((model) => inspect(model, { raiseerr: false }))).toEqual([null, null])
  expect(inspect(declare('one')).localTable.name).toBe('one')
})

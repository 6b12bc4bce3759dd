/** A mapped attribute called `name` hides the class's own; errors name the class all the same. */
import { expect, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  event,
  integer,
  mapped,
  Session,
  string,
} from '../../../src/index.js'

class Person extends declarativeBase().model('person', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
}) {
  static {
    mapped(this)
  }
}

test('an unknown event names its target and the nearest event', () => {
  const listen = (): void => event.listen(Person, 'beforeInsertt' as never, () => null)
  expect(listen).toThrow("No such event 'beforeInsertt' for target 'Person'")
  expect(listen).toThrow(expect.objectContaining({ hint: "did you mean 'beforeInsert'?" }))
  expect(() => event.listen(Person.name, 'nix' as never, () => null)).toThrow("'Person.name'")
  const engine = createEngine('sqlite://')
  expect(() => event.listen(engine, 'nix' as never, () => null)).toThrow("'Engine(sqlite://)'")
})

test('a class where an object is expected is named', () => {
  expect(() => new Session().add(Person as never)).toThrow(/was a class \(Person\) supplied/)
})

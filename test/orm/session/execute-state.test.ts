/** What listeners of `doOrmExecute` see and change beyond what the oracle's records cover. */
import { describe, expect, it } from 'vitest'
import { UserDefinedOption } from '../../../src/orm/loading/options/user-defined-option.js'
import '../../../src/orm/events.js'
import { event } from '../../../src/util/event-registry.js'
import type { ORMExecuteState } from '../../../src/orm/session/operations/orm-execute-state.js'
import { insert } from '../../../src/sql/dml/constructors.js'
import { select } from '../../../src/sql/selectable/select.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { Base, Person } from './models.js'

class FromCache extends UserDefinedOption<string> {}

describe('UserDefinedOption', () => {
  it('reaches listeners and leaves the statement as it is', () => {
    const session = fixtureSession(Base.metadata)
    const seen: unknown[] = []
    event.listen(session, 'doOrmExecute', (state: ORMExecuteState) => {
      seen.push(state.userDefinedOptions.map((option) => [option.constructor, option.payload]))
    })
    expect(session.scalars(select(Person).options(new FromCache('people'))).all()).toEqual([])
    expect(seen).toEqual([[[FromCache, 'people']]])
  })
})

describe('invokeStatement', () => {
  it('merges sets of parameters one by one, as many as there are', () => {
    const session = fixtureSession(Base.metadata)
    const errors: unknown[] = []
    event.listen(session, 'doOrmExecute', (state: ORMExecuteState) => {
      try {
        state.invokeStatement({ params: [{ name: 'x' }] })
      } catch (error) {
        errors.push((error as Error).message)
      }
    })
    session.execute(insert(Person), [{ name: 'a' }, { name: 'b' }])
    expect(errors).toEqual([expect.stringContaining('number of parameter sets passed')])
  })
})

describe('session.get', () => {
  it('asks for the key that was forgotten', () => {
    const session = fixtureSession(Base.metadata)
    const get = session.get.bind(session) as (entity: unknown) => unknown
    expect(() => get(Person)).toThrow(
      'session.get() needs the primary key of Person (id) after the class: a value',
    )
  })
})

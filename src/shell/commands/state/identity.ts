/** `.identity`: the objects a session holds, one row each: state, how much of it is loaded, what it would cost to use. */
import type { Session } from '../../../orm/session/session.js'
import type { InstanceState } from '../../../orm/state/instance-state.js'
import { entityName } from '../../format/entity.js'
import type { Cell, Output } from '../../format/output.js'
import { say, UsageError, type Answer, type Command, type ShellContext } from '../command.js'

const SHOWN = 50

export const identity: Command = {
  name: '.identity',
  topic: 'state of the session',
  usage: '[model]',
  summary: 'The identity map: every object, and what of it is loaded',
  detail: [
    'One object stands for one row: a query that meets the row again answers the same object, and session.get() of a',
    'key that is here runs no SQL. Nothing is loaded to show this.',
  ].join('\n'),
  examples: ['.identity', '.identity Post', '$.identity().value[0]'],
  completes: 'model',
  run: (argument, context) => browse(argument, context),
}

function browse(name: string, context: ShellContext): Answer {
  const { session, models } = context
  const mapper = name === '' ? null : models.mapper(name)
  if (mapper && !models.find(mapper.className)) throw new UsageError(`There is no model ${name}`)
  const states = session.identityMap
    .allStates()
    .filter((state) => mapper === null || state.mapper.isa(mapper))
  if (states.length === 0)
    return { output: say('the session holds no such objects', 'muted'), value: [] }
  const value = states.map(({ obj }) => obj)
  return { output: table(states, session), value }
}

function table(states: readonly InstanceState[], session: Session): readonly Output[] {
  const total = states.length > SHOWN ? { total: states.length } : {}
  return [
    {
      kind: 'table',
      columns: ['object', 'state', 'loaded', 'not loaded', 'from'].map((title) => ({
        title,
        align: 'left',
        wrap: title === 'not loaded',
      })),
      rows: states.slice(0, SHOWN).map((state) => row(state, session)),
      ...total,
    },
  ]
}

function row(state: InstanceState, session: Session): readonly Cell[] {
  const { keys } = state.manager
  const missing = keys.filter((key) => !state.has(key))
  return [
    { text: entityName(state.obj), type: 'key' },
    { text: stateText(state, session) },
    { text: `${keys.length - missing.length} of ${keys.length}` },
    { text: missing.join(', '), type: 'unloaded' },
    { text: state.batch ? `statement ${state.batch.statementId}` : '' },
  ]
}

function stateText(state: InstanceState, session: Session): string {
  if (session.deletedStates.has(state)) return 'to be deleted'
  if (state.modified && session.isModified(state.obj)) return 'dirty'
  return state.expired ? 'expired' : 'clean'
}

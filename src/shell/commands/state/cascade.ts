/** `.cascade`: what deleting an object would take with it, in rows per table. Reads, and writes nothing. */
import type { StatementEvent } from '../../../engine/observer.js'
import { rehearseFlush } from '../../../orm/session/operations/rehearse-flush.js'
import { Session } from '../../../orm/session/session.js'
import type { InstanceState } from '../../../orm/state/instance-state.js'
import { instanceState } from '../../../orm/state/state-of.js'
import type { Table } from '../../../schema/table.js'
import { entityName } from '../../format/entity.js'
import type { Output } from '../../format/output.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { objectOf } from './objects.js'
import { rowsOf } from './preview.js'

export const cascade: Command = {
  name: '.cascade',
  topic: 'state of the session',
  usage: '<object>',
  summary: 'What deleting an object would take along, rows per table',
  detail: [
    'Follows the cascades in a session of its own: SELECTs are sent, nothing is written and your session is left as it',
    'is. Counts the rows that would be deleted and those whose reference would become NULL; what the database deletes',
    'by itself (ON DELETE) is named and not counted.',
  ].join('\n'),
  examples: ['.cascade session.get(User, 1)', 'await $.cascade(user)'],
  run: async (argument, context) => {
    if (argument === '')
      throw new UsageError('.cascade takes an object', { hint: '.cascade session.get(User, 1)' })
    const state = instanceState(await objectOf(argument, context))
    return context.log.mute(() => blastRadius(state, context))
  },
}

function blastRadius(state: InstanceState, context: ShellContext): readonly Output[] {
  if (state.key === null)
    throw new UsageError(`${entityName(state.obj)} is not in the database yet`)
  const { session, engine } = context
  const bind = session.inTransaction() ? session.connection() : engine
  const scratch = new Session({ bind, autoflush: false, joinTransactionMode: 'rollback_only' })
  try {
    const entity = scratch.get(state.mapper.class_ as never, [...state.key.identity])
    if (!entity) return say(`${entityName(state.obj)} has no row any more`, 'warning')
    scratch.delete(entity)
    const { statements, error } = rehearseFlush(scratch, engine, { reads: true })
    if (error !== null) throw error
    return report(state, statements, context)
  } finally {
    scratch.close()
  }
}

function report(
  state: InstanceState,
  statements: readonly StatementEvent[],
  context: ShellContext,
): readonly Output[] {
  const effects = effectsOf(statements)
  const total = [...effects.values()].reduce((sum, { deleted }) => sum + deleted, 0)
  const own = ownEffects([...effects.keys()], context)
  return [
    {
      kind: 'table',
      title: `deleting ${entityName(state.obj)}`,
      columns: [
        { title: 'table', align: 'left' },
        { title: 'deleted', align: 'right' },
        { title: 'changed', align: 'right' },
      ],
      rows: [...effects].map(([table, { deleted, changed }]) => [
        { text: table },
        { text: deleted === 0 ? '' : String(deleted), type: 'number' },
        { text: changed === 0 ? '' : String(changed), type: 'number' },
      ]),
      footer: `${total} ${total === 1 ? 'row' : 'rows'} deleted in all; nothing was written`,
    },
    ...own.map((text): Output => ({ kind: 'text', text, tone: 'warning' })),
  ]
}

interface Effect {
  deleted: number
  changed: number
}

function effectsOf(statements: readonly StatementEvent[]): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>()
  for (const statement of statements) {
    const [, verb = '', table = ''] = /^(DELETE FROM|UPDATE) (\S+)/.exec(statement.sql) ?? []
    if (verb === '') continue
    const effect = effects.get(table) ?? { deleted: 0, changed: 0 }
    effect[verb === 'UPDATE' ? 'changed' : 'deleted'] += rowsOf(statement)
    effects.set(table, effect)
  }
  return effects
}

/** Foreign keys by which the database itself would go on. */
function ownEffects(reached: readonly string[], { models }: ShellContext): readonly string[] {
  const tables = new Set(models.mappers.flatMap(({ tables: of }) => [...of] as unknown as Table[]))
  return [...tables].flatMap((table) =>
    [...table.foreignKeys]
      .filter(({ options: { ondelete }, targetFullname }) => {
        const target = targetFullname.split('.').slice(0, -1).join('.')
        return ondelete && reached.includes(target) && !reached.includes(table.name)
      })
      .map(
        ({ options: { ondelete }, targetFullname }) =>
          `${table.name} → ${targetFullname}: ON DELETE ${String(ondelete)}`,
      ),
  )
}

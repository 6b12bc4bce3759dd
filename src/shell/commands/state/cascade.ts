/** `.cascade`: what deleting an object would take with it, in rows per table. Reads, and writes nothing. */
import type { StatementEvent } from '../../../engine/observer.js'
import type { Engine } from '../../../engine/engine.js'
import { OrmError } from '../../../errors.js'
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
    'by itself (ON DELETE) is named and not counted. After two seconds it stops, and says how many it has found.',
  ].join('\n'),
  examples: ['.cascade session.get(User, 1)', 'await $.cascade(user)'],
  run: async (argument, context) => {
    if (argument === '')
      throw new UsageError('.cascade takes an object', { hint: '.cascade session.get(User, 1)' })
    const state = instanceState(await objectOf(argument, context))
    return context.log.mute(() => blastRadius(state, context))
  },
}

/** Longer than that nobody waits for a warning. */
const LIMIT_MS = 2000

/** @param within milliseconds after which no further rows are looked for */
export function blastRadius(
  state: InstanceState,
  context: ShellContext,
  within = LIMIT_MS,
): readonly Output[] {
  if (state.key === null)
    throw new UsageError(`${entityName(state.obj)} is not in the database yet`)
  const { session, engine } = context
  const bind = session.inTransaction() ? session.connection() : engine
  const scratch = new Session({ bind, autoflush: false, joinTransactionMode: 'rollback_only' })
  const stopWatching = stopAfter(within, engine)
  try {
    const entity = scratch.get(state.mapper.class_ as never, [...state.key.identity])
    if (!entity) return say(`${entityName(state.obj)} has no row any more`, 'warning')
    scratch.delete(entity)
    const { statements, error } = rehearseFlush(scratch, engine, { reads: true })
    if (error !== null) throw error
    return report(state, effectsOf(statements), { context, isWhole: true })
  } catch (error) {
    if (!(error instanceof LookedEnough)) throw error
    return report(state, foundSoFar(scratch), { context, isWhole: false })
  } finally {
    stopWatching()
    scratch.close()
  }
}

/** Ends a search that takes too long, in place of its next SELECT. */
class LookedEnough extends OrmError {
  override readonly code = 'shell/looked-enough'
}

function stopAfter(milliseconds: number, engine: Engine): () => void {
  const end = performance.now() + milliseconds
  let isFirst = true
  const listener = () => {
    if (!isFirst && performance.now() >= end) throw new LookedEnough('the time for looking is over')
    isFirst = false
  }
  engine.events.listen('beforeCursorExecute', listener)
  return () => engine.events.remove('beforeCursorExecute', listener)
}

/** What has been loaded would be deleted, and what hangs on it besides. */
function foundSoFar({ identityMap }: Session): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>()
  for (const { mapper } of identityMap.allStates()) {
    const table = mapper.localTable.describe()
    const effect = effects.get(table) ?? { deleted: 0, changed: 0 }
    effects.set(table, { ...effect, deleted: effect.deleted + 1 })
  }
  return effects
}

interface ReportFacts {
  readonly context: ShellContext
  /** Whether everything was looked at. */
  readonly isWhole: boolean
}

function report(
  state: InstanceState,
  effects: ReadonlyMap<string, Effect>,
  { context, isWhole }: ReportFacts,
): readonly Output[] {
  const least = isWhole ? '' : '≥ '
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
        { text: deleted === 0 ? '' : `${least}${deleted}`, type: 'number' },
        { text: changed === 0 ? '' : String(changed), type: 'number' },
      ]),
      footer: isWhole
        ? `${total} ${total === 1 ? 'row' : 'rows'} deleted in all; nothing was written`
        : `at least ${total} rows, found before it took too long; nothing was written`,
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

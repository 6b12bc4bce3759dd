/** `.states`: what the session holds, by state and class; `.states expr` looks at objects attribute by attribute. */
import { instanceState } from '../../../orm/state/state-of.js'
import { entityBlock, entityName, isEntity } from '../../format/entity.js'
import type { Cell, Output } from '../../format/output.js'
import { say, UsageError, valueOf, type Command, type ShellContext } from '../command.js'

/** Objects named in one row, and objects printed in full, before it says how many more there are. */
const NAMED = 5
const SHOWN = 20

export const states: Command = {
  name: '.states',
  topic: 'state of the session',
  usage: '[object]',
  summary: 'What the session holds, or one object in full',
  detail:
    'Pending, dirty, deleted and persistent objects by class. With an expression that yields an object, or a list ' +
    'of them: each attribute as far as it is loaded, and what a flush would change. Nothing is loaded for it.',
  examples: ['.states', '.states session.get(Post, 1)'],
  run: (argument, context) => (argument === '' ? overview(context) : objects(argument, context)),
}

function overview({ session }: ShellContext): readonly Output[] {
  const changed = new Set<object>([...session.dirty, ...session.deleted])
  const persistent = [...session.identityMap.values()].filter((entity) => !changed.has(entity))
  const groups = [
    ['pending', [...session.new]],
    ['dirty', [...session.dirty]],
    ['deleted', [...session.deleted]],
    ['persistent', persistent],
  ] as const
  const rows = groups.flatMap(([state, entities]) => rowsOf(state, entities))
  if (rows.length === 0) return say('the session is empty', 'muted')
  return [
    {
      kind: 'table',
      columns: [
        { title: 'state', align: 'left' },
        { title: 'model', align: 'left' },
        { title: 'objects', align: 'right' },
        { title: 'expired', align: 'right' },
        { title: 'which', align: 'left', wrap: true },
      ],
      rows,
      footer: '',
    },
  ]
}

function rowsOf(state: string, entities: readonly object[]): readonly (readonly Cell[])[] {
  const byClass = new Map<string, object[]>()
  for (const entity of entities) {
    const { className } = instanceState(entity).mapper
    const members = byClass.get(className)
    if (members) members.push(entity)
    else byClass.set(className, [entity])
  }
  return [...byClass].map(([className, members]) => row(state, className, members))
}

function row(state: string, className: string, members: readonly object[]): readonly Cell[] {
  const expired = members.filter((entity) => instanceState(entity).expired).length
  const named = members.slice(0, NAMED).map(entityName)
  return [
    { text: state },
    { text: className },
    { text: String(members.length), type: 'number' },
    expired > 0 ? { text: String(expired), type: 'number' } : { text: '' },
    { text: [...named, ...(members.length > NAMED ? ['…'] : [])].join(', '), type: 'key' },
  ]
}

async function objects(code: string, context: ShellContext): Promise<readonly Output[]> {
  const value = await valueOf(code, context)
  if (isEntity(value)) return [entityBlock(value)]
  const list = value instanceof Set || Array.isArray(value) ? [...(value as Iterable<unknown>)] : []
  if (list.length === 0 || !list.every(isEntity))
    throw new UsageError(`${code} is not a mapped object`, {
      hint: '.states without an argument lists what the session holds',
    })
  const blocks = list.slice(0, SHOWN).map((entity) => entityBlock(entity))
  const more = say(`first ${SHOWN} of ${list.length} objects`, 'muted')
  return list.length > SHOWN ? [...blocks, ...more] : blocks
}

/** `.states`: what the session holds, by state; `.states expr` looks at one object attribute by attribute. */
import { instanceState } from '../../orm/state/state-of.js'
import { entityBlock, entityTable, isEntity } from '../format/entity.js'
import type { Output } from '../format/output.js'
import { say, UsageError, type Command, type ShellContext } from './command.js'

/** Persistent objects listed before it says how many more there are. */
const SHOWN = 20

export const states: Command = {
  name: '.states',
  usage: '[object]',
  summary:
    'Pending, dirty, deleted and persistent objects; with an expression, one object attribute by attribute',
  run: (argument, context) => (argument === '' ? overview(context) : one(argument, context)),
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
  const filled = groups.filter(([, entities]) => entities.length > 0)
  if (filled.length === 0) return say('the session is empty', 'muted')
  return filled.flatMap(([title, entities]) => group(title, entities))
}

/** Objects of one class share a table. */
function group(title: string, entities: readonly object[]): readonly Output[] {
  const byClass = new Map<string, object[]>()
  for (const entity of entities) {
    const name = instanceState(entity).mapper.className
    byClass.set(name, [...(byClass.get(name) ?? []), entity])
  }
  return [...byClass].map(([name, members]) => ({
    ...entityTable(members, SHOWN),
    title: `${title}: ${members.length} ${name}`,
  }))
}

async function one(code: string, context: ShellContext): Promise<readonly Output[]> {
  const { ok, value, error } = await context.evaluate(code)
  if (!ok) throw error
  if (isEntity(value)) return [entityBlock(value)]
  if (Array.isArray(value) && value.length > 0 && value.every(isEntity))
    return value.slice(0, SHOWN).map((entity) => entityBlock(entity))
  throw new UsageError(`${code} is not a mapped object`, {
    hint: '.states without an argument lists what the session holds',
  })
}

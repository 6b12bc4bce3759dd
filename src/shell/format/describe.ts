/**
 * One line for each of the library's own objects that would otherwise print its insides: what it is, and what to do
 * with it. Reads counters and names only: nothing is fetched, nothing is loaded.
 */
import { inspect } from 'node:util'
import { Inspector } from '../../engine/inspector.js'
import { CursorResult } from '../../engine/result/cursor-result.js'
import { FilteredResult } from '../../engine/result/filtered-result.js'
import { SessionTransaction } from '../../orm/session/session-transaction.js'
import { AttributeState } from '../../orm/state/attribute-state.js'
import { History } from '../../orm/state/history.js'
import { IdentityMap } from '../../orm/state/identity-map.js'
import { InstanceState } from '../../orm/state/instance-state.js'
import { entityName, stateName, valueText } from './entity.js'

/** Null for everything that prints well by itself. */
export function describe(value: unknown): string | null {
  if (value instanceof CursorResult && !value.returnsRows) {
    const changed = value.rowcount > 0 ? `: ${value.rowcount} changed` : ''
    return `<CursorResult without rows${changed}>`
  }
  if (value instanceof FilteredResult) {
    return `<${value.constructor.name} of ${value.keys().join(', ')}: .all() fetches the rows>`
  }
  if (value instanceof InstanceState) {
    return `<InstanceState of ${entityName(value.obj)}: ${stateName(value)}>`
  }
  if (value instanceof AttributeState) {
    const { state, key, history } = value
    return `<AttributeState of ${entityName(state.obj)}.${key}: ${historyText(history)}>`
  }
  if (value instanceof History) return `<History: ${historyText(value)}>`
  if (value instanceof IdentityMap) return `<IdentityMap: ${value.size} persistent>`
  if (value instanceof SessionTransaction) {
    const what = value.nested ? 'savepoint' : 'transaction'
    return `<SessionTransaction: ${what}, ${value.isActive ? 'active' : 'not active'}>`
  }
  return value instanceof Inspector ? `<Inspector of ${inspect(value.bind)}>` : null
}

function historyText({ added, unchanged, deleted }: History): string {
  const parts = [
    ['added', added],
    ['unchanged', unchanged],
    ['deleted', deleted],
  ] as const
  const filled = parts.filter(([, values]) => values.length > 0)
  const texts = filled.map(([name, values]) => `${name} ${values.map(valueText).join(', ')}`)
  return texts.length > 0 ? texts.join(', ') : 'no value in memory'
}

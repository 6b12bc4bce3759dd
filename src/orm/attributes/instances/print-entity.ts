/**
 * How objects print and serialise: what is in memory, on one line, without loading and without recursion.
 */
import { inspect, type InspectOptions } from 'node:util'
import { instanceState, stateOrNull } from '../../state/state-of.js'
import type { InstanceState } from '../../state/instance-state.js'
import { adapterOf } from '../collection-kind.js'

const NOT_LOADED = '‹not loaded›'
const EXPIRED = '‹expired›'
const MAX_MEMBERS = 3

/** `User { id: 1, name: 'ed', posts: ‹not loaded› }`. @internal */
export function printEntity(entity: object, depth: number, options: InspectOptions): string {
  const state = instanceState(entity)
  if (depth < 0) return printReference(state)
  const parts = state.manager.keys.map((key) => `${key}: ${printAttribute(state, key, options)}`)
  return `${state.manager.className} { ${parts.join(', ')} }`
}

/** `User#1`, or `User(new)` before it has an identity. */
function printReference(state: InstanceState): string {
  const { className } = state.manager
  return state.key === null
    ? `${className}(new)`
    : `${className}#${state.key.identity.map(String).join(',')}`
}

function printAttribute(state: InstanceState, key: string, options: InspectOptions): string {
  const value = state.value(key)
  if (value === undefined) return printMissing(state, key)
  if (adapterOf(value) !== null) return printCollection(adapterOf(value)?.members ?? [])
  const related = stateOrNull(value)
  if (related !== null) return printReference(related)
  return inspect(value, { ...options, compact: true, breakLength: Infinity })
}

/** A never-set attribute of a new object reads null. */
function printMissing(state: InstanceState, key: string): string {
  if (state.isExpired(key)) return EXPIRED
  if (state.key !== null) return NOT_LOADED
  return state.impl(key).collection ? '[]' : 'null'
}

function printCollection(members: readonly unknown[]): string {
  const shown = members.slice(0, MAX_MEMBERS).map((member) => {
    const state = stateOrNull(member)
    return state === null ? inspect(member) : printReference(state)
  })
  const more = members.length > MAX_MEMBERS ? [`… ${members.length - MAX_MEMBERS} more`] : []
  return `[${[...shown, ...more].join(', ')}]`
}

/** Loaded values, related objects inlined once; objects already on the path are left out. @internal */
export function plainValues(
  entity: object,
  path: ReadonlySet<object> = new Set(),
): Record<string, unknown> {
  const state = instanceState(entity)
  const here = new Set(path).add(entity)
  const values: Record<string, unknown> = {}
  for (const key of state.manager.keys) {
    const value = state.value(key)
    if (value === undefined) continue
    const plain = plainValue(value, here)
    if (plain !== undefined) values[key] = plain
  }
  return values
}

function plainValue(value: unknown, path: ReadonlySet<object>): unknown {
  const adapter = adapterOf(value)
  if (adapter !== null) {
    return adapter.members
      .filter((member) => !path.has(member as object))
      .map((member) =>
        stateOrNull(member) === null ? member : plainValues(member as object, path),
      )
  }
  if (stateOrNull(value) === null) return value
  return path.has(value as object) ? undefined : plainValues(value as object, path)
}

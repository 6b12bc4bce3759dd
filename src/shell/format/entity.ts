/**
 * Shows mapped objects from what is loaded: one as a list of attributes with pending changes, many as a table.
 * Reads state only; an attribute that is not loaded says so and stays so.
 */
import type { History } from '../../orm/state/history.js'
import type { InstanceState } from '../../orm/state/instance-state.js'
import {
  INCLUDE_PENDING_MUTATIONS,
  PASSIVE_NO_INITIALIZE,
  isNoValue,
} from '../../orm/state/passive.js'
import { instanceState, stateOrNull } from '../../orm/state/state-of.js'
import { DateTime } from '../../sql/types/date-time.js'
import { toCell } from './cell.js'
import type { Cell, EntityBlock, EntityField, TableBlock } from './output.js'
import { columnAlign } from './column-align.js'

export interface EntityBlockOptions {
  /** `set`: columns and references that have a value; `changed`: attributes with pending changes. */
  readonly only?: 'set' | 'changed'
  /** The object is marked for deletion. */
  readonly deleted?: boolean
}

export function isEntity(value: unknown): value is object {
  return stateOrNull(value) !== null
}

/** `User#3`; an object without identity is `User (pending)`. */
export function entityName(entity: object): string {
  const state = instanceState(entity)
  const identity = state.identity
  return identity
    ? `${state.mapper.className}#${identity.join(',')}`
    : `${state.mapper.className} (${stateName(state)})`
}

export function entityBlock(entity: object, options: EntityBlockOptions = {}): EntityBlock {
  const state = instanceState(entity)
  const fields = attributeKeys(state).map((key) => field(state, key))
  return {
    kind: 'entity',
    // The state stands beside the title already.
    title: state.identity ? entityName(entity) : state.mapper.className,
    state: options.deleted ? 'deleted' : stateName(state),
    fields: fields.filter((candidate) => keep(candidate, options.only)),
  }
}

export function entityTable(entities: readonly object[], limit: number): TableBlock {
  const shown = entities.slice(0, limit).map((entity) => instanceState(entity))
  const keys = [
    ...new Set(
      shown.flatMap((state) => state.mapper.columnAttrs.map((attribute) => attribute.key)),
    ),
  ]
  const rows = shown.map((state) =>
    keys.map((key) => (state.mapper.hasProperty(key) ? loadedCell(state, key) : { text: '' })),
  )
  const columns = keys.map((title, index) => ({ title, align: columnAlign(rows, index) }))
  const total = entities.length > shown.length ? { total: entities.length } : {}
  return { kind: 'table', columns, rows, ...total }
}

function attributeKeys(state: InstanceState): readonly string[] {
  const { columnAttrs, relationships } = state.mapper
  return [...columnAttrs, ...relationships].map((attribute) => attribute.key)
}

function field(state: InstanceState, name: string): EntityField {
  const value = loadedCell(state, name)
  if (state.key === null) return { name, value }
  const history = state.getHistory(name, PASSIVE_NO_INITIALIZE | INCLUDE_PENDING_MUTATIONS)
  if (!history.hasChanges()) return { name, value }
  if (state.impl(name).collection) return { name, value, members: memberChanges(history) }
  return { name, value, change: { from: committedCell(state, name), to: value } }
}

function memberChanges({ added, deleted }: History): NonNullable<EntityField['members']> {
  return { added: added.map(valueCell), removed: deleted.map(valueCell) }
}

/** The value before the change; setting an attribute that was not loaded does not load it. */
function committedCell(state: InstanceState, name: string): Cell {
  const value = state.committedState.get(name)
  return isNoValue(value)
    ? { text: '‹not loaded›', type: 'unloaded' }
    : attributeCell(state, name, value)
}

function keep(candidate: EntityField, only: EntityBlockOptions['only']): boolean {
  if (only === 'changed') return Boolean(candidate.change ?? candidate.members)
  return only === 'set' ? candidate.value.type !== 'unloaded' : true
}

function loadedCell(state: InstanceState, key: string): Cell {
  const value = state.value(key)
  if (value === undefined) {
    const text = state.expiredAttributes.has(key)
      ? '‹expired›'
      : state.key === null
        ? '‹not set›'
        : '‹not loaded›'
    return { text, type: 'unloaded' }
  }
  return attributeCell(state, key, value)
}

/** The value of an attribute as its column means it. */
export function attributeCell({ mapper }: InstanceState, key: string, value: unknown): Cell {
  if (!(value instanceof Date)) return valueCell(value)
  const column = mapper.columnAttrs.find((attribute) => attribute.key === key)?.columns[0]
  return toCell(value, { isLocal: hasNoZone(column) })
}

/** Of a column or a label: whether its times are of no zone. */
export function hasNoZone(element: unknown): boolean {
  const type = typeof element === 'object' && element !== null && 'type' in element && element.type
  return type instanceof DateTime && !type.timezone
}

/** Any value as a cell. Related objects are named, collections counted: their attributes are theirs to show. */
export function valueCell(value: unknown): Cell {
  if (isEntity(value)) return { text: entityName(value), type: 'key' }
  if (Array.isArray(value) && value.every(isEntity))
    return { text: collectionText(value), type: 'key' }
  return toCell(value)
}

/** A value as cells show it, for running text. */
export function valueText(value: unknown): string {
  return valueCell(value).text
}

const NAMED_MEMBERS = 3

function collectionText(members: readonly object[]): string {
  const names = members.slice(0, NAMED_MEMBERS).map(entityName)
  const more = members.length > NAMED_MEMBERS ? `, … ${members.length} in all` : ''
  return `[${names.join(', ')}${more}]`
}

export function stateName(state: InstanceState): EntityBlock['state'] {
  const names = ['transient', 'pending', 'persistent', 'deleted', 'detached'] as const
  return names.find((name) => state[name]) ?? 'transient'
}

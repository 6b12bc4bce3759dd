/**
 * The panel of objects: what a flush would write first, then the identity map; one object attribute by attribute; and
 * what was done to either is taken back from here.
 */
import { instanceState } from '../../orm/state/state-of.js'
import { stateTable } from '../commands/state/state.js'
import { revertAttribute, revertObject } from '../commands/state/revert.js'
import { entityBlock, entityName } from '../format/entity.js'
import type { Cell, EntityField } from '../format/output.js'
import type { PanelPage } from '../protocol.js'
import { fits, listPage, type Panel, type PanelContext, type PanelRow } from './panel.js'

/** More are found with a filter. */
const SHOWN = 500

const handles = new WeakMap<object, string>()
let handleCount = 0

/** Names an object for as long as it lives; objects without identity have no other name. */
function handleOf(entity: object): string {
  const known = handles.get(entity)
  if (known !== undefined) return known
  const handle = `object ${++handleCount}`
  handles.set(entity, handle)
  return handle
}

export const objects: Panel = (request, context) => {
  const { path, revert } = request
  const handle = path[0] ?? revert
  const entity = handle === undefined ? undefined : find(handle, context)
  const done = revert === undefined || !entity ? '' : taken(entity, path[0] && revert, context)
  const chosen = path[0] === undefined ? undefined : entity
  const page = chosen ? attributes(chosen, context) : overview(request.filter, context)
  return done === '' ? page : { ...page, message: done }
}

function taken(entity: object, attribute: string | undefined, { session }: PanelContext): string {
  const name = entityName(entity)
  if (attribute === undefined) return `${name}: ${revertObject(session, entity)}`
  const reverted = revertAttribute(session, entity, attribute)
  return `${name}.${attribute} ${reverted ? 'reverted' : 'has no changes'}`
}

interface Listed {
  readonly entity: object
  readonly state: string
}

function listed({ session }: PanelContext): readonly Listed[] {
  const as = (state: string) => (entity: object) => ({ entity, state })
  const dirty = [...session.dirty].filter((entity) => session.isModified(entity))
  const changed = new Set<object>([...dirty, ...session.deleted])
  const others = [...session.identityMap.values()].filter((entity) => !changed.has(entity))
  return [
    ...[...session.new].map(as('pending')),
    ...dirty.map(as('dirty')),
    ...[...session.deleted].map(as('to be deleted')),
    ...others.map((entity) => ({
      entity,
      state: instanceState(entity).expired ? 'expired' : 'persistent',
    })),
  ]
}

function find(handle: string, context: PanelContext): object | undefined {
  return listed(context).find(({ entity }) => handles.get(entity) === handle)?.entity
}

function overview(filter: string, context: PanelContext): PanelPage {
  const all = listed(context)
  const rows: PanelRow[] = []
  for (const item of all) {
    const row = rowOf(item, context)
    if (fits(row, filter)) rows.push(row)
    if (rows.length === SHOWN) break
  }
  const counts = new Map<string, number>()
  for (const { state } of all) counts.set(state, (counts.get(state) ?? 0) + 1)
  const summary = [...counts].map(([state, count]) => `${count} ${state}`)
  const title = ['objects', ...(summary.length > 0 ? summary : ['none'])].join(' · ')
  return listPage(title, ['object', 'state', 'changes', 'since', 'not loaded'], rows)
}

function rowOf({ entity, state }: Listed, context: PanelContext): PanelRow {
  const of = instanceState(entity)
  const isNew = of.key === null
  const { fields } = entityBlock(entity, { only: isNew ? 'set' : 'changed' })
  const missing = isNew ? [] : of.manager.keys.filter((key) => !of.has(key))
  const cells: Cell[] = [
    { text: isNew ? of.mapper.className : entityName(entity), type: 'key' },
    { text: state },
    { text: fields.map(changeText).join(', ') },
    { text: fields.length > 0 || state === 'to be deleted' ? (context.siteOf(entity) ?? '') : '' },
    { text: missing.length === 0 ? '' : `${missing.length} of ${of.manager.keys.length}` },
  ]
  return { id: handleOf(entity), cells }
}

function changeText({ name, value, change, members }: EntityField): string {
  if (change) return `${name}: ${change.from.text} → ${change.to.text}`
  if (!members) return `${name}: ${value.text}`
  const added = members.added.map(({ text }) => `+${text}`)
  const removed = members.removed.map(({ text }) => `-${text}`)
  return `${name}: ${[...added, ...removed].join(' ')}`
}

function attributes(entity: object, context: PanelContext): PanelPage {
  const { title = '', columns, rows } = stateTable(entity, context)
  const list = rows.map((cells) => ({ id: cells[0]?.text ?? '', cells }))
  return listPage(
    title,
    columns.map((column) => column.title),
    list,
  )
}

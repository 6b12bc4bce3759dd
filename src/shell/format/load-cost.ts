/** What reading an attribute that is not in memory would cost, told from metadata and the identity map: no SQL. */
import type { Mapper } from '../../orm/mapping/mapper.js'
import type { RelationshipProperty } from '../../orm/mapping/relationship.js'
import type { Session } from '../../orm/session/session.js'
import type { InstanceState } from '../../orm/state/instance-state.js'
import { instanceState } from '../../orm/state/state-of.js'
import { entityName } from './entity.js'
import type { EntityBlock } from './output.js'

/** In words; empty for what is in memory already. */
export function loadCost(state: InstanceState, key: string): string {
  if (state.has(key) || state.key === null) return ''
  if (state.session === null) return 'detached: reading it is an error'
  const relationship = state.mapper.relationships.find((candidate) => candidate.key === key)
  // An asynchronous session has the same identity map under another face.
  const session = state.session as unknown as Session
  if (relationship) return relationshipCost(state, relationship, session)
  return state.isExpired(key) ? '1 SELECT, with all that is expired' : '1 SELECT'
}

/** An object's block in which what is not loaded says what reading it would cost. */
export function withCosts(entity: object, block: EntityBlock): EntityBlock {
  const state = instanceState(entity)
  const fields = block.fields.map((field) => {
    const cost = field.value.type === 'unloaded' ? loadCost(state, field.name) : ''
    if (cost === '') return field
    const text = field.value.text.replace('›', ` · ${cost}›`)
    return { ...field, value: { ...field.value, text } }
  })
  return { ...block, fields }
}

function relationshipCost(
  state: InstanceState,
  relationship: RelationshipProperty,
  session: Session,
): string {
  const { lazy, direction, mapper } = relationship
  if (lazy === 'raise' || lazy === 'raiseOnSql') return `lazy is ${lazy}: reading it is an error`
  if (lazy === 'noload' || lazy === 'dynamic' || lazy === 'writeOnly') return `lazy is ${lazy}`
  const select = `1 SELECT from ${mapper.localTable.describe()}`
  return direction === 'MANYTOONE'
    ? referenceCost(state, relationship, { session, select })
    : select
}

interface Reference {
  readonly session: Session
  readonly select: string
}

/** A reference by primary key is looked up in the identity map first. */
function referenceCost(
  state: InstanceState,
  { localRemotePairs, mapper }: RelationshipProperty,
  { session, select }: Reference,
): string {
  const values = localRemotePairs.map(([local]) => valueOfColumn(state, local))
  if (values.includes(undefined)) return `${select}, and 1 for the expired key`
  if (values.includes(null)) return 'no SQL: it is NULL'
  const present = isPrimaryKey(localRemotePairs, mapper) ? known(session, mapper, values) : null
  return present ? `no SQL: ${entityName(present)} is in the session` : select
}

function valueOfColumn(
  state: InstanceState,
  column: RelationshipProperty['localRemotePairs'][number][0],
): unknown {
  const property = state.mapper.columnToProperty.get(column)
  return property ? state.value(property.key) : undefined
}

function isPrimaryKey(pairs: RelationshipProperty['localRemotePairs'], mapper: Mapper): boolean {
  const remote = pairs.map(([, column]) => column)
  return (
    remote.length === mapper.primaryKey.length &&
    mapper.primaryKey.every((it) => remote.includes(it))
  )
}

function known(session: Session, mapper: Mapper, values: readonly unknown[]): object | null {
  const key = session.identityKey(mapper, values)
  return session.identityMap.get(key) ?? null
}

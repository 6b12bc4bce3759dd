/** Records what the engine does in the form of the golden records, and what objects and sessions look like after a step. */
import type { Session } from 'orm-shell'
import { inspect as inspectObject, Row, type InstanceState } from 'orm-shell'
import type {
  EngineObserver,
  StatementEvent,
  TransactionEvent,
} from '../../../src/engine/observer.js'
import type { RecordedEvent, RecordedObject, RecordedSession } from './record.js'

const TRANSACTION_EVENTS = { begin: 'BEGIN', commit: 'COMMIT', rollback: 'ROLLBACK' } as const

export class Recorder implements EngineObserver {
  #events: RecordedEvent[] = []
  readonly #labels = new Map<object, string>()
  readonly #counts = new Map<string, number>()

  /** The events since the last call. */
  take(): readonly RecordedEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  statementStart(event: StatementEvent): void {
    const sql = event.sql.replace(/\s+/g, ' ').trim()
    const batched = event.remark.includes('insertmanyvalues')
    const flags = batched ? { insertmanyvalues: true } : event.many ? { many: true } : {}
    this.#events.push({ sql, params: event.parameters.map((value) => this.value(value)), ...flags })
  }

  transaction(event: TransactionEvent): void {
    const name = TRANSACTION_EVENTS[event.kind as keyof typeof TRANSACTION_EVENTS] as
      string | undefined
    // Savepoints are statements, too, and have been noted as such.
    if (name) this.#events.push({ event: name })
  }

  /** What a listener of the scenario saw. */
  note(name: string, details: object): void {
    const told = Object.entries(details).map(([key, value]) => [key, this.#inner(value)])
    this.#events.push({ event: 'note', name, ...(Object.fromEntries(told) as object) })
  }

  /** `User#1`: labels count per class in order of first appearance. */
  label(entity: object): string {
    const known = this.#labels.get(entity)
    if (known) return known
    const class_ = stateOf(entity)?.mapper.className ?? entity.constructor.name
    const count = (this.#counts.get(class_) ?? 0) + 1
    this.#counts.set(class_, count)
    this.#labels.set(entity, `${class_}#${count}`)
    return `${class_}#${count}`
  }

  /** The recorded form of a value; entities are spelled out at the top, referred to inside. */
  value(value: unknown): unknown {
    if (value === undefined || value === null) return null
    if (typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value
    if (value instanceof Date) return { $datetime: value.toISOString().replace(/(\.000)?Z$/, '') }
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') }
    if (value instanceof Row)
      return { $row: [...value].map((part) => this.value(part)), keys: value.keys() }
    if (Array.isArray(value)) return value.map((part) => this.value(part))
    if (Object.getPrototypeOf(value) === Object.prototype) return this.#properties(value)
    if (isIterableSet(value)) return { $set: [...value].map((part) => this.value(part)) }
    const state = stateOf(value)
    return state ? this.entity(value, state) : { $other: value.constructor.name }
  }

  entity(entity: object, state: InstanceState): RecordedObject {
    const loaded: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(state.dict).sort(([a], [b]) => (a < b ? -1 : 1))) {
      loaded[key] = this.#inner(value)
    }
    return {
      $obj: this.label(entity),
      state: lifecycle(state),
      ...(state.identity ? { key: [...state.identity] } : {}),
      ...(state.expired ? { expired: true } : {}),
      ...(state.modified ? { modified: true } : {}),
      loaded,
    }
  }

  session(session: Session): RecordedSession {
    return {
      new: this.#labelsOf(session.new),
      dirty: this.#labelsOf(session.dirty),
      deleted: this.#labelsOf(session.deleted),
      identity_map: identities(session),
      in_transaction: session.inTransaction(),
      is_active: session.isActive,
      ...(session.inNestedTransaction() ? { in_nested_transaction: true } : {}),
    }
  }

  /** The members of a set, by class and key; those without a key as they come. */
  #labelsOf(entities: Iterable<object>): string[] {
    const found = [...entities].map((entity) => ({
      entity,
      state: inspectObject(entity) as InstanceState,
    }))
    found.sort((a, b) => byIdentity(identityOf(a.state), identityOf(b.state)))
    return found.map(({ entity }) => this.label(entity))
  }

  #properties(value: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, this.value(part)] as const),
    )
  }

  #inner(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => this.#inner(part))
    if (typeof value === 'object' && value !== null && stateOf(value))
      return { $ref: this.label(value) }
    return this.value(value)
  }
}

type Identity = readonly [className: string, key: readonly unknown[]]

function identities(session: Session): RecordedSession['identity_map'] {
  return [...session.identityMap.values()]
    .map((entity) => identityOf(inspectObject(entity) as InstanceState))
    .sort(byIdentity)
}

function identityOf(state: InstanceState): Identity {
  return [state.mapper.className, [...(state.identity ?? [])]]
}

/** As the records are sorted: by class, then by the text of the key. */
function byIdentity([oneClass, one]: Identity, [otherClass, other]: Identity): number {
  return order(oneClass, otherClass) || order(JSON.stringify(one), JSON.stringify(other))
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function lifecycle(state: InstanceState): string {
  const names = ['transient', 'pending', 'persistent', 'deleted', 'detached'] as const
  return names.find((name) => state[name]) ?? 'unknown'
}

function stateOf(value: object): InstanceState | null {
  try {
    const inspected: unknown = inspectObject(value)
    return inspected !== null && typeof inspected === 'object' && 'committedState' in inspected
      ? (inspected as InstanceState)
      : null
  } catch {
    return null
  }
}

function isIterableSet(value: object): value is Iterable<unknown> {
  return value instanceof Set || value.constructor.name === 'IdentitySet'
}

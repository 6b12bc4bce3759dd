/** Values, objects and sessions in the form of the records. */
import {
  Insert,
  Mapper,
  MutableDict,
  Row,
  Table,
  TypeEngine,
  URL,
  type InstanceState,
  type Session,
} from 'orm-shell'
import type { RecordedSession } from './record.js'
import { className } from './python.js'
import { classNameOf, instanceStateOf, mapperOf } from './introspect.js'

/** Names objects `User#1` as they are met; numbers need not be the record's. */
export class Describer {
  readonly #labels = new Map<object, string>()
  readonly #counts = new Map<string, number>()

  label(entity: object): string {
    const known = this.#labels.get(entity)
    if (known) return known
    const class_ = instanceStateOf(entity)?.mapper.className ?? entity.constructor.name
    const count = (this.#counts.get(class_) ?? 0) + 1
    this.#counts.set(class_, count)
    this.#labels.set(entity, `${class_}#${count}`)
    return `${class_}#${count}`
  }

  /** A value; entities are spelled out at the top, referred to inside. */
  value(value: unknown, isInside = false): unknown {
    if (value === undefined || value === null) return null
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'function') return this.#callable(value)
    if (typeof value === 'symbol') return { $symbol: value.description ?? '' }
    if (typeof value !== 'object') return value
    return this.#object(value, isInside)
  }

  #callable(value: object): unknown {
    const mapper = mapperOf(value)
    if (mapper) return { $class: mapper.className }
    if ('compile' in value) return expression(value)
    return { $callable: className(value) }
  }

  #object(value: object, isInside: boolean): unknown {
    if (value instanceof Date) return { $datetime: value.toISOString().replace(/(\.000)?Z$/, '') }
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') }
    const state = instanceStateOf(value)
    if (state) return isInside ? { $ref: this.label(value) } : this.entity(value, state)
    if (value instanceof Row) {
      return { $row: [...value].map((part) => this.value(part)), keys: value.keys() }
    }
    if (Array.isArray(value)) return value.map((part) => this.value(part, isInside))
    if (value instanceof Map) return this.#map(value, isInside)
    if (isCascade(value)) return this.value(value.names, isInside)
    if (isSet(value)) return { $set: [...value].map((part) => this.value(part, isInside)) }
    return this.#record(value, isInside)
  }

  #map(value: ReadonlyMap<unknown, unknown>, isInside: boolean): unknown {
    if ([...value.keys()].every((key) => typeof key === 'string')) {
      const parts = [...value].map(([key, part]) => [key, this.value(part, isInside)])
      return Object.fromEntries(parts) as unknown
    }
    return {
      $dict: [...value].map(([key, part]) => [
        this.value(key, isInside),
        this.value(part, isInside),
      ]),
    }
  }

  #record(value: object, isInside: boolean): unknown {
    const special = this.#special(value)
    if (special !== undefined) return special
    if (isAnonymous(value)) return value.resolve((seed, body) => `%(${seed} ${body})s`)
    const prototype: unknown = Object.getPrototypeOf(value)
    const isRecord = value instanceof MutableDict || prototype === Object.prototype
    if (!isRecord && prototype !== null) return { $other: classNameOf(value.constructor) }
    const entries = Object.entries(value).map(([key, part]) => [key, this.value(part, isInside)])
    return Object.fromEntries(entries) as unknown
  }

  /** Objects of the library. */
  #special(value: object): unknown {
    if ('added' in value && 'unchanged' in value && 'deleted' in value) {
      const { added, unchanged, deleted } = value
      return {
        $history: {
          added: this.value(added, true),
          unchanged: this.value(unchanged, true),
          deleted: this.value(deleted, true),
        },
      }
    }
    if ('returnsRows' in value && 'rowcount' in value) {
      return {
        $result: classNameOf(value.constructor),
        returns_rows: value.returnsRows,
        rowcount: value.rowcount,
      }
    }
    if ('$compiled' in value) return value
    if (value instanceof URL) return this.#url(value)
    if (value instanceof Mapper) return { $expr: value.toString() }
    if (isIdentityKey(value)) {
      const { class_, identity, token } = value
      return { $tuple: [this.value(class_), { $tuple: this.value(identity) }, this.value(token)] }
    }
    if (isMapping(value))
      return {
        $mapping: Object.fromEntries(
          value.entries().map(([k, v]) => [k, this.value(v, true)]),
        ) as unknown,
      }
    if (value instanceof TypeEngine) return undefined
    if ('compile' in value && typeof value.compile === 'function') return expression(value)
    if (EXPRESSIONS.has(value.constructor?.name)) return expression(value)
    return undefined
  }

  /** A named tuple in Python. */
  #url(url: URL): unknown {
    const fields = ['drivername', 'username', 'password', 'host', 'port', 'database', 'query']
    const values = fields.map((field) => this.value(url[field as keyof URL]))
    return { $tuple: values, fields }
  }

  entity(entity: object, state: InstanceState): unknown {
    const loaded: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(state.dict).sort(([a], [b]) => (a < b ? -1 : 1))) {
      loaded[key] = this.value(value, true)
    }
    return {
      $obj: this.label(entity),
      state: lifecycle(state),
      ...(state.identity ? { key: state.identity.map((part) => this.value(part)) } : {}),
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
      identity_map: this.#identities(session),
      in_transaction: session.inTransaction(),
      is_active: session.isActive,
      ...(session.inNestedTransaction() ? { in_nested_transaction: true } : {}),
    }
  }

  #labelsOf(entities: Iterable<object>): string[] {
    return [...entities].map((entity) => this.label(entity))
  }

  #identities(session: Session): RecordedSession['identity_map'] {
    return [...session.identityMap.values()].map((entity) => {
      const state = instanceStateOf(entity)
      const key = (state?.identity ?? []).map((part) => this.value(part))
      return [state ? classNameOf(state.mapper.identityClass) : '', key] as const
    })
  }
}

function lifecycle(state: InstanceState): string {
  const names = ['transient', 'pending', 'persistent', 'deleted', 'detached'] as const
  return names.find((name) => state[name]) ?? 'unknown'
}

function isSet(value: object): value is Iterable<unknown> {
  return value instanceof Set || value.constructor?.name === 'IdentitySet'
}

/** A set in Python. */
function isCascade(value: object): value is { readonly names: ReadonlySet<string> } {
  return value.constructor?.name === 'CascadeOptions'
}

function isMapping(value: object): value is { entries(): [string, unknown][] } {
  return value.constructor?.name === 'RowMapping'
}

const EXPRESSIONS: ReadonlySet<string | undefined> = new Set([
  'Query',
  'ColumnCollection',
  'RelationshipAttribute',
  'InstrumentedAttribute',
])

function expression(value: object): unknown {
  try {
    return { $expr: oneLine(expressionText(value)) }
  } catch (error) {
    return { $expr_error: { message: (error as Error).message } }
  }
}

function expressionText(value: object): string {
  if (value instanceof Table) return value.fullname
  // Upserts belong to a dialect, and print in its way.
  if (value instanceof Insert && value.postValues) return value.compile({ dialect: 'sqlite' }).sql
  return value.toString()
}

/** A name that only a compiled statement completes. */
function isAnonymous(value: object): value is {
  resolve(number: (seed: string, body: string) => string): string
} {
  return value.constructor?.name === 'AnonymousLabel'
}

function isIdentityKey(value: object): value is {
  readonly class_: unknown
  readonly identity: readonly unknown[]
  readonly token: unknown
} {
  return value.constructor?.name === 'IdentityKey'
}

/** White space collapsed. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

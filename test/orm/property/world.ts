/** The plain model a session is compared with: objects as records, transactions as copies. */
import type { Cascade, Kind, SchemaChoice } from './schema.js'

/** Outside of the session; in it; marked for deletion; deleted by a flush; of no further use. */
export type Place = 'outside' | 'inside' | 'marked' | 'deleted' | 'retired'

export interface Thing {
  readonly id: number
  readonly kind: Kind
  name: string
  up: number | null
  readonly labels: Set<number>
  place: Place
  /** Whether the database has it, as far as this transaction sees. */
  flushed: boolean
  flushedName: string
  /** Its values may be with the database only. */
  expired: boolean
  /** It was linked with another since it was made: its history may still name that one. */
  linked: boolean
}

interface Snapshot {
  readonly things: Map<number, Thing>
}

const copy = (things: Map<number, Thing>): Map<number, Thing> =>
  new Map([...things].map(([id, thing]) => [id, { ...thing, labels: new Set(thing.labels) }]))

export class World {
  things = new Map<number, Thing>()
  #committed: Snapshot = { things: new Map() }
  readonly #savepoints: Snapshot[] = []

  constructor(readonly choice: SchemaChoice) {}

  get depth(): number {
    return this.#savepoints.length
  }

  create(kind: Kind, name: string): Thing {
    const thing: Thing = {
      id: this.things.size + 1,
      kind,
      name,
      up: null,
      labels: new Set(),
      place: 'outside',
      flushed: false,
      flushedName: name,
      expired: false,
      linked: false,
    }
    this.things.set(thing.id, thing)
    return thing
  }

  /** Into the session, with all that hangs together with it. */
  bringIn(thing: Thing): void {
    if (thing.place !== 'outside') return
    thing.place = 'inside'
    for (const other of this.things.values()) if (areLinked(thing, other)) this.bringIn(other)
  }

  below(thing: Thing): Thing[] {
    return [...this.things.values()].filter(({ up, place, kind }) => {
      const fits = kind === (thing.kind === 'owner' ? 'item' : 'node')
      return fits && up === thing.id && place !== 'retired' && place !== 'deleted'
    })
  }

  cascadeOf(thing: Thing): Cascade {
    return thing.kind === 'owner' || thing.kind === 'item' ? this.choice.items : this.choice.nodes
  }

  mark(thing: Thing): void {
    thing.place = 'marked'
    if (thing.kind !== 'owner' && thing.kind !== 'node') return
    for (const each of this.below(thing)) {
      if (this.cascadeOf(thing) === 'save-update, merge') each.up = null
      else if (each.place === 'inside') this.mark(each)
    }
  }

  flush(): void {
    for (const thing of this.things.values()) {
      if (thing.place === 'marked') this.#remove(thing)
      if (thing.place !== 'inside') continue
      thing.flushed = true
      thing.flushedName = thing.name
    }
  }

  commit(): void {
    this.flush()
    this.#savepoints.length = 0
    for (const thing of this.things.values()) if (thing.place === 'deleted') thing.place = 'retired'
    this.#committed = { things: copy(this.things) }
  }

  /** The savepoints go first, and expire what changed since. */
  rollback(): void {
    if (this.depth > 0) this.expireAll()
    this.#savepoints.length = 0
    this.#restore(this.#committed)
  }

  beginNested(): void {
    this.flush()
    this.#savepoints.push({ things: copy(this.things) })
  }

  release(): void {
    this.flush()
    this.#savepoints.pop()
  }

  rollbackNested(): void {
    this.#restore(this.#savepoints.pop()!)
  }

  expireAll(): void {
    for (const thing of this.things.values()) if (thing.flushed) thing.expired = true
  }

  /** What was new goes out with what it holds: it is used again when that is itself only. */
  #restore({ things }: Snapshot): void {
    for (const [id, thing] of this.things) {
      const before = things.get(id)
      if (before && before.place !== 'outside') {
        const labels = new Set(before.labels)
        this.things.set(id, { ...before, labels })
      } else if (thing.place !== 'outside') {
        const isItself = !thing.linked && !thing.expired && thing.place !== 'deleted'
        thing.place = isItself ? 'outside' : 'retired'
        thing.flushed = false
      }
    }
  }

  #remove(thing: Thing): void {
    thing.place = 'deleted'
    for (const other of this.things.values()) {
      other.labels.delete(thing.id)
      if (other.up === thing.id && isAbove(thing, other)) other.up = null
    }
    thing.labels.clear()
  }
}

function isAbove(upper: Thing, lower: Thing): boolean {
  return lower.kind === (upper.kind === 'owner' ? 'item' : upper.kind)
}

function areLinked(a: Thing, b: Thing): boolean {
  return a.up === b.id || b.up === a.id || a.labels.has(b.id) || b.labels.has(a.id)
}

/** Runs one random history against a session and against the plain model, and compares them. */
import { expect } from 'vitest'
import {
  createEngine,
  inspect,
  Session,
  text,
  type Engine,
  type SessionTransaction,
} from '../../../src/index.js'
import { schemaFor, type Entity, type Kind, type Schema, type SchemaChoice } from './schema.js'
import { World, type Thing } from './world.js'

export interface Setting extends SchemaChoice {
  readonly autoflush: boolean
  readonly expireOnCommit: boolean
}

export type Step =
  | readonly ['create', Kind]
  | readonly ['add' | 'delete' | 'rename' | 'detachFromUp' | 'expire' | 'forgetName', number]
  | readonly ['merge' | 'refresh' | 'read', number]
  | readonly ['setUp' | 'pushBelow' | 'addLabel' | 'removeLabel', number, number]
  | readonly ['flush' | 'commit' | 'rollback' | 'expireAll']
  | readonly ['beginNested' | 'release' | 'rollbackNested']

/** @throws when the session and the model do not agree, or the session fails */
export function runHistory(setting: Setting, steps: readonly Step[]): void {
  const engine = createEngine('sqlite://')
  const history = new History(engine, setting)
  try {
    for (const step of steps) history.take(step)
    history.take(['commit'])
  } finally {
    history.session.close()
    engine.dispose()
  }
}

class History {
  readonly session: Session
  readonly #world: World
  readonly #schema: Schema
  readonly #entities = new Map<number, Entity>()
  readonly #savepoints: SessionTransaction[] = []
  #names = 0

  constructor(
    engine: Engine,
    private readonly setting: Setting,
  ) {
    this.#schema = schemaFor(setting)
    this.#schema.metadata.createAll(engine)
    const { autoflush, expireOnCommit } = setting
    this.session = new Session(engine, { autoflush, expireOnCommit })
    this.#world = new World(setting)
  }

  take(step: Step): void {
    this.#settle()
    const [name] = step
    switch (name) {
      case 'create':
        return this.#create(step[1])
      case 'setUp':
      case 'pushBelow':
      case 'addLabel':
      case 'removeLabel':
        return this.#relate(name, step[1], step[2])
      case 'add':
      case 'delete':
      case 'rename':
      case 'detachFromUp':
      case 'expire':
      case 'forgetName':
      case 'merge':
      case 'refresh':
      case 'read':
        return this.#onOne(name, step[1])
      default:
        return this.#onAll(name)
    }
  }

  /** Objects hold what a flush deleted until they are read anew, and adding them would bring it back. */
  #settle(): void {
    const things = [...this.#world.things.values()]
    const isGone = (thing: Thing): boolean => inspect(this.#entity(thing)).deleted
    if (things.some((thing) => thing.place === 'marked' && isGone(thing))) this.#world.flush()
    if (!things.some(({ place }) => place === 'deleted')) return
    this.#flush()
    this.#forgetDeleted()
  }

  #forgetDeleted(): void {
    this.session.expireAll()
    this.#world.expireAll()
  }

  /** A cascade would delete the rows of a deleted item's labels again, which SQLAlchemy too calls stale. */
  #holdsDeletedRows(thing: Thing, entity: Entity): boolean {
    if (thing.kind !== 'owner' || this.setting.items === 'save-update, merge') return false
    return entity.items.some((item) => inspect(item).deleted && item.labels.length > 0)
  }

  #create(kind: Kind): void {
    const thing = this.#world.create(kind, this.#nextName())
    const { id, name } = thing
    this.#entities.set(id, new this.#schema.classes[kind]({ id, name }))
  }

  #nextName(): string {
    this.#names += 1
    return `name${this.#names}`
  }

  #pick(index: number, fits: (thing: Thing) => boolean): Thing | null {
    const fitting = [...this.#world.things.values()].filter(fits)
    return fitting[index % fitting.length] ?? null
  }

  #entity(thing: Thing): Entity {
    return this.#entities.get(thing.id)!
  }

  #flush(): void {
    this.session.flush()
    this.#world.flush()
  }

  #onOne(name: Extract<Step, readonly [string, number]>[0], index: number): void {
    const isUsable = ({ place }: Thing): boolean => place === 'inside' || place === 'outside'
    const isInside = ({ place }: Thing): boolean => place === 'inside'
    const thing = this.#pick(index, name === 'add' || name === 'rename' ? isUsable : isInside)
    if (!thing) return
    const entity = this.#entity(thing)
    if (name === 'add') {
      this.session.add(entity)
      return this.#world.bringIn(thing)
    }
    if (name === 'rename') {
      entity.name = thing.name = this.#nextName()
      return
    }
    // The rest is about rows: what is pending is written first.
    if (name !== 'forgetName' || this.setting.autoflush || !thing.flushed) this.#flush()
    if (!isInside(thing)) return
    this.#onRow(name, thing, entity)
  }

  #onRow(name: string, thing: Thing, entity: Entity): void {
    if (name === 'delete') {
      if (this.#holdsDeletedRows(thing, entity)) this.#forgetDeleted()
      this.session.delete(entity)
      this.#world.mark(thing)
    } else if (name === 'detachFromUp') {
      if (thing.kind !== 'item' && thing.kind !== 'node') return
      if (thing.up === null) return
      // An orphan is noticed when its parent was loaded.
      expect(entity.up?.id).toBe(thing.up)
      entity.up = null
      thing.up = null
      if (this.#world.cascadeOf(thing) === 'all, delete-orphan') this.#world.mark(thing)
    } else if (name === 'expire') {
      this.session.expire(entity)
      thing.expired = true
    } else if (name === 'refresh') this.session.refresh(entity)
    else if (name === 'forgetName') {
      this.session.expire(entity, ['name'])
      thing.expired = true
      thing.name = thing.flushedName
    } else if (name === 'merge') {
      thing.name = this.#nextName()
      const { id } = thing
      const given = new this.#schema.classes[thing.kind]({ id, name: thing.name })
      expect(this.session.merge(given)).toBe(entity)
    } else this.#read(thing)
  }

  /** What a flush deleted is held by others until they are read anew. */
  #read(thing: Thing): void {
    this.#forgetDeleted()
    this.#compareOne(thing)
  }

  #relate(name: string, first: number, second: number): void {
    const isUsable = ({ place }: Thing): boolean => place === 'inside' || place === 'outside'
    if (name === 'setUp' || name === 'pushBelow') {
      const lower = this.#pick(first, (it) => isUsable(it) && ['item', 'node'].includes(it.kind))
      if (!lower) return
      const kind = lower.kind === 'item' ? 'owner' : 'node'
      const upper = this.#pick(
        second,
        // A smaller key above keeps the tree free of circles.
        (it) => isUsable(it) && it.kind === kind && (kind === 'owner' || it.id < lower.id),
      )
      if (upper) this.#link(name, lower, upper)
      return
    }
    const item = this.#pick(first, (it) => isUsable(it) && it.kind === 'item')
    const label = this.#pick(second, (it) => isUsable(it) && it.kind === 'label')
    if (item && label) this.#linkLabel(name, item, label)
  }

  #link(name: 'setUp' | 'pushBelow', lower: Thing, upper: Thing): void {
    const [from, to] = name === 'setUp' ? [lower, upper] : [upper, lower]
    if (from.place === 'outside' && to.place === 'inside') return
    if (lower.up === upper.id) return
    // A pending object that leaves its parent is expunged as an orphan before it reaches the next one.
    const isOrphaned = lower.up !== null && this.#world.cascadeOf(lower) === 'all, delete-orphan'
    const isPending = !lower.flushed && (lower.place === 'inside' || upper.place === 'inside')
    if (isOrphaned && isPending) return
    if (name === 'setUp') this.#entity(lower).up = this.#entity(upper)
    else {
      const entity = this.#entity(upper)
      const collection = lower.kind === 'item' ? entity.items : entity.children
      collection.push(this.#entity(lower))
    }
    // What is appended comes in before its other side is changed, and brings its old parent along.
    if (name === 'pushBelow' && from.place === 'inside') this.#world.bringIn(to)
    lower.up = upper.id
    lower.linked = upper.linked = true
    if (from.place === 'inside') this.#world.bringIn(to)
  }

  #linkLabel(name: string, item: Thing, label: Thing): void {
    if (item.place === 'outside' && label.place === 'inside') return
    const has = item.labels.has(label.id)
    const { labels } = this.#entity(item)
    const entity = this.#entity(label)
    if (name === 'addLabel' && !has) {
      labels.push(entity)
      item.labels.add(label.id)
      item.linked = label.linked = true
      if (item.place === 'inside') this.#world.bringIn(label)
    } else if (name === 'removeLabel' && has) {
      labels.splice(labels.indexOf(entity), 1)
      item.labels.delete(label.id)
    }
  }

  #onAll(name: Extract<Step, readonly [string]>[0]): void {
    const { session } = this
    const world = this.#world
    if (name === 'flush') this.#flush()
    else if (name === 'expireAll') {
      this.#flush()
      session.expireAll()
      world.expireAll()
    } else if (name === 'commit') {
      session.commit()
      world.commit()
      this.#savepoints.length = 0
      this.#compare()
    } else if (name === 'rollback') {
      session.rollback()
      world.rollback()
      this.#savepoints.length = 0
      this.#compare()
    } else if (name === 'beginNested') {
      if (world.depth >= 3) return
      this.#savepoints.push(session.beginNested())
      world.beginNested()
    } else this.#endNested(name)
  }

  #endNested(name: 'release' | 'rollbackNested'): void {
    const savepoint = this.#savepoints.pop()
    if (!savepoint) return
    if (name === 'release') {
      savepoint.commit()
      return this.#world.release()
    }
    savepoint.rollback()
    this.#world.rollbackNested()
    this.#compare()
  }

  /** The rows as the transaction sees them, then the objects read anew. */
  #compare(): void {
    const { session } = this
    expect(this.#rows()).toEqual(this.#expectedRows())
    session.expireAll()
    this.#world.expireAll()
    for (const thing of this.#world.things.values()) {
      if (thing.place === 'inside') this.#compareOne(thing)
      else expect(session.contains(this.#entity(thing)), `${thing.kind} ${thing.id}`).toBe(false)
    }
    expect([...session.new, ...session.dirty, ...session.deleted]).toEqual([])
  }

  #compareOne(thing: Thing): void {
    const entity = this.#entity(thing)
    const ids = (entities: readonly Entity[]): number[] =>
      entities.map(({ id }) => id).sort((a, b) => a - b)
    const { kind, id } = thing
    expect(this.session.get(this.#schema.classes[kind], id), `${kind} ${id}`).toBe(entity)
    const below = this.#world.below(thing).map((each) => each.id)
    const expected = {
      name: thing.name,
      up: thing.up,
      ...(kind === 'item' ? { labels: [...thing.labels].sort((a, b) => a - b) } : {}),
      ...(kind === 'owner' || kind === 'node' ? { below } : {}),
    }
    expect({
      name: entity.name,
      up: kind === 'item' || kind === 'node' ? (entity.up?.id ?? null) : null,
      ...(kind === 'item' ? { labels: ids(entity.labels) } : {}),
      ...(kind === 'owner' ? { below: ids(entity.items) } : {}),
      ...(kind === 'node' ? { below: ids(entity.children) } : {}),
    }).toEqual(expected)
  }

  #rows(): Readonly<Record<string, unknown>> {
    const all = (sql: string): unknown[] =>
      this.session
        .execute(text(sql))
        .all()
        .map((row) => [...row])
    return {
      owner: all('SELECT id, name, NULL FROM owners ORDER BY id'),
      item: all('SELECT id, name, up_id FROM items ORDER BY id'),
      label: all('SELECT id, name, NULL FROM labels ORDER BY id'),
      node: all('SELECT id, name, up_id FROM nodes ORDER BY id'),
      itemLabels: all('SELECT item, label FROM item_labels ORDER BY item, label'),
    }
  }

  #expectedRows(): Readonly<Record<string, unknown>> {
    const things = [...this.#world.things.values()].filter(({ place }) => place === 'inside')
    const rows = (kind: Kind): unknown[] =>
      things.filter((it) => it.kind === kind).map(({ id, name, up }) => [id, name, up])
    return {
      owner: rows('owner'),
      item: rows('item'),
      label: rows('label'),
      node: rows('node'),
      itemLabels: things.flatMap(({ id, labels }) =>
        [...labels].sort((a, b) => a - b).map((label) => [id, label]),
      ),
    }
  }
}

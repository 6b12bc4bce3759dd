/** Helpers for dictionaries and sets: keys by value, values made on demand, counters, tuples with names. */

const BASIC: Readonly<Record<string, string>> = {
  dict: `function dict(source: any): Record<string, any> {
  return typeof source[Symbol.iterator] === 'function' ? Object.fromEntries(source) : { ...source }
}`,
  union: `function union<T>(...sets: Iterable<T>[]): Set<T> {
  return new Set(sets.flatMap((set) => [...set]))
}`,
  intersection: `function intersection<T>(first: Iterable<T>, ...sets: Iterable<T>[]): Set<T> {
  const others = sets.map((set) => new Set(set))
  return new Set([...first].filter((value) => others.every((set) => set.has(value))))
}`,
  without: `function without<T>(first: Iterable<T>, ...sets: Iterable<T>[]): Set<T> {
  const others = sets.map((set) => new Set(set))
  return new Set([...first].filter((value) => !others.some((set) => set.has(value))))
}`,
  eitherOf: `function eitherOf<T>(left: Iterable<T>, right: Iterable<T>): Set<T> {
  return union(without(left, right), without(right, left))
}`,
  isWithin: `function isWithin<T>(inner: Iterable<T>, outer: Iterable<T>): boolean {
  const all = new Set(outer)
  return [...inner].every((value) => all.has(value))
}`,
  intersectionUpdate: `function intersectionUpdate<T>(set: Set<T>, ...others: Iterable<T>[]): void {
  for (const each of [...set]) if (!others.every((other) => new Set(other).has(each))) set.delete(each)
}`,
  differenceUpdate: `function differenceUpdate<T>(set: Set<T>, ...others: Iterable<T>[]): void {
  for (const other of others) for (const each of [...other]) set.delete(each)
}`,
  symmetricDifferenceUpdate: `function symmetricDifferenceUpdate<T>(set: Set<T>, other: Iterable<T>): void {
  for (const each of new Set(other)) if (!set.delete(each)) set.add(each)
}`,
  popOne: `function popOne<T>(set: Set<T>): T {
  const [value] = set
  set.delete(value as T)
  return value as T
}`,
  popKey: `function popKey(record: any, key: any, ...fallback: any[]): any {
  const isMap = record instanceof Map
  const has = isMap ? record.has(key) : key in record
  if (!has && fallback.length === 0) throw new KeyError(String(key))
  const value = has ? (isMap ? record.get(key) : record[key]) : fallback[0]
  if (isMap) record.delete(key)
  else delete record[key]
  return value
}`,
  sortKeys: `function sortKeys(value: any): any {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sortKeys(each)]))
}`,
  setDefault: `function setDefault(record: any, key: any, value: any = null): any {
  if (!(record instanceof Map)) return (record[key] ??= value)
  if (!record.has(key)) record.set(key, value)
  return record.get(key)
}`,
  popItem: `function popItem(record: any): [any, any] {
  const last = (record instanceof Map ? [...record] : Object.entries(record)).at(-1)
  if (!last) throw new KeyError('popitem(): dictionary is empty')
  popKey(record, last[0])
  return last as [any, any]
}`,
  entry: `function entry(record: any, key: any): any {
  if (!(key in record)) throw new KeyError(String(key))
  return record[key]
}`,
  updateMap: `function updateMap<K, V>(map: Map<K, V>, more: any): void {
  const entries = typeof more[Symbol.iterator] === 'function' ? more : Object.entries(more)
  for (const [key, value] of entries) map.set(key, value)
}`,
  DefaultMap: `class DefaultMap<K = any, V = any> extends Map<K, V> {
  constructor(private readonly make: () => V, entries: Iterable<readonly [K, V]> = []) {
    super(entries)
  }

  /** The value, which is made if there is none. */
  override get(key: K): V {
    if (!this.has(key)) this.set(key, this.make())
    return super.get(key) as V
  }

  /** The value, if there is one. */
  peek(key: K): V | undefined {
    return super.get(key)
  }
}`,
  Counter: `class Counter<K = any> extends Map<K, number> {
  constructor(values: Iterable<K> | Record<string, number> = []) {
    super()
    this.update(values)
  }

  override get(key: K): number {
    return super.get(key) ?? 0
  }

  peek(key: K): number | undefined {
    return super.get(key)
  }

  update(values: Iterable<K> | Record<string, number>): void {
    const isCounted = values instanceof Map || !(Symbol.iterator in values)
    const counts: Iterable<any> = values instanceof Map ? values : isCounted ? Object.entries(values) : [...(values as Iterable<K>)].map((key) => [key, 1])
    for (const [key, count] of counts) this.set(key, this.get(key) + count)
  }

  mostCommon(length = this.size): [K, number][] {
    return [...this].sort(([, a], [, b]) => b - a).slice(0, length)
  }

  total(): number {
    return [...this.values()].reduce((all, count) => all + count, 0)
  }

  elements(): K[] {
    return [...this].flatMap(([key, count]) => Array.from({ length: count }, () => key))
  }
}`,
  TupleMap: `class TupleMap<K = any, V = any> extends Map<K, V> {
  private readonly known = new Map<string, K>()

  constructor(entries: Iterable<readonly [K, V]> = []) {
    super()
    for (const [key, value] of entries) this.set(key, value)
  }

  private own(key: K): K {
    return this.known.get(JSON.stringify(key)) ?? key
  }

  override get(key: K): V | undefined {
    return super.get(this.own(key))
  }

  override has(key: K): boolean {
    return super.has(this.own(key))
  }

  override set(key: K, value: V): this {
    const text = JSON.stringify(key)
    if (!this.known.has(text)) this.known.set(text, key)
    return super.set(this.own(key), value)
  }

  override delete(key: K): boolean {
    const isThere = super.delete(this.own(key))
    this.known.delete(JSON.stringify(key))
    return isThere
  }
}`,
  TupleSet: `class TupleSet<T = any> extends Set<T> {
  private readonly known = new Map<string, T>()

  constructor(values: Iterable<T> = []) {
    super()
    for (const value of values) this.add(value)
  }

  override has(value: T): boolean {
    return this.known.has(JSON.stringify(value))
  }

  override add(value: T): this {
    const text = JSON.stringify(value)
    if (this.known.has(text)) return this
    this.known.set(text, value)
    return super.add(value)
  }

  override delete(value: T): boolean {
    const text = JSON.stringify(value)
    const isThere = super.delete(this.known.get(text) ?? value)
    this.known.delete(text)
    return isThere
  }
}`,
  namedTuple: `function namedTuple(name: string, fields: readonly string[], defaults: readonly any[] = []): any {
  const made = class extends Array<any> {
    static override get [Symbol.species](): ArrayConstructor {
      return Array
    }

    constructor(...given: any[]) {
      super()
      const last = given.at(-1)
      const isNamed = typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype && given.length <= fields.length
      const named = isNamed && fields.some((field) => field in last) ? given.pop() : {}
      fields.forEach((field, index) => {
        const fallback = defaults[index - fields.length + defaults.length]
        this.push(index < given.length ? given[index] : (named[field] ?? fallback))
      })
    }

    asObject(): Record<string, any> {
      return Object.fromEntries(fields.map((field, index) => [field, this[index]]))
    }

    replace(values: Record<string, any>): any {
      return new made(...fields.map((field, index) => (field in values ? values[field] : this[index])))
    }

    override toString(): string {
      return \`\${name}(\${fields.map((field, index) => \`\${field}=\${repr(this[index])}\`).join(', ')})\`
    }
  }
  fields.forEach((field, index) =>
    Object.defineProperty(made.prototype, field, {
      get(this: any[]) {
        return this[index]
      },
    }),
  )
  Object.defineProperty(made, 'name', { value: name })
  Object.defineProperty(made, 'fields', { value: fields })
  return made
}`,
}

/** The same over tuples, which are compared by what they consist of. */
function overTuples(name: string, made: string): string {
  return (BASIC[name] ?? '')
    .replace(`class ${name}<`, `class ${made}<`)
    .replace('extends Map<', 'extends TupleMap<')
}

export const COLLECTIONS: Readonly<Record<string, string>> = {
  ...BASIC,
  DefaultTupleMap: overTuples('DefaultMap', 'DefaultTupleMap'),
  TupleCounter: overTuples('Counter', 'TupleCounter'),
}

/** Helpers for values of any kind: sizes, order, texts. */
export const VALUES: Readonly<Record<string, string>> = {
  len: `function len(value: { length: number } | { size: number } | object): number {
  if ('length' in value) return value.length
  return 'size' in value ? value.size : Object.keys(value).length
}`,
  contains: `function contains(all: any, value: any): boolean {
  if (typeof all.has === 'function') return all.has(value)
  if (typeof all.contains === 'function') return all.contains(value)
  if (typeof all.includes === 'function') return all.includes(value)
  return typeof all[Symbol.iterator] === 'function' ? [...all].includes(value) : value in all
}`,
  compare: `function compare(left: any, right: any): number {
  if (Array.isArray(left) && Array.isArray(right)) {
    const at = left.findIndex((each, index) => compare(each, right[index]) !== 0)
    return at < 0 ? left.length - right.length : compare(left[at], right[at])
  }
  if (typeof left?.lessThan === 'function') return left.lessThan(right) ? -1 : Number(right.lessThan(left))
  return left < right ? -1 : left > right ? 1 : 0
}`,
  sorted: `function sorted<T>(values: Iterable<T>, { key = (value: T): any => value, reverse = false } = {}): T[] {
  const all = Symbol.iterator in Object(values) ? values : (Object.keys(values) as Iterable<any>)
  const order = [...all].map((value) => ({ value, rank: key(value) }))
  order.sort((a, b) => (reverse ? compare(b.rank, a.rank) : compare(a.rank, b.rank)))
  return order.map(({ value }) => value)
}`,
  min: `function min<T>(values: Iterable<T>, { key = (value: T): any => value, default: fallback = null as any } = {}): T {
  const all = [...values]
  return all.length === 0 ? fallback : all.reduce((a, b) => (compare(key(b), key(a)) < 0 ? b : a))
}`,
  max: `function max<T>(values: Iterable<T>, { key = (value: T): any => value, default: fallback = null as any } = {}): T {
  const all = [...values]
  return all.length === 0 ? fallback : all.reduce((a, b) => (compare(key(b), key(a)) > 0 ? b : a))
}`,
  truthy: `function truthy(value: any): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map || value instanceof Set) return value.size > 0
  return Object.getPrototypeOf(value) !== Object.prototype || Object.keys(value).length > 0
}`,
  repr: `function repr(value: unknown): string {
  return typeof value === 'string' ? \`'\${value}'\` : String(value)
}`,
  className: `function className(value: any): string {
  return value?.className ?? value?.name ?? 'NoneType'
}`,
  typeName: `function typeName(value: any): string {
  return value?.className ?? value?.constructor?.name ?? 'NoneType'
}`,
  camelCase: `function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}`,
  attribute: `function attribute(owner: any, name: any): any {
  return owner[name]
}`,
  cached: `function cached<A extends any[], R>(work: (...args: A) => R): (...args: A) => R {
  const known = new Map<string, R>()
  return (...args) => {
    const key = JSON.stringify(args)
    if (!known.has(key)) known.set(key, work(...args))
    return known.get(key) as R
  }
}`,
  partial: `function partial(work: (...args: any[]) => any, given: any[], options?: object): (...args: any[]) => any {
  if (options === undefined) return (...args) => work(...given, ...args)
  return (...args) => {
    const last = args.at(-1)
    const isOptions = typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype
    const own = isOptions ? args.slice(0, -1) : args
    return work(...given, ...own, { ...options, ...(isOptions ? last : {}) })
  }
}`,
}

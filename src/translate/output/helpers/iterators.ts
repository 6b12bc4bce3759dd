/** Helpers that stand for `itertools`: generators, as lazy as Python's. */
export const ITERATORS: Readonly<Record<string, string>> = {
  generate: `function* generate<T, R>(values: Iterable<T>, element: (value: T) => R, test: (value: T) => unknown = () => true): Generator<R> {
  for (const value of values) if (test(value)) yield element(value)
}`,
  chain: `function* chain(...lists: Iterable<any>[]): Generator<any> {
  for (const list of lists) yield* list
}`,
  flatten: `function* flatten(lists: Iterable<Iterable<any>>): Generator<any> {
  for (const list of lists) yield* list
}`,
  take: `function* take<T>(values: Iterable<T>, start: number, stop?: number | null, step = 1): Generator<T> {
  const [from, to] = stop === undefined ? [0, start] : [start, stop ?? Infinity]
  let index = 0
  if (to <= 0) return
  for (const value of values) {
    if (index >= from && (index - from) % step === 0) yield value
    if (++index >= to) return
  }
}`,
  countFrom: `function* countFrom(start = 0, step = 1): Generator<number> {
  for (let value = start; ; value += step) yield value
}`,
  cycle: `function* cycle<T>(values: Iterable<T>): Generator<T> {
  const all = [...values]
  while (all.length > 0) yield* all
}`,
  repeat: `function* repeat<T>(value: T, times = Infinity): Generator<T> {
  for (let index = 0; index < times; index++) yield value
}`,
  accumulate: `function* accumulate(values: Iterable<any>, add = (a: any, b: any): any => a + b): Generator<any> {
  let total: any
  let isFirst = true
  for (const value of values) {
    total = isFirst ? value : add(total, value)
    isFirst = false
    yield total
  }
}`,
  groupBy: `function* groupBy<T>(values: Iterable<T>, key: (value: T) => any = (value) => value): Generator<[any, T[]]> {
  let group: [any, T[]] | null = null
  for (const value of values) {
    const name = key(value)
    if (group !== null && compare(group[0], name) === 0) group[1].push(value)
    else {
      if (group !== null) yield group
      group = [name, [value]]
    }
  }
  if (group !== null) yield group
}`,
  product: `function* product(...lists: Iterable<any>[]): Generator<any[]> {
  const [first, ...others] = lists
  if (first === undefined) return void (yield [])
  const rest = [...product(...others)]
  for (const value of first) for (const each of rest) yield [value, ...each]
}`,
  combinations: `function* combinations<T>(values: Iterable<T>, length: number): Generator<T[]> {
  const all = [...values]
  if (length === 0) return void (yield [])
  for (const [index, value] of all.entries()) {
    for (const rest of combinations(all.slice(index + 1), length - 1)) yield [value, ...rest]
  }
}`,
  permutations: `function* permutations<T>(values: Iterable<T>, length?: number): Generator<T[]> {
  const all = [...values]
  if ((length ?? all.length) === 0) return void (yield [])
  for (const [index, value] of all.entries()) {
    for (const rest of permutations(all.toSpliced(index, 1), (length ?? all.length) - 1)) yield [value, ...rest]
  }
}`,
  pairwise: `function* pairwise<T>(values: Iterable<T>): Generator<[T, T]> {
  const all = [...values]
  for (const [index, value] of all.slice(1).entries()) yield [all[index] as T, value]
}`,
  takeWhile: `function* takeWhile<T>(test: (value: T) => unknown, values: Iterable<T>): Generator<T> {
  for (const value of values) {
    if (!test(value)) return
    yield value
  }
}`,
  dropWhile: `function* dropWhile<T>(test: (value: T) => unknown, values: Iterable<T>): Generator<T> {
  let isOpen = false
  for (const value of values) {
    isOpen ||= !test(value)
    if (isOpen) yield value
  }
}`,
  zipLongest: `function zipLongest(lists: Iterable<any>[], fill: any = null): any[][] {
  const all = lists.map((list) => [...list])
  const length = Math.max(0, ...all.map((list) => list.length))
  return Array.from({ length }, (_, index) => all.map((list) => (index < list.length ? list[index] : fill)))
}`,
  batched: `function* batched<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = []
  for (const value of values) {
    if (batch.push(value) < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}`,
}

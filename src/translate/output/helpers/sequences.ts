/** Helpers for lists: what arrays have no method for. */
export const SEQUENCES: Readonly<Record<string, string>> = {
  sum: `function sum(values: Iterable<number>, start = 0): number {
  return [...values].reduce((total, value) => total + Number(value), start)
}`,
  zip: `function zip(...lists: Iterable<any>[]): any[][] {
  const [first = [], ...others] = lists.map((list) => [...list])
  const length = Math.min(first.length, ...others.map((list) => list.length))
  return first.slice(0, length).map((value, index) => [value, ...others.map((list) => list[index])])
}`,
  range: `function range(start: number, stop: number, step = 1): number[] {
  const length = Math.max(0, Math.ceil((stop - start) / step))
  return Array.from({ length }, (_, index) => start + index * step)
}`,
  enumerate: `function enumerate<T>(values: Iterable<T>, start: number): [number, T][] {
  return [...values].map((value, index) => [start + index, value])
}`,
  everyNth: `function everyNth<T>(values: readonly T[], step: number, start?: number | null, stop?: number | null): T[] {
  const { length } = values
  const place = (index: number): number => (index < 0 ? index + length : index)
  const last = step > 0 ? length : -1
  const from = Math.max(-1, Math.min(length, start == null ? (step > 0 ? 0 : length - 1) : place(start)))
  const to = stop == null ? last : place(stop)
  const found: T[] = []
  for (let at = from; step > 0 ? at < to && at < length : at > to && at >= 0; at += step) {
    if (at >= 0 && at < length) found.push(values[at] as T)
  }
  return found
}`,
  unpack: `function unpack(values: Iterable<any>, before: number, after: number): any[] {
  const all = [...values]
  return [...all.slice(0, before), all.slice(before, -after), ...all.slice(-after)]
}`,
  remove: `function remove<T>(list: T[], value: T): void {
  const at = list.indexOf(value)
  if (at < 0) throw new ValueError('list.remove(x): x not in list')
  list.splice(at, 1)
}`,
  sort: `function sort<T>(list: T[], { key = (value: T): any => value, reverse = false } = {}): void {
  list.sort((a, b) => (reverse ? compare(key(b), key(a)) : compare(key(a), key(b))))
}`,
  count: `function count<T>(list: Iterable<T>, value: T): number {
  return [...list].filter((each) => each === value).length
}`,
}

/** Small functions that stand for Python builtins without a short counterpart; written below the program that uses them. */

const HELPERS: Readonly<Record<string, string>> = {
  len: `function len(value: { length: number } | { size: number } | object): number {
  if ('length' in value) return value.length
  return 'size' in value ? value.size : Object.keys(value).length
}`,
  sorted: `function sorted<T>(values: Iterable<T>, { key = (value: T): any => value, reverse = false } = {}): T[] {
  const rank = (value: any): any => (Array.isArray(value) ? JSON.stringify(value) : value)
  const order = [...values].sort((a, b) => {
    const [left, right] = [rank(key(a)), rank(key(b))]
    return left < right ? -1 : left > right ? 1 : 0
  })
  return reverse ? order.reverse() : order
}`,
  contains: `function contains(all: any, value: any): boolean {
  if (typeof all.has === 'function') return all.has(value)
  if (typeof all.contains === 'function') return all.contains(value)
  return typeof all.includes === 'function' ? all.includes(value) : value in all
}`,
  sum: `function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
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
  round: `function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}`,
  min: `function min<T>(values: Iterable<T>, { key = (value: T): any => value, default: fallback = null as any } = {}): T {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1))[0] ?? fallback
}`,
  max: `function max<T>(values: Iterable<T>, { key = (value: T): any => value, default: fallback = null as any } = {}): T {
  return [...values].sort((a, b) => (key(a) > key(b) ? -1 : 1))[0] ?? fallback
}`,
  dict: `function dict(source: any): Record<string, any> {
  return typeof source[Symbol.iterator] === 'function' ? Object.fromEntries(source) : { ...source }
}`,
  repr: `function repr(value: unknown): string {
  return typeof value === 'string' ? \`'\${value}'\` : String(value)
}`,
  format: `function format(value: any, spec: string): string {
  const digits = /\\.(\\d+)f$/.exec(spec)?.[1]
  const text = digits === undefined ? String(value) : Number(value).toFixed(Number(digits))
  const width = Number(/^[<>^]?(\\d+)/.exec(spec)?.[1] ?? 0)
  return spec.startsWith('>') || typeof value === 'number' ? text.padStart(width) : text.padEnd(width)
}`,
  className: `function className(value: any): string {
  return value?.className ?? value?.name ?? 'NoneType'
}`,
  camelCase: `function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}`,
  remove: `function remove<T>(list: T[], value: T): void {
  list.splice(list.indexOf(value), 1)
}`,
  sort: `function sort<T>(list: T[], { key = (value: T): any => value, reverse = false } = {}): void {
  list.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  if (reverse) list.reverse()
}`,
  count: `function count<T>(list: Iterable<T>, value: T): number {
  return [...list].filter((each) => each === value).length
}`,
  union: `function union<T>(...sets: Iterable<T>[]): Set<T> {
  return new Set(sets.flatMap((set) => [...set]))
}`,
  popKey: `function popKey(record: any, key: string, fallback: any = null): any {
  const value = key in record ? record[key] : fallback
  delete record[key]
  return value
}`,
  setDefault: `function setDefault(record: any, key: string, value: any = null): any {
  return (record[key] ??= value)
}`,
  uuidOf: `function uuidOf(value: number): string {
  const digits = value.toString(16).padStart(32, '0')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}`,
  capitalize: `function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
}`,
  title: `function title(text: string): string {
  return text.replace(/[a-z]+/gi, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
}`,
  strip: `function strip(text: string, characters: string): string {
  return lstrip(rstrip(text, characters), characters)
}`,
  lstrip: `function lstrip(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start++
  return text.slice(start)
}`,
  rstrip: `function rstrip(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}`,
}

/** Helpers that use others. */
const NEEDS: Readonly<Record<string, readonly string[]>> = { strip: ['lstrip', 'rstrip'] }

/** The code of the helpers named; error classes are made as they are asked for. */
export function helperCode(names: readonly string[]): string {
  const all = new Set(names.flatMap((name) => [name, ...(NEEDS[name] ?? [])]))
  return [...all].map((name) => HELPERS[name] ?? `class ${name} extends Error {}`).join('\n\n')
}

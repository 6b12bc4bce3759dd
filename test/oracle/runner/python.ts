/** Python's builtins as far as records show their results: texts look as Python writes them. */
import { Buffer } from 'node:buffer'
import { ok } from 'node:assert'
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Row, RowMapping, TypeEngine } from 'orm-shell'
import { classNameOf, instanceStateOf } from './introspect.js'
import { libraryText } from './library-text.js'
import type { Names } from './scope.js'

class ValueError extends Error {}
class KeyError extends Error {}
class IndexError extends Error {}
class LookupError extends Error {}
class NotImplementedError extends Error {}
class AssertionError extends Error {}
class StopIteration extends Error {}

const ERRORS = {
  ValueError,
  KeyError,
  IndexError,
  LookupError,
  NotImplementedError,
  AssertionError,
  StopIteration,
}

/** Names that are Python's here, so that no helper of the translator stands in front of them. */
export const PROVIDED: ReadonlySet<string> = new Set([
  ...Object.keys(ERRORS),
  'repr',
  'className',
  'typeName',
])

/** What goes to the standard error of a program is not recorded. */
const SILENT = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined]),
)

/** The names of builtins; what is printed is handed on. */
export function pythonNames(print: (text: string) => void): Names {
  for (const [name, class_] of Object.entries(ERRORS)) {
    Object.defineProperty(class_.prototype, 'name', { value: name, configurable: true })
  }
  return {
    ...ERRORS,
    Buffer,
    ok,
    randomUUID,
    isDeepStrictEqual,
    String: Object.assign((value: unknown) => str(value), {
      fromCodePoint: String.fromCodePoint.bind(String),
    }),
    repr,
    className,
    typeName,
    console: {
      ...SILENT,
      log: (...values: readonly unknown[]) => print(`${values.map(str).join(' ')}\n`),
    },
    process: Object.create(process, {
      stdout: { value: { write: (text: string) => print(text) } },
      stderr: { value: { write: () => true } },
    }) as unknown,
  }
}

/** Python's names of classes that JavaScript has itself. */
const CLASSES = new Map<unknown, string>([
  [String, 'str'],
  [Number, 'int'],
  [Boolean, 'bool'],
  [Array, 'list'],
  [Object, 'dict'],
  [Map, 'dict'],
  [Set, 'set'],
  [Date, 'datetime'],
])

export function className(value: unknown): string {
  return CLASSES.get(value) ?? classNameOf(value)
}

/** `type(value).__name__`. */
function typeName(value: object | null): string {
  return value instanceof TypeEngine ? value.className : className(value?.constructor)
}

/** `str(value)`. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value
  return isExpression(value) ? value.toString() : repr(value)
}

/** Statements, attributes and tables print themselves. */
function isExpression(value: unknown): value is object {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && 'compile' in value
}

/** `repr(value)`, for plain values and rows; all else prints itself. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'symbol') return `LoaderCallableStatus.${value.description ?? ''}`
  if (typeof value !== 'object')
    return typeof value === 'function' ? functionText(value) : String(value)
  if (value instanceof Row) return tuple([...value])
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T', ' ')
      .replace(/(\.000)?Z$/, '')
  if (value instanceof Set)
    return value.size === 0 ? 'set()' : `{${[...value].map(repr).join(', ')}}`
  if (Object.getPrototypeOf(value) === Object.prototype) return dictionary(Object.entries(value))
  if (value instanceof Map) return dictionary([...value])
  if (value instanceof RowMapping) return dictionary(value.entries())
  return objectText(value)
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`
}

function tuple(items: readonly unknown[]): string {
  return items.length === 1 ? `(${repr(items[0])},)` : `(${items.map(repr).join(', ')})`
}

function dictionary(entries: readonly (readonly [unknown, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${repr(key)}: ${repr(value)}`).join(', ')}}`
}

function functionText(value: unknown): string {
  return instanceStateOf(value) ? String(value) : `<class '${classNameOf(value)}'>`
}

function objectText(value: object): string {
  if (value instanceof Error) return value.message
  if (instanceStateOf(value) && !hasOwnText(value))
    return `<${classNameOf(value.constructor)} object>`
  return libraryText(value) ?? value.toString()
}

/** Whether the program's class says how its objects are printed. */
function hasOwnText(value: object): boolean {
  for (let each: unknown = value; each; each = Object.getPrototypeOf(each)) {
    if (Object.hasOwn(each as object, 'toString')) return each !== Object.prototype
  }
  return false
}

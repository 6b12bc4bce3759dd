/**
 * How users say that their own constructs, or the library's, are written: `compiles()`. The compilers ask here before
 * they use their own tables.
 */
import { NULL_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { Context, SqlCompiler } from './compiler.js'

/** Writes a construct; the compiler's `process` writes its parts, its `processDefault` what would be written otherwise. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- expressions, DDL and types have compilers of their own
export type CustomCompile = (element: any, compiler: any, context: any) => string | null

type CustomTable = Readonly<Record<string, CustomCompile>>

const customTable: unique symbol = Symbol('compiles')

/** Most programs have none: every element of every statement is asked. */
let isAnyCustom = false

interface MaybeCustom {
  [customTable]?: CustomTable
}

type Constructable = abstract new (...args: never) => object

/** `varchar`: many kinds of types share a class. */
type TypeFactory = () => TypeEngine

const typeTables = new Map<string, CustomTable>()

/**
 * Says how a class of constructs, or a kind of type, is written, for some dialects or all;
 * `sqlalchemy.ext.compiler.compiles`. What the library would write is `compiler.processDefault(element)`.
 *
 * @example
 * class Utcnow extends FunctionElement<Date> { static readonly type = dateTime }
 * compiles(Utcnow)(() => 'CURRENT_TIMESTAMP')
 * compiles(Utcnow, 'postgresql')(() => "TIMEZONE('utc', CURRENT_TIMESTAMP)")
 * compiles(varchar, 'mysql')((type, compiler) => `${compiler.processDefault(type)} BINARY`)
 */
export function compiles(
  class_: Constructable | TypeFactory,
  ...dialects: readonly string[]
): <F extends CustomCompile>(write: F) => F {
  return (write) => {
    isAnyCustom = true
    const names = dialects.length === 0 ? ['default'] : dialects
    const own = Object.fromEntries(names.map((name) => [name, write]))
    if (!isClass(class_)) {
      const { visitName } = class_()
      typeTables.set(visitName, { ...typeTables.get(visitName), ...own })
      return write
    }
    const prototype = class_.prototype as MaybeCustom
    Object.defineProperty(prototype, customTable, {
      value: { ...prototype[customTable], ...own },
      configurable: true,
    })
    return write
  }
}

/** Of all functions only classes have a prototype for good. */
function isClass(given: Constructable | TypeFactory): given is Constructable {
  return Object.getOwnPropertyDescriptor(given, 'prototype')?.writable === false
}

/**
 * Forgets what was said; `sqlalchemy.ext.compiler.deregister`.
 *
 * @example
 * class Today extends FunctionElement<Date> {}
 * compiles(Today)(() => 'CURRENT_DATE')
 * deregister(Today)
 */
export function deregister(class_: Constructable | TypeFactory): void {
  if (isClass(class_)) Reflect.deleteProperty(class_.prototype as object, customTable)
  else typeTables.delete(class_().visitName)
}

/** @internal True for constructs of classes that `compiles` knows. */
export function isCustom(element: object): boolean {
  return isAnyCustom && customTable in element
}

/** @internal What `compiles` was told for a dialect, or null. */
export function customCompile(element: object, dialect: string): CustomCompile | null {
  if (!isAnyCustom) return null
  const table = (element as MaybeCustom)[customTable]
  return table === undefined ? null : (table[dialect] ?? table['default'] ?? null)
}

/** @internal The same for a type: its class comes first, then its kind. */
export function customTypeCompile(type: TypeEngine, dialect: string): CustomCompile | null {
  if (!isAnyCustom) return null
  const table = typeTables.get(type.visitName)
  return customCompile(type, dialect) ?? table?.[dialect] ?? table?.['default'] ?? null
}

/** @internal The text of an expression; the column of a result map is the element itself. */
export function writeCustom(
  write: CustomCompile,
  element: object,
  compiler: SqlCompiler,
  context: Context,
): string {
  const { addToResultMap, asFrom = false, ...rest } = context
  addToResultMap?.('', '', [element], NULL_TYPE)
  // Only what is so is handed on: `{ asFrom: true, ...context }` stays what it says.
  return write(element, compiler, asFrom ? { ...rest, asFrom } : rest) ?? ''
}

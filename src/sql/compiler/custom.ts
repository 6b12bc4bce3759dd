/**
 * How users say that their own constructs, or the library's, are written: `compiles()`. The compilers ask here before
 * they use their own tables.
 */
import { NULL_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { Context, SqlCompiler } from './compiler.js'
import type { TypeCompiler } from './type-names.js'

/** Writes a construct; the compiler's `process` writes its parts, its `processDefault` what would be written otherwise. */
export type CustomCompile<E = never, C = never> = (
  element: E,
  compiler: C,
  context: Context,
) => string | null

/** Which compiler writes a construct: types and DDL have their own. */
type CompilerOf<E> = E extends TypeEngine
  ? TypeCompiler
  : E extends { readonly __compiler?: infer C }
    ? NonNullable<C>
    : SqlCompiler

/** As compilers call it: what belongs to what, `compiles` has seen to. */
export type AnyCustomCompile = CustomCompile<unknown, unknown>

type CustomTable = Readonly<Record<string, AnyCustomCompile>>

const customTable: unique symbol = Symbol('compiles')

/** Most programs have none: every element of every statement is asked. */
let isAnyCustom = false

interface MaybeCustom {
  [customTable]?: CustomTable
}

type Constructable<E extends object = object> = abstract new (...args: never) => E

/** `varchar`: many kinds of types share a class. */
type TypeFactory<E extends TypeEngine = TypeEngine> = () => E

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
export function compiles<E extends object>(
  class_: Constructable<E> | (() => E & TypeEngine),
  ...dialects: readonly string[]
): <F extends CustomCompile<E, CompilerOf<E>>>(write: F) => F
export function compiles(
  class_: Constructable | TypeFactory,
  ...dialects: readonly string[]
): <F extends CustomCompile>(write: F) => F {
  return (write) => {
    isAnyCustom = true
    const names = dialects.length === 0 ? ['default'] : dialects
    const own = Object.fromEntries(
      names.map((name) => [name, write as CustomCompile as AnyCustomCompile]),
    )
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
export function customCompile(element: object, dialect: string): AnyCustomCompile | null {
  if (!isAnyCustom) return null
  const table = (element as MaybeCustom)[customTable]
  return table === undefined ? null : (table[dialect] ?? table['default'] ?? null)
}

/** @internal The same for a type: its class comes first, then its kind. */
export function customTypeCompile(type: TypeEngine, dialect: string): AnyCustomCompile | null {
  if (!isAnyCustom) return null
  const table = typeTables.get(type.visitName)
  return customCompile(type, dialect) ?? table?.[dialect] ?? table?.['default'] ?? null
}

/** @internal The text of an expression; the column of a result map is the element itself. */
export function writeCustom(
  write: AnyCustomCompile,
  element: object,
  compiler: SqlCompiler,
  context: Context,
): string {
  const { addToResultMap, asFrom = false, ...rest } = context
  addToResultMap?.('', '', [element], NULL_TYPE)
  // Only what is so is handed on: `{ asFrom: true, ...context }` stays what it says.
  return write(element, compiler, asFrom ? { ...rest, asFrom } : rest) ?? ''
}

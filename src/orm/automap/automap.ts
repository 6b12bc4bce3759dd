/**
 * Classes for the tables of a live database, without a model file.
 */
import type { ReflectBind, ReflectOptions } from '../../schema/metadata.js'
import {
  declarativeBase,
  type DeclarativeBase,
  type DeclarativeBaseOptions,
} from '../declarative/base.js'
import { DeferredReflection, mapWaiting } from '../declarative/reflected/deferred-reflection.js'
import type { AutomapHooks } from './hooks.js'
import { mapTables } from './map-tables.js'
import { DEFAULT_NAMING, type AutomapNaming } from './naming.js'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what comes from the database has no types
type Untyped = any

/** A reflected class; what it has is known only at run time. */
export interface AutomapClass {
  new (values?: Readonly<Record<string, unknown>>): Untyped
  readonly [attribute: string]: Untyped
  // Attributes of these names stand in front of the function's own.
  readonly name: Untyped
  readonly length: Untyped
}

export interface PrepareOptions extends ReflectOptions, AutomapHooks {
  /** How classes, columns and relationships are named; SQLAlchemy's hooks go before these. */
  readonly naming?: Partial<AutomapNaming>
  /** Options of `MetaData.reflect`, apart from the others. */
  readonly reflectionOptions?: ReflectOptions
}

/** SQLAlchemy's spelling of `prepare(engine, options)`. */
export interface AutoloadOptions<R> extends PrepareOptions {
  readonly autoloadWith: ReflectBind<R>
}

/** A base that makes its classes itself; `sqlalchemy.ext.automap.automap_base()`. */
export interface AutomapBase extends DeclarativeBase {
  /** The classes by name, after `prepare()`. */
  readonly classes: Readonly<Record<string, AutomapClass>>
  /**
   * Reflects the tables and makes classes and relationships for those that are not mapped yet. Classes that were
   * declared on the base before get the columns and relationships they do not say themselves.
   *
   * @param bind an engine or a connection; asynchronous ones answer a promise
   * @param options which tables, and how things are named
   */
  prepare<R>(bind: ReflectBind<R> | AutoloadOptions<R>, options?: PrepareOptions): R
  /** Makes them for the tables the MetaData has already. */
  prepare(options?: PrepareOptions): void
}

/**
 * A declarative base whose classes come from the database; `sqlalchemy.ext.automap.automap_base`.
 *
 * @param options as for `declarativeBase`
 * @example
 * const Base = automapBase()
 * Base.prepare(engine)
 * const { Album, Artist } = Base.classes
 */
export function automapBase(options: DeclarativeBaseOptions = {}): AutomapBase {
  const declarative = declarativeBase(options)
  const classes: Record<string, AutomapClass> = {}
  const base = Object.assign(DeferredReflection(declarative), {
    classes,
    prepare(given: Prepared = {}, more: PrepareOptions = {}): unknown {
      if ('autoloadWith' in given) return this.prepare(given.autoloadWith, given)
      const isBind = 'reflectInto' in given
      const [reflection, hooks] = splitOptions(isBind ? more : given)
      const complete = (): void => {
        mapWaiting(base)
        const naming = { ...DEFAULT_NAMING, ...hooks.naming }
        mapTables({ base: base as unknown as AutomapBase, declarative, classes, naming, hooks })
      }
      const reflected = isBind ? declarative.metadata.reflect(given, reflection) : undefined
      if (isPromise(reflected)) return reflected.then(complete)
      complete()
      return undefined
    },
  })
  return base as unknown as AutomapBase
}

type Prepared = ReflectBind | AutoloadOptions<unknown> | PrepareOptions

/** What is about reading tables, and what about classes. */
function splitOptions(options: PrepareOptions): readonly [ReflectOptions, PrepareOptions] {
  const { schema, only, views, resolveFks } = options
  const own = { schema, only, views, resolveFks, ...options.reflectionOptions }
  const given = Object.entries(own).filter(([, value]) => value !== undefined)
  // A database whose foreign keys point into the void can still be looked at.
  const always = { extendExisting: true, autoloadReplace: false, acceptMissing: true }
  return [{ ...always, ...Object.fromEntries(given) }, options]
}

/**
 * Classes and relationships for all tables of a database, at once.
 *
 * @param engine a synchronous engine or connection
 * @param options which tables, and how things are named
 * @example
 * const { Album } = automap(createEngine('chinook.db')).classes
 */
export function automap(engine: ReflectBind<void>, options: PrepareOptions = {}): AutomapBase {
  const base = automapBase()
  base.prepare(engine, options)
  return base
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}

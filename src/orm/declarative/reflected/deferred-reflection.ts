/**
 * Models whose columns are read from the database: `class User extends DeferredReflection(Base).model('users', {})`.
 */
import type { Column } from '../../../schema/column.js'
import type { MetaData, ReflectBind, ReflectOptions } from '../../../schema/metadata.js'
import { Table } from '../../../schema/table.js'
import type { Class } from '../../mapping/identity-key.js'
import { configureMappers } from '../../mapping/configure.js'
import { DeclaredColumn } from '../column-declarations.js'
import { modelClass, specificationInUse } from '../model.js'
import { DeclaredRelationship } from '../relationships.js'
import type { ModelOptions } from '../model-options.js'
import type { Specification } from '../specification.js'
import type { AnyClass, Attributes, Model } from '../types.js'
import { takeWaiting, type WaitingClass } from './waiting.js'

/** What tables `prepare()` reads beside those of its classes. */
export type PrepareReflectionOptions = Omit<ReflectOptions, 'only' | 'schema' | 'extendExisting'>

/** A base whose models wait for `prepare()`. */
export interface ReflectedDeclarativeBase<B extends AnyClass> {
  new (): InstanceType<B>
  readonly metadata: MetaData
  /** Declares a model: relationships, and columns that are to differ from what the database says. */
  model<A extends Attributes>(
    table: string,
    attributes: A,
    options?: ModelOptions,
  ): Model<A, InstanceType<B>>
  /**
   * Reads the tables of all models that wait and maps them.
   *
   * @param bind an engine or a connection; asynchronous ones answer a promise
   * @throws InvalidRequestError for tables that are not there
   */
  prepare<R>(bind: ReflectBind<R>, options?: PrepareReflectionOptions): R
}

interface DeclaringBase {
  new (): object
  model(...args: readonly unknown[]): Class
}

/**
 * A base for models that take their columns from the database, all at once when `prepare()` is called;
 * `sqlalchemy.ext.declarative.DeferredReflection`. TypeScript learns of columns by `declare` in the class.
 *
 * @param base the declarative base
 * @example
 * const Reflected = DeferredReflection(declarativeBase())
 * class Tag extends Reflected.model('tags', {}) {
 *   declare name: string
 *   static { mapped(this) }
 * }
 * Reflected.prepare(engine)
 * new Session(engine).get(Tag, 1)?.name
 */
export function DeferredReflection<B extends AnyClass>(base: B): ReflectedDeclarativeBase<B> {
  const Parent = base as unknown as DeclaringBase
  const Base = class extends Parent {
    static override model(table: unknown, attributes: unknown, options: ModelOptions = {}): Class {
      const declared = specificationInUse(Parent.model(table, attributes, options))
      return modelClass(this, declared.attributes, { ...declared, isReflected: true })
    }

    static prepare<R>(bind: ReflectBind<R>, options: PrepareReflectionOptions = {}): R {
      return prepareClasses(takeWaiting(this), bind, options)
    }
  }
  return Base as unknown as ReflectedDeclarativeBase<B>
}

/** Reads the tables of the classes, maps them, then reads the tables between them. */
function prepareClasses<R>(
  classes: readonly WaitingClass[],
  bind: ReflectBind<R>,
  options: PrepareReflectionOptions,
): R {
  const own = classes.flatMap(({ specification: { table } }) =>
    table instanceof Table ? table : [],
  )
  const reflected = reflectTables(own, bind, options)
  const complete = (): R => {
    for (const { specification, map } of classes) map(withColumns(specification))
    const between = classes.flatMap(({ specification }) => secondaryTables(specification))
    const answer = reflectTables(between, bind, {})
    const configured = (): void => configureMappers()
    if (isPromise(answer)) return answer.then(configured) as R
    configured()
    return answer
  }
  return isPromise(reflected) ? (reflected.then(complete) as R) : complete()
}

/** Maps the classes that wait for a base whose tables have been read already. @internal */
export function mapWaiting(base: Class): void {
  for (const { specification, map } of takeWaiting(base)) map(withColumns(specification))
}

/** Tables by MetaData and schema, those of one schema together. */
function reflectTables<R>(
  tables: readonly Table[],
  bind: ReflectBind<R>,
  options: PrepareReflectionOptions,
): R {
  const groups = new Map<MetaData, Map<string | null, Set<string>>>()
  for (const { metadata, schema, name } of tables) {
    const schemas = groups.get(metadata) ?? new Map<string | null, Set<string>>()
    schemas.set(schema, (schemas.get(schema) ?? new Set()).add(name))
    groups.set(metadata, schemas)
  }
  const answers = [...groups].flatMap(([metadata, schemas]) =>
    [...schemas].map(([schema, names]) =>
      metadata.reflect(bind, {
        ...options,
        ...(schema === null ? {} : { schema }),
        only: [...names],
        extendExisting: true,
        autoloadReplace: false,
      }),
    ),
  )
  return (answers.some(isPromise) ? Promise.all(answers) : undefined) as R
}

/** The attributes of a class with the columns of its table that it does not declare. */
function withColumns(specification: Specification): Specification {
  const { table, attributes } = specification
  if (!(table instanceof Table)) return specification
  const declared = new Set(Object.values(attributes).map((each) => columnIn(each)))
  const others = table.tableColumns.filter((column) => !declared.has(column))
  const read = Object.fromEntries(others.map((column) => [column.key, column]))
  return { ...specification, attributes: { ...read, ...attributes } }
}

function columnIn(attribute: unknown): Column | null {
  return (attribute instanceof DeclaredColumn ? attribute.column : attribute) as Column | null
}

/** Tables of many-to-many relationships; asked for as they are declared, before mappers are configured. */
function secondaryTables({ attributes }: Specification): readonly Table[] {
  return Object.values(attributes).flatMap((attribute) => {
    const declared: unknown = typeof attribute === 'function' ? attribute() : null
    if (!(declared instanceof DeclaredRelationship)) return []
    const { secondary } = declared.options
    return secondary instanceof Table ? [secondary] : []
  })
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}

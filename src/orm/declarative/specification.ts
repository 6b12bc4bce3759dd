/**
 * What a class made by `Base.model(…)` or `inherits(…)` knows until it is registered: its table, attributes, options.
 */
import type { MetaData } from '../../schema/metadata.js'
import type { Class } from '../mapping/identity-key.js'
import type { Registry } from '../mapping/registry.js'
import type { Table } from '../mapping/sql-types.js'
import type { Attributes } from './types.js'
import type { ModelOptions } from './model-options.js'

const SPECIFICATION: unique symbol = Symbol('orm.specification')

/** How the base of a concrete hierarchy is read. @internal */
export interface ConcreteBaseSetup {
  /** It has no table: it is mapped to the union of its subclasses' tables. */
  readonly isAbstract: boolean
  /** Name of the column that says of which class a row is. */
  readonly discriminator: string
  /** Only attributes that the base declares are mapped on it. */
  readonly strictAttrs: boolean
}

/** @internal */
export interface Specification {
  readonly registry: Registry
  readonly metadata: MetaData
  /** The table of the class; null for single-table inheritance. */
  readonly table: Table | null
  /** Attributes, columns already attached to the table. */
  readonly attributes: Attributes
  readonly options: ModelOptions
  /** The mapped class it inherits from. */
  readonly parent: Class | null
  /** The class is the base of a concrete hierarchy. */
  readonly concreteBase?: ConcreteBaseSetup
  /** The class is mapped once its table has been read from a database. */
  readonly isReflected?: boolean
}

interface Specified {
  [SPECIFICATION]?: Specification
}

/** @internal */
export function specify(class_: Class, specification: Specification): void {
  Object.defineProperty(class_, SPECIFICATION, { value: specification })
}

/** The specification of exactly this class. @internal */
export function specificationOf(class_: unknown): Specification | null {
  if (typeof class_ !== 'function' || !Object.hasOwn(class_, SPECIFICATION)) return null
  return (class_ as Specified)[SPECIFICATION] ?? null
}

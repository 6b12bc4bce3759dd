/**
 * The class between the user's class and `Entity`: carries the specification, offers `inherits`. Its accessors are
 * installed when the user's class is registered.
 */
import { ArgumentError, InvalidRequestError } from '../../errors.js'
import type { MetaData } from '../../schema/metadata.js'
import { Entity } from '../attributes/entity.js'
import { managerOf } from '../attributes/class-manager.js'
import { noteDeclared } from '../mapping/mixins.js'
import { classNameOf } from '../../util/class-name.js'
import type { Class } from '../mapping/identity-key.js'
import { mapperOfClass, unusable } from '../mapping/mapper-of-class.js'
import type { Mapper } from '../mapping/mapper.js'
import type { FromClause } from '../mapping/sql-types.js'
import type { Registry } from '../mapping/registry.js'
import { specificationOf, specify, type Specification } from './specification.js'
import { deferredSpecification } from './concrete/deferred.js'
import { waitingSpecification } from './reflected/waiting.js'
import { addColumns, createTable } from './model-table.js'
import type { ModelOptions } from './model-options.js'
import type { Attributes } from './types.js'

/** Base of all generated model classes. @internal */
export class ModelBase extends Entity {
  /** The tables declared on the same base. */
  static get metadata(): MetaData {
    return specificationInUse(this).metadata
  }

  /** The mapped classes declared on the same base. */
  static get registry(): Registry {
    return specificationInUse(this).registry
  }

  /** The table a class is mapped to; a subclass without one has its parent's. */
  static get __table__(): FromClause {
    return mapperOfClass(this).localTable
  }

  static get __mapper__(): Mapper {
    return mapperOfClass(this)
  }

  static inherits(
    this: Class,
    tableOrAttributes: string | Attributes,
    attributesOrOptions?: Attributes | ModelOptions,
    options?: ModelOptions,
  ): Class {
    return typeof tableOrAttributes === 'string'
      ? inheritWithTable(this, tableOrAttributes, [
          (attributesOrOptions ?? {}) as Attributes,
          options,
        ])
      : inheritTable(this, tableOrAttributes, attributesOrOptions)
  }
}

/** Makes the class a user's class extends; `given` is what it was declared with, before columns had a table. @internal */
export function modelClass(parent: Class, given: object, specification: Specification): Class {
  const Parent = parent as new (...args: unknown[]) => object
  const Model = class extends Parent {}
  specify(Model, specification)
  noteDeclared(Model, given)
  guardStatics(Model, Object.keys(specification.attributes))
  return Model
}

/** The specification of a class or of the nearest one it extends. @internal */
export function specificationInUse(class_: Class): Specification {
  for (let each: unknown = class_; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    const found = specificationOf(each)
    if (found !== null) return found
  }
  throw new InvalidRequestError(`Class ${classNameOf(class_)} does not extend Base.model(…)`)
}

function inheritWithTable(
  parent: Class,
  name: string,
  [attributes, options = {}]: readonly [Attributes, ModelOptions | undefined],
): Class {
  const deferred = deferredSpecification(parent)
  const { registry, metadata, isReflected = false } = deferred ?? parentSpecification(parent)
  const declared = deferred
    ? { ...attributes, ...missing(deferred.attributes, attributes) }
    : attributes
  const made = createTable({ name, metadata, attributes: declared, options })
  return modelClass(parent, attributes, {
    registry,
    metadata,
    options,
    parent: deferred ? null : parent,
    isReflected,
    ...made,
  })
}

function inheritTable(parent: Class, attributes: Attributes, options: ModelOptions = {}): Class {
  const { registry, metadata, isReflected = false } = parentSpecification(parent)
  if (options.constraints !== undefined || options.schema !== undefined) {
    throw new ArgumentError("Can't place table options on an inherited class with no table.")
  }
  const table = waitingSpecification(parent)?.table ?? mapperOfClass(parent).localTable
  return modelClass(parent, attributes, {
    registry,
    metadata,
    options,
    parent,
    isReflected,
    table: null,
    attributes: addColumns(table, attributes),
  })
}

function parentSpecification(parent: Class): Specification {
  const waiting = waitingSpecification(parent)
  if (waiting) return waiting
  if (managerOf(parent) === null) throw unusable(parent)
  // Children of a class that has been read are mapped at once.
  return { ...specificationInUse(parent), isReflected: false }
}

/** What a subclass of a class without a table takes over from it, as from a mixin. */
function missing(inherited: Attributes, own: Attributes): Attributes {
  return Object.fromEntries(Object.entries(inherited).filter(([key]) => !(key in own)))
}

/** `User.name` on a class that was never registered: say what is missing. */
function guardStatics(Model: Class, keys: readonly string[]): void {
  for (const key of keys) {
    Object.defineProperty(Model, key, {
      configurable: true,
      get(this: Class) {
        throw unusable(this)
      },
    })
  }
}

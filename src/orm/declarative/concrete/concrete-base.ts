/**
 * Bases of concrete hierarchies: `class Employee extends ConcreteBase(Base).model(…)`.
 */
import type { Class } from '../../mapping/identity-key.js'
import { modelClass, specificationInUse } from '../model.js'
import type { ModelOptions } from '../model-options.js'
import type { ConcreteBaseSetup } from '../specification.js'
import type { AnyClass, Attributes, Model } from '../types.js'

/** What `ConcreteBase(Base).model(…)` takes beside the options of every model. */
export interface ConcreteBaseOptions extends ModelOptions {
  /** Name of the column that says of which class a row is; `'type'` unless a table has such a column. */
  readonly concreteDiscriminatorName?: string
}

/** What `AbstractConcreteBase(Base).model(…)` takes beside the options of every model. */
export interface AbstractConcreteBaseOptions extends ConcreteBaseOptions {
  /** The base has only the attributes it declares, not those of all its subclasses. */
  readonly strictAttrs?: boolean
}

/** A base whose models are read together with their concrete subclasses. */
export interface ConcreteDeclarativeBase<B extends AnyClass> {
  new (): InstanceType<B>
  /** Declares a model with a table of its own. */
  model<A extends Attributes>(
    table: string,
    attributes: A,
    options?: ConcreteBaseOptions,
  ): Model<A, InstanceType<B>>
}

/** A base whose models have no table: they are read from the union of their subclasses' tables. */
export interface AbstractConcreteDeclarativeBase<B extends AnyClass> {
  new (): InstanceType<B>
  /** Declares a model without a table. Its columns are there for the subclasses, which may declare their own. */
  model<A extends Attributes>(
    attributes: A,
    options?: AbstractConcreteBaseOptions,
  ): Model<A, InstanceType<B>>
}

interface DeclaringBase {
  new (): object
  model(...args: readonly unknown[]): Class
}

/**
 * A base for a class whose concrete subclasses are read along with it, by a UNION of all their tables that is made
 * when mappers are configured; `sqlalchemy.ext.declarative.ConcreteBase`.
 *
 * @param base the declarative base
 * @throws InvalidRequestError when mappers are configured and a table has a column `type`: name another
 *   `concreteDiscriminatorName`
 * @example
 * class Employee extends ConcreteBase(Base).model(
 *   'employee',
 *   { id: column(integer, { primaryKey: true }), name: column(string) },
 *   { mapper: { polymorphicIdentity: 'employee', concrete: true } },
 * ) { static { mapped(this) } }
 */
export function ConcreteBase<B extends AnyClass>(base: B): ConcreteDeclarativeBase<B> {
  const Parent = base as unknown as DeclaringBase
  const Base = class extends Parent {
    static override model(
      table: unknown,
      attributes: unknown,
      { concreteDiscriminatorName: discriminator = 'type', ...rest }: ConcreteBaseOptions = {},
    ): Class {
      const setup = { isAbstract: false, strictAttrs: false, discriminator }
      return baseModel(this, Parent.model(table, attributes, rest), setup)
    }
  }
  return Base as unknown as ConcreteDeclarativeBase<B>
}

/**
 * A base for a class without a table, mapped to the UNION of its concrete subclasses' tables when mappers are
 * configured; `sqlalchemy.ext.declarative.AbstractConcreteBase`.
 *
 * @param base the declarative base
 * @throws UnmappedClassError when the class is used before mappers are configured
 * @example
 * class Employee extends AbstractConcreteBase(Base).model({ name: column(string) }, { strictAttrs: true }) {
 *   static { mapped(this) }
 * }
 * class Manager extends Employee.inherits(
 *   'manager',
 *   { id: column(integer, { primaryKey: true }), name: column(string) },
 *   { mapper: { polymorphicIdentity: 'manager', concrete: true } },
 * ) { static { mapped(this) } }
 */
export function AbstractConcreteBase<B extends AnyClass>(
  base: B,
): AbstractConcreteDeclarativeBase<B> {
  const Parent = base as unknown as DeclaringBase
  const Base = class extends Parent {
    static override model(attributes: unknown, options: AbstractConcreteBaseOptions = {}): Class {
      const { concreteDiscriminatorName: discriminator = 'type', ...others } = options
      const { strictAttrs = false, ...rest } = others
      const setup = { isAbstract: true, strictAttrs, discriminator }
      return baseModel(this, Parent.model(attributes, {}, rest), setup)
    }
  }
  return Base as unknown as AbstractConcreteDeclarativeBase<B>
}

function baseModel(base: Class, declared: Class, concreteBase: ConcreteBaseSetup): Class {
  const specification = specificationInUse(declared)
  return modelClass(base, specification.attributes, { ...specification, concreteBase })
}

/**
 * Registers a class: from now on it has a mapper, its objects have attributes, and it has them itself.
 */
import { InvalidRequestError } from '../../errors.js'
import { ClassManager, managerOf } from '../attributes/class-manager.js'
import { Entity } from '../attributes/entity.js'
import { classNameOf, rememberClassName } from '../../util/class-name.js'
import type { Class } from '../mapping/identity-key.js'
import { mapperOfClass } from '../mapping/mapper-of-class.js'
import type { Mapper } from '../mapping/mapper.js'
import { declaredProperties } from './declared-properties.js'
import { deferMapping } from './concrete/deferred.js'
import { rememberConcreteBase } from './concrete/configure.js'
import { waitForTable } from './reflected/waiting.js'
import { registerMapper } from './register-mapper.js'
import { specificationOf, type Specification } from './specification.js'

/**
 * Registers a mapped class; call it in a static block, or use it as a decorator. Gives the class its attributes
 * (`User.name` and `User.length` included, which JavaScript would otherwise answer itself).
 *
 * @param class_ the class
 * @throws ArgumentError when the mapping is not possible
 * @example
 * class Tool extends Base.model('tools', { id: column(integer, { primaryKey: true }) }) { static { mapped(this) } }
 */
export function mapped(class_: Class): void {
  if (managerOf(class_) !== null) return
  const { model, specification } = modelOf(class_)
  rememberClassName(class_, classNameOf(class_))
  if (specification.concreteBase?.isAbstract) {
    deferMapping(class_, specification, (mapping) =>
      mapClass(class_, { model, specification: mapping }),
    )
    return
  }
  if (specification.isReflected) {
    const map = (mapping: Specification) => void mapClass(class_, { model, specification: mapping })
    return waitForTable({ class_, specification, map })
  }
  const mapper = mapClass(class_, { model, specification })
  rememberConcreteBase(mapper, specification.concreteBase ?? null)
}

function mapClass(class_: Class, { model, specification }: Found): Mapper {
  if (specification.table === null && specification.parent === null) {
    throw new InvalidRequestError(
      `Class <class '${classNameOf(class_)}'> does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class.`,
    )
  }
  const parent = specification.parent === null ? null : managerOf(specification.parent)
  const target = (model ?? class_).prototype as object
  const manager = new ClassManager(class_, parent, target)
  return registerMapper({
    ...specification.options.mapper,
    manager,
    registry: specification.registry,
    localTable: specification.table,
    inherits: specification.parent === null ? null : mapperOfClass(specification.parent),
    properties: declaredProperties(specification.attributes),
  })
}

interface Found {
  /** The generated class between this one and its parent; null for a plain subclass of a mapped class. */
  readonly model: Class | null
  readonly specification: Specification
}

function modelOf(class_: Class): Found {
  for (let each: unknown = class_; typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    if (each !== class_ && managerOf(each) !== null) return plainSubclass(each as Class)
    const specification = specificationOf(each)
    if (specification === null) continue
    rejectTaken(each as Class, class_)
    return { model: each as Class, specification }
  }
  throw new InvalidRequestError(
    `Class ${classNameOf(class_)} cannot be mapped: it does not extend Base.model(…)`,
  )
}

/** `class Manager extends Employee { static { mapped(this) } }`: single-table inheritance without attributes. */
function plainSubclass(parent: Class): Found {
  const { model, specification } = modelOf(Object.getPrototypeOf(parent) as Class)
  const inherited = { ...specification, table: null, attributes: {}, options: {}, parent }
  return { model: model === null ? null : null, specification: inherited }
}

const taken = new WeakMap<Class, Class>()

function rejectTaken(model: Class, class_: Class): void {
  const owner = taken.get(model)
  if (owner !== undefined && owner !== class_) {
    throw new InvalidRequestError(
      `Class ${classNameOf(class_)} extends the model of ${classNameOf(owner)}; extend ${classNameOf(owner)} itself, or call Base.model(…) once per class`,
    )
  }
  taken.set(model, class_)
}

/** True for classes that extend `Base.model(…)`, registered or not. @internal */
export function isModel(class_: unknown): class_ is Class {
  return typeof class_ === 'function' && (class_.prototype as unknown) instanceof Entity
}

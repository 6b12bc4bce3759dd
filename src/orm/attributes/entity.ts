/**
 * The root of all mapped classes: what their constructor does, how they print. Nothing here loads anything.
 */
import { inspect, type InspectOptions } from 'node:util'
import { clauseElement } from '../../sql/protocol.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { configureMappers } from '../mapping/configure.js'
import { classNameOf } from '../../util/class-name.js'
import type { Class } from '../mapping/identity-key.js'
import { mapperOfClass, mapperOrNull, unusable } from '../mapping/mapper-of-class.js'
import { stateOrNull } from '../state/state-of.js'
import { managerOf, type ClassManager } from './class-manager.js'
import { checkFields, probing } from './instances/field-check.js'
import { withEntity } from './queryable-attribute.js'
import { printEntity, plainValues } from './instances/print-entity.js'
import { setPolymorphicIdentity } from './instances/polymorphic-identity.js'

type Values = Readonly<Record<string, unknown>>

/** Asks for an object of a class as its constructor begins it, before anything of the user's runs. */
const EXAMPLE: Values = Object.freeze({})

/** Base of mapped classes; reached through `Base.model(…)`, never extended directly. @internal */
export class Entity {
  constructor(values?: Values) {
    const manager = registeredManager(new.target)
    if (values === EXAMPLE) {
      manager.setUp(this)
      return
    }
    configureMappers(manager.mapper.registry)
    const probe = probing(this, manager)
    if (probe !== null) return probe as this
    if (!manager.fieldsChecked) checkFields(manager)
    manager.constructedExample ??= Reflect.construct(Entity, [EXAMPLE], new.target) as Entity
    const state = manager.setUp(this)
    setPolymorphicIdentity(state)
    manager.dispatch.emit('init', state, [], values ?? {})
    if (values !== undefined) assignValues(this, manager, values)
  }

  /** The values in memory; related objects by their own values, at most once each. Never loads. */
  toJSON(): Record<string, unknown> {
    return plainValues(this)
  }

  [inspect.custom](depth: number, options: InspectOptions): string {
    return stateOrNull(this) === null ? inspect({ ...this }) : printEntity(this, depth, options)
  }

  static [inspect.custom](this: Class): string {
    const mapper = mapperOrNull(this)
    return mapper === null
      ? `[class ${classNameOf(this)}]`
      : `[class ${mapper.className} mapped to ${mapper.localTable.describe()}]`
  }

  /** The class as a FROM: `select(User)`, `select().selectFrom(User)`. */
  static [clauseElement](this: Class): ClauseElement {
    registeredManager(this)
    const mapper = mapperOfClass(this)
    configureMappers(mapper.registry)
    const element = mapper.persistSelectable.annotate({
      entityNamespace: mapper,
      parententity: mapper,
      parentmapper: mapper,
    })
    return withEntity(element, mapper)
  }
}

/** True for a class that extends `Base.model(…)`, registered or not. @internal */
export function isModelClass(value: unknown): boolean {
  return typeof value === 'function' && (value.prototype as unknown) instanceof Entity
}

/** @throws UnregisteredClassError when `mapped(this)` is missing. */
function registeredManager(class_: Class): ClassManager {
  const manager = managerOf(class_)
  if (manager === null) throw unusable(class_)
  return manager
}

/** What the keyword constructor of SQLAlchemy does: only names that the class knows. */
function assignValues(entity: Entity, manager: ClassManager, values: Values): void {
  for (const key of Object.keys(values)) {
    if (!manager.acceptedNames.has(key)) {
      if (!isKnown(entity, key))
        throw new TypeError(`'${key}' is an invalid keyword argument for ${manager.className}`)
      manager.acceptedNames.add(key)
    }
    ;(entity as unknown as Record<string, unknown>)[key] = values[key]
  }
}

function isKnown(entity: Entity, key: string): boolean {
  return key in entity && !(key in Object.prototype) && !(key in Entity.prototype)
}

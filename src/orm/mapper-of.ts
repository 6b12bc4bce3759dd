/** The mapper of a class or of an object, with errors that say which of both was expected. */
import { ArgumentError } from '../errors.js'
import { managerOf } from './attributes/class-manager.js'
import type { Class } from './mapping/identity-key.js'
import type { Mapper } from './mapping/mapper.js'
import { UnmappedClassError } from './errors.js'
import { instanceState } from './state/state-of.js'

/**
 * The mapper of a mapped class; `sqlalchemy.orm.class_mapper`.
 *
 * @throws UnmappedClassError for another class, ArgumentError for what is no class
 * @example
 * classMapper(User).primaryKey
 */
export function classMapper(class_: Class): Mapper {
  if (typeof class_ !== 'function')
    throw new ArgumentError(`Mapped class expected, got: ${String(class_)}`)
  const manager = managerOf(class_)
  if (manager === null) throw new UnmappedClassError(class_)
  return manager.mapper
}

/**
 * The mapper of a mapped object; `sqlalchemy.orm.object_mapper`.
 *
 * @throws UnmappedInstanceError for what is no mapped object
 * @example
 * objectMapper(user).className
 */
export function objectMapper(object: object): Mapper {
  return instanceState(object).mapper
}

/**
 * Whether a class that a class extends is mapped to a table; `sqlalchemy.orm.has_inherited_table`.
 *
 * @example
 * hasInheritedTable(Engineer) // Engineer extends Employee.inherits(…)
 */
export function hasInheritedTable(class_: Class): boolean {
  let parent: unknown = Object.getPrototypeOf(class_)
  while (typeof parent === 'function') {
    if (managerOf(parent) !== null) return true
    parent = Object.getPrototypeOf(parent)
  }
  return false
}

/**
 * Which classes have the attributes of a mixin. A mixin is a record that models spread into their own attributes: a
 * declaration that is in both came from the record.
 */
import type { Class } from './identity-key.js'

/** Attributes by name, as models and mixins declare them. @internal */
export type AttributeRecord = Readonly<Record<string, unknown>>

/** The records of attributes that classes were declared with. */
const declared = new WeakMap<object, AttributeRecord>()

/** Remembers what a class was declared with, before columns had a table. @internal */
export function noteDeclared(class_: Class, attributes: object): void {
  declared.set(class_, attributes as AttributeRecord)
}

/** A plain record, as models spread it. @internal */
export function isAttributeRecord(target: unknown): target is AttributeRecord {
  return (
    typeof target === 'object' &&
    target !== null &&
    Object.getPrototypeOf(target) === Object.prototype
  )
}

/** Whether the class itself spread the record. @internal */
export function declares(class_: object, record: AttributeRecord): boolean {
  const attributes = declared.get(class_)
  if (attributes === undefined) return false
  return Object.entries(record).some(
    ([key, value]) => value === attributes[key] && Object(value) === value,
  )
}

/** Whether the class, or one that it extends, spread the record. @internal */
export function hasMixin(class_: Class, record: AttributeRecord): boolean {
  let each: unknown = class_
  while (typeof each === 'function' && !declares(each, record)) each = Object.getPrototypeOf(each)
  return typeof each === 'function'
}

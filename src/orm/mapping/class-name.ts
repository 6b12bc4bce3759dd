/**
 * The name of a mapped class. `User.name` may be a mapped attribute, so the name is kept elsewhere when the class is
 * registered.
 */
import type { Class } from './identity-key.js'

const CLASS_NAME: unique symbol = Symbol('orm.className')

interface Named {
  [CLASS_NAME]?: string
}

/** Keeps the name a class has before its attributes are put on it. @internal */
export function rememberClassName(class_: Class, name: string): void {
  Object.defineProperty(class_, CLASS_NAME, { value: name, configurable: true })
}

/** The name a class was declared with. @internal */
export function classNameOf(class_: Class): string {
  if (Object.hasOwn(class_, CLASS_NAME)) return (class_ as Named)[CLASS_NAME] as string
  const name: unknown = Object.getOwnPropertyDescriptor(class_, 'name')?.value
  return typeof name === 'string' && name !== '' ? name : '(anonymous)'
}

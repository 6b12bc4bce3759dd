/**
 * The name of a mapped class. `User.name` may be a mapped attribute, so the name is kept elsewhere when the class is
 * registered.
 */
type Class = abstract new (...args: never[]) => object

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
  const own = Object.getOwnPropertyDescriptor(class_, 'name')
  const name: unknown = own?.get ? writtenName(class_) : own?.value
  return typeof name === 'string' && name !== '' ? name : '(anonymous)'
}

/** A static hybrid called `name` hides the name of its class; the text of the class still has it. */
function writtenName(class_: Class): string | undefined {
  return /^class\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(
    Function.prototype.toString.call(class_),
  )?.[1]
}

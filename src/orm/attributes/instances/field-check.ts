/**
 * Finds class fields that would hide mapped attributes: `name!: string` without `declare` defines an own property on
 * every object, and the accessor below it is never reached again.
 */
import { HiddenAttributeError } from '../../errors.js'
import type { ClassManager } from '../class-manager.js'

let probed: ClassManager | null = null

/** Checks a class before its first object is made. @throws HiddenAttributeError @internal */
export function checkFields(manager: ClassManager): void {
  manager.fieldsChecked = true
  if (!mayRedeclare(manager)) return
  probed = manager
  try {
    Reflect.construct(manager.class_ as new () => object, [])
  } catch (error) {
    if (error instanceof HiddenAttributeError) {
      manager.fieldsChecked = false
      throw error
    }
    // The class's own constructor may well refuse to run without arguments.
  } finally {
    probed = null
  }
}

/**
 * While a class is being probed its base constructor answers this in place of the object: fields are defined on it,
 * and that is what it reports.
 * @internal
 */
export function probing(object: object, manager: ClassManager): object | null {
  if (probed !== manager) return null
  return new Proxy(object, {
    defineProperty(target, key, descriptor) {
      if (typeof key === 'string' && manager.hasImpl(key)) {
        throw new HiddenAttributeError(manager.className, key)
      }
      return Reflect.defineProperty(target, key, descriptor)
    },
    set: () => true,
  })
}

/** Cheap: the text of the class mentions an attribute where a field could stand. Only then it is probed. */
function mayRedeclare(manager: ClassManager): boolean {
  const text = sourceOf(manager)
  return manager.keys.some((key) =>
    new RegExp(`(?:^|[;{}\\s])${escape(key)}\\s*(?:=|;|\\n)`, 'm').test(text),
  )
}

/** Source of the user's classes between the object and the library. */
function sourceOf(manager: ClassManager): string {
  return Function.prototype.toString.call(manager.class_)
}

function escape(key: string): string {
  return key.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

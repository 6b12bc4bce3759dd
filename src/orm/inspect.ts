/**
 * `inspect(x)`: what the library knows of an object, a class or an engine. Never loads.
 */
import { AsyncConnection } from '../engine/asyncio/async-connection.js'
import { AsyncInspector } from '../engine/asyncio/async-inspector.js'
import { AsyncEngine } from '../engine/async-engine.js'
import { Inspector } from '../engine/inspector.js'
import { Engine } from '../engine/engine.js'
import { Connection } from '../engine/connection.js'
import { managerOf } from './attributes/class-manager.js'
import { entityFromAlias } from './attributes/entity-argument.js'
import { Entity } from './attributes/entity.js'
import { NoInspectionAvailable, UnmappedClassError, UnregisteredClassError } from './errors.js'
import type { Class } from './mapping/identity-key.js'
import { unusable } from './mapping/mapper-of-class.js'
import { Mapper } from './mapping/mapper.js'
import { InstanceState } from './state/instance-state.js'
import { stateOrNull } from './state/state-of.js'

/** The state of an object; `attrs` has an entry for each of its attributes. */
export type InspectedObject<T> = InstanceState & {
  readonly attrs: { readonly [K in keyof T]: InstanceState['attrs'][string] }
}

/**
 * What the library knows of something; `sqlalchemy.inspect`.
 *
 * @param target a mapped object, a mapped class, an engine or a connection
 * @returns `InstanceState`, `Mapper`, `Inspector`; `AsyncInspector` for what is asynchronous
 * @throws NoInspectionAvailable when there is nothing to know
 * @example
 * inspect(user).persistent
 * inspect(User).relationships.map((relationship) => relationship.key)
 * inspect(engine).getTableNames()
 */
export function inspect(target: Engine | Connection): Inspector
export function inspect(target: AsyncEngine | AsyncConnection): AsyncInspector
export function inspect(target: Class | Mapper): Mapper
export function inspect<T extends object>(target: T): InspectedObject<T>
/** With `raiseerr: false` null where there is nothing to know. */
export function inspect(target: unknown, options: { readonly raiseerr: boolean }): unknown
export function inspect(
  target: unknown,
  { raiseerr = true }: { raiseerr?: boolean } = {},
): unknown {
  try {
    return inspected(target)
  } catch (error) {
    if (
      raiseerr ||
      !(
        error instanceof NoInspectionAvailable ||
        error instanceof UnmappedClassError ||
        error instanceof UnregisteredClassError
      )
    )
      throw error
    return null
  }
}

function inspected(target: unknown): unknown {
  const state = stateOrNull(target)
  if (state !== null) return state
  if (typeof target === 'function') return inspectClass(target as Class)
  if (target instanceof Engine || target instanceof Connection) return new Inspector(target)
  if (target instanceof AsyncEngine) return new AsyncInspector(new Inspector(target.syncEngine))
  if (target instanceof AsyncConnection)
    return new AsyncInspector(new Inspector(target.syncConnection))
  if (target instanceof Mapper || target instanceof InstanceState) return target
  const alias = entityFromAlias(target)
  if (alias !== null) return alias
  throw new NoInspectionAvailable(target)
}

function inspectClass(class_: Class): Mapper {
  const manager = managerOf(class_)
  if (manager !== null) return manager.mapper
  if ((class_.prototype as unknown) instanceof Entity) {
    throw unusable(class_)
  }
  throw new NoInspectionAvailable(class_)
}

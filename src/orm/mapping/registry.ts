/**
 * The classes of one declarative base: those that are mapped, and those whose relationships wait to be configured.
 */
import type { Mapper } from './mapper.js'

/** `sqlalchemy.orm.registry`. */
export class Registry {
  readonly mappers: Mapper[] = []

  constructor() {
    registries.add(this)
  }

  /** @internal */
  add(mapper: Mapper): void {
    this.mappers.push(mapper)
    pending.add(mapper)
  }

  /** @internal */
  clear(): void {
    for (const mapper of this.mappers.splice(0)) pending.delete(mapper)
  }

  /** A mapped class by name; the last one declared under it. */
  find(className: string): Mapper | null {
    return this.mappers.findLast((mapper) => mapper.className === className) ?? null
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Registry(${this.mappers.map((mapper) => mapper.className).join(', ')})`
  }
}

/** All registries that were ever made. @internal */
export const registries = new Set<Registry>()

/** Mappers whose properties are not initialised yet, of all registries. @internal */
export const pending = new Set<Mapper>()

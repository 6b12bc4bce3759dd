/** A session as attributes see one: answers loads from values given beforehand, records what it is told. */
import { runSync, type Io } from '../../../src/engine/io.js'
import type { InstanceState } from '../../../src/orm/state/instance-state.js'
import { PASSIVE_NO_RESULT, SQL_OK } from '../../../src/orm/state/passive.js'
import type { SessionHooks } from '../../../src/orm/state/session-hooks.js'
import { instanceState } from '../../../src/orm/state/state-of.js'

export class FakeSession implements SessionHooks {
  readonly hashKey = 1
  readonly face = this
  readonly log: string[] = []
  readonly related = new Map<string, unknown>()
  readonly columns = new Map<string, unknown>()

  /** Makes an object persistent, as loading would. */
  attach<T extends object>(object: T, ...identity: unknown[]): T {
    const state = instanceState(object)
    state.key = state.mapper.identityKeyFromPrimaryKey(identity)
    state.session = this
    state.commitAll()
    return object
  }

  *loadAttributes(state: InstanceState, keys: readonly string[]): Io<void> {
    this.log.push(`refresh ${keys.join(',')}`)
    for (const key of keys) {
      if (this.columns.has(key)) state.impl(key).setCommittedValue(state, this.columns.get(key))
    }
  }

  *loadRelationship(state: InstanceState, key: string, passive: number): Io<unknown> {
    if (!(passive & SQL_OK)) return PASSIVE_NO_RESULT
    this.log.push(`load ${state.manager.className}.${key}`)
    return this.related.get(key) ?? null
  }

  implicitNow(): undefined {}

  runImplicit<T>(io: Io<T>): T {
    return runSync(io)
  }

  onModified(state: InstanceState): void {
    this.log.push(`modified ${state.manager.className}`)
  }

  cascadeInto(state: InstanceState, via: string): void {
    this.log.push(`cascade ${state.manager.className} via ${via}`)
  }

  onRelationshipChange(): void {}

  onHandedOut(): void {}

  expungeOrphan(state: InstanceState): boolean {
    this.log.push(`orphan ${state.manager.className}`)
    return state.pending
  }
}

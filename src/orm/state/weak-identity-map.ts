/**
 * The identity map that keeps no object alive; `sqlalchemy.orm.identity.WeakInstanceDict`. Objects with changes are
 * held by `modified`, new and deleted ones by the session.
 */
import { ArgumentError } from '../../errors.js'
import type { Held } from './class-identities.js'
import { IdentityMap } from './identity-map.js'
import type { InstanceState } from './instance-state.js'
import { WeakStates } from './weak-states.js'

/** Whether a session holds its clean objects. */
export type IdentityMapKind = 'strong' | 'weak'

/** @throws ArgumentError when there is no such kind. @internal */
export function newIdentityMap(kind: IdentityMapKind): IdentityMap {
  if (kind === 'strong') return new IdentityMap()
  if (kind === 'weak') return new WeakIdentityMap()
  throw new ArgumentError(`identityMap must be 'strong' or 'weak', not ${JSON.stringify(kind)}`)
}

class WeakIdentityMap extends IdentityMap {
  readonly #states: WeakStates

  constructor() {
    const states = new WeakStates()
    super(states)
    this.#states = states
  }

  protected override held(state: InstanceState): Held {
    return this.#states.referenceTo(state) as Held
  }

  protected override stateOf(held: Held | undefined): InstanceState | undefined {
    return (held as WeakRef<InstanceState> | undefined)?.deref()
  }

  protected override list(state: InstanceState): void {
    if (this.#states.isCrowded) {
      this.#states.sweep()
      this.reindex()
    }
    super.list(state)
  }
}

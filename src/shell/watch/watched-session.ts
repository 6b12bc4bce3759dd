/** The prompt's session: it also remembers which line of the user's made an object new, changed or deleted. */
import type { Io } from '../../engine/io.js'
import { Session } from '../../orm/session/session.js'
import type { SessionOptions } from '../../orm/session/session-options.js'
import type { InstanceState } from '../../orm/state/instance-state.js'
import { instanceState } from '../../orm/state/state-of.js'

export class WatchedSession extends Session {
  readonly #sites = new WeakMap<InstanceState, string>()
  readonly #captureSite: () => string | null

  constructor(options: SessionOptions, captureSite: () => string | null) {
    super(options)
    this.#captureSite = captureSite
  }

  /** The line that made an object what the next flush writes, e.g. `In[4]:2:11`; null where none is known. */
  siteOf(entity: object): string | null {
    return this.#sites.get(instanceState(entity)) ?? null
  }

  /** Called for the first change of a clean object. */
  override onModified(state: InstanceState): void {
    this.#note(state)
    super.onModified(state)
  }

  override saveState(state: InstanceState): void {
    if (!this.newStates.has(state)) this.#note(state)
    super.saveState(state)
  }

  override *deleteIo(object: object): Io<void> {
    this.#note(instanceState(object))
    yield* super.deleteIo(object)
  }

  #note(state: InstanceState): void {
    const site = this.#captureSite()
    if (site !== null) this.#sites.set(state, site)
  }
}

/** What a `Query` asks of the session it was made by. */
import type { Io } from '../../engine/io.js'
import type { LoadingSession } from '../loading/loading-session.js'
import type { Mapper } from '../mapping/mapper.js'

export interface QuerySession extends LoadingSession {
  /** Drives one call of the synchronous face. */
  run<T>(io: Io<T>): T
  /** `session.get()`. */
  getByIdentityIo(
    mapper: Mapper,
    identity: readonly unknown[],
    options: { readonly options?: readonly unknown[]; readonly populateExisting?: boolean },
  ): Io<object | null>
}

/** Asks the database something for the shell itself, in every state the session may be in. */
import { Connection } from '../../../engine/connection.js'
import { DBAPIError } from '../../../engine/statement-error.js'
import { isAborted } from '../../format/error.js'
import type { ShellContext } from '../command.js'

/**
 * On the connection of the open transaction, because only that one sees what it has done; where the transaction has
 * failed, on one that still answers. Looking does not begin a transaction of the session.
 */
export function lookAt<T>(
  { session, engine }: Pick<ShellContext, 'session' | 'engine'>,
  look: (connection: Connection) => T,
): T {
  if (!session.inTransaction() || !session.isActive)
    return session.bind instanceof Connection ? look(session.bind) : engine.connect(look)
  try {
    return look(session.connection())
  } catch (error) {
    if (error instanceof DBAPIError && (isAborted(error) || error.connectionInvalidated))
      return engine.connect(look)
    throw error
  }
}

/** Runs work in a session of its own, which knows no object yet and whose work is rolled back in the end. */
import type { Row } from '../../../engine/row.js'
import { Query } from '../../../orm/query/query.js'
import { Session } from '../../../orm/session/session.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { isEntity } from '../../format/entity.js'
import { valueOf, type ShellContext } from '../command.js'

/** Inside an open transaction it sees what that one has done; its own work goes back to a savepoint. */
export async function isolated<T>(
  { session, engine, log }: ShellContext,
  work: (scratch: Session) => Promise<T>,
): Promise<T> {
  const isInside = session.inTransaction() && session.isActive
  const connection = isInside ? session.connection() : engine.connect()
  const outer = await log.mute(() =>
    connection.inTransaction() ? connection.beginNested() : connection.begin(),
  )
  const scratch = new Session(connection, { joinTransactionMode: 'create_savepoint' })
  try {
    return await work(scratch)
  } finally {
    await log.mute(() => {
      scratch.close()
      outer.rollback()
      if (!isInside) connection.close()
    })
  }
}

/** The value of an expression; a statement or query is run for its rows. @throws what it throws */
export async function fetched(
  code: string,
  context: ShellContext,
  scratch: Session,
): Promise<unknown> {
  const value = await context.withSession(scratch, () => valueOf(code, context))
  // A query of the prompt's session would find its objects there.
  const statement = value instanceof Query ? value.statement : value
  if (!(statement instanceof ClauseElement)) return value
  const rows = scratch.execute(statement as never).all() as readonly Row[]
  return rows.every((row) => row.length === 1 && isEntity(row[0]))
    ? rows.map((row) => row[0])
    : rows
}

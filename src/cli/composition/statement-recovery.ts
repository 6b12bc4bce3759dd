/**
 * PostgreSQL refuses everything in a transaction after a statement has failed. At a prompt that is a slip, so the
 * transaction goes back to where the input found it, unless the input had written something before it failed: what
 * the session believes to be written must be there.
 */
import type { Connection } from '../../engine/connection.js'
import type { DriverConnection } from '../../engine/driver.js'
import type { Session } from '../../orm/session/session.js'
import { statements, type InputRecord } from '../../shell/watch/query-log.js'
import { isWrite } from '../../shell/watch/statement-kind.js'

const SAVEPOINT = 'orm_shell_input'

export class StatementRecovery {
  #marked: Connection | null = null

  /** Call before an input: marks the place in an open transaction, below everything that is logged. */
  begin(session: Session): void {
    this.#marked = connectionOf(session)
    if (
      this.#marked &&
      !attempt(this.#marked, (driver) => driver.execute(`SAVEPOINT ${SAVEPOINT}`, []))
    )
      this.#marked = null
  }

  /** Call after it. Answers whether the transaction was taken back to where the input began. */
  end(session: Session, input: InputRecord): boolean {
    const connection = connectionOf(session)
    if (!connection) return false
    const kinds = input.records.flatMap((it) => (it.kind === 'transaction' ? [it.transaction] : []))
    const isMarked = this.#marked === connection && kinds.length === 0
    if (!hasFailed(input)) {
      if (isMarked) attempt(connection, (driver) => driver.execute(`RELEASE ${SAVEPOINT}`, []))
      return false
    }
    if (!session.isActive || hasWritten(input)) return false
    if (isMarked)
      return attempt(connection, (driver) => driver.execute(`ROLLBACK TO ${SAVEPOINT}`, []))
    return kinds.join() === 'begin' && attempt(connection, beginAgain)
  }
}

function beginAgain(driver: DriverConnection): void {
  void driver.end('ROLLBACK')
  void driver.begin('BEGIN')
}

/** The connection of the open transaction, if it has one already and speaks to PostgreSQL. */
function connectionOf(session: Session): Connection | null {
  const { bind } = session
  if (!bind || bind.dialect.name !== 'postgresql') return null
  return session.getTransaction()?.connections.get(bind) ?? null
}

function hasFailed(input: InputRecord): boolean {
  return statements(input).some(({ outcome }) => outcome?.error !== undefined)
}

function hasWritten(input: InputRecord): boolean {
  return statements(input).some(({ sql, outcome }) => isWrite(sql) && outcome?.error === undefined)
}

/** Where the connection does not answer any more there is nothing to be taken back. */
function attempt(connection: Connection, work: (driver: DriverConnection) => unknown): boolean {
  try {
    work(connection.driverConnection)
    return true
  } catch {
    return false
  }
}

/** The statements a piece of code sends to SQLite, as text with collapsed white space; transaction events left out. */
import type { Session } from 'orm-shell'
import { recordStatements } from '../../helpers/expect-statements.js'

export function statementsOf(session: Session, work: () => unknown): string[] {
  return recordStatements(session, () => void work())
    .map(({ sql }) => sql.replace(/\s+/g, ' ').trim())
    .filter((sql) => !/^(BEGIN|COMMIT|ROLLBACK)/.test(sql))
}

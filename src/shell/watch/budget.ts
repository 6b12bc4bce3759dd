/** Stops an input at the statement that is one too many: what it would have been is in the error. */
import type { Engine } from '../../engine/engine.js'
import { OrmError } from '../../errors.js'
import { shortSql } from '../format/short-sql.js'
import { findNPlusOne } from './n-plus-one.js'
import { statements, type QueryLog } from './query-log.js'
import { transactionControl } from './statement-kind.js'

/** Raised in place of sending the statement. */
export class BudgetExceeded extends OrmError {
  override readonly code = 'shell/budget-exceeded'
}

const SQL_WIDTH = 60

/** @param allowed asked before each statement; 0 is any number */
export function guardBudget(engine: Engine, log: QueryLog, allowed: () => number): void {
  engine.events.listen('beforeCursorExecute', (...call: readonly unknown[]) => {
    const [limit, sql] = [allowed(), String(call[2])]
    const input = log.running
    if (limit === 0 || !input || transactionControl(sql) !== null) return
    const sent = statements(input).length
    if (sent < limit) return
    const [finding] = findNPlusOne(input)
    const hint = finding
      ? `${finding.path.join(' → ')} is loaded object by object: .n1 says what fixes it`
      : '.log shows them; .budget off lifts the limit'
    throw new BudgetExceeded(`${limit} statements were the budget: ${shortSql(sql, SQL_WIDTH)}`, {
      hint,
    })
  })
}

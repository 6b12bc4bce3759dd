/** Commands about transactions, and about what may be written. */
import type { Command } from '../command.js'
import { confirm, sandbox } from './safety.js'
import { begin, commit, rollback, savepoint } from './transaction.js'

export const TRANSACTIONS: readonly Command[] = [
  begin,
  savepoint,
  commit,
  rollback,
  sandbox,
  confirm,
]

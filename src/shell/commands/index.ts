/** Every command of the shell, in the order `.help` lists them. */
import type { Command } from './command.js'
import { diff } from './state/diff.js'
import { echo } from './statements/echo.js'
import { exit } from './shell/exit.js'
import { explain } from './statements/explain.js'
import { help } from './help.js'
import { model, models } from './looking/models.js'
import { n1 } from './statements/n1.js'
import { py } from './shell/py.js'
import { reload } from './shell/reload.js'
import { schema } from './looking/schema.js'
import { sql } from './statements/sql.js'
import { expire, refresh, revert } from './state/acting.js'
import { cascade } from './state/cascade.js'
import { flush } from './state/flush.js'
import { identity } from './state/identity.js'
import { deleted, dirty, pending } from './state/lists.js'
import { state } from './state/state.js'
import { states } from './state/states.js'
import { confirm, sandbox } from './transaction/safety.js'
import { begin, commit, rollback } from './transaction/transaction.js'

export const COMMANDS: readonly Command[] = [
  help,
  models,
  model,
  schema,
  states,
  state,
  identity,
  pending,
  dirty,
  deleted,
  diff,
  refresh,
  expire,
  revert,
  flush,
  cascade,
  sql,
  echo,
  explain,
  py,
  n1,
  begin,
  commit,
  rollback,
  sandbox,
  confirm,
  reload,
  exit,
]

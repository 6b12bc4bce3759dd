/** Every command of the shell, in the order `.help` lists them. */
import type { Command } from './command.js'
import { diff } from './diff.js'
import { echo } from './echo.js'
import { exit } from './exit.js'
import { explain } from './explain.js'
import { help } from './help.js'
import { model, models } from './models.js'
import { n1 } from './n1.js'
import { py } from './py.js'
import { reload } from './reload.js'
import { schema } from './schema.js'
import { sql } from './sql.js'
import { states } from './states.js'
import { begin, commit, rollback } from './transaction.js'

export const COMMANDS: readonly Command[] = [
  help,
  models,
  model,
  schema,
  states,
  diff,
  sql,
  echo,
  explain,
  py,
  n1,
  begin,
  commit,
  rollback,
  reload,
  exit,
]

/** Commands about statements: to run them, to watch them, to look back at them. */
import type { Command } from '../command.js'
import { replay } from '../shell/again.js'
import { budget, timing } from '../shell/set.js'
import { echo } from './echo.js'
import { explain } from './explain.js'
import { log } from './log.js'
import { n1 } from './n1.js'
import { sql } from './sql.js'

export const STATEMENTS: readonly Command[] = [sql, echo, timing, budget, log, replay, explain, n1]

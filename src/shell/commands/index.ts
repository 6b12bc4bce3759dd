/** Every command of the shell, in the order `.help` lists them. */
import type { Command } from './command.js'
import { help } from './help.js'
import { LOOKING } from './looking/index.js'
import { RESULTS } from './results/index.js'
import { RUNS } from './runs/index.js'
import { SHELL } from './shell/index.js'
import { STATE } from './state/index.js'
import { STATEMENTS } from './statements/index.js'
import { TRANSACTIONS } from './transaction/index.js'

export const COMMANDS: readonly Command[] = [
  ...LOOKING,
  ...STATE,
  ...TRANSACTIONS,
  ...STATEMENTS,
  ...RUNS,
  ...RESULTS,
  help,
  ...SHELL,
]

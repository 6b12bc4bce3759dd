/** Commands about the shell itself. */
import type { Command } from '../command.js'
import { edit } from './again.js'
import { exit } from './exit.js'
import { history, load, save } from './inputs.js'
import { py } from './py.js'
import { connect, reload } from './reload.js'
import { set } from './set.js'
import { tips } from './tips.js'

export const SHELL: readonly Command[] = [
  py,
  set,
  history,
  edit,
  save,
  load,
  connect,
  reload,
  tips,
  exit,
]

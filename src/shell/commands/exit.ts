/** `.exit`: leaves the shell; the front end asks first when work would be lost. */
import type { Command } from './command.js'

export const exit: Command = {
  name: '.exit',
  aliases: ['.quit', '\\q'],
  summary: 'Leave; asks first when changes are not flushed or not committed',
  run: (_argument, context) => {
    context.requestExit()
    return []
  },
}

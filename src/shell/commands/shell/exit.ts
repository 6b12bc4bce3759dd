/** `.exit`: leaves the shell; the front end asks first when work would be lost. */
import type { Command } from '../command.js'

export const exit: Command = {
  name: '.exit',
  aliases: ['.quit', '\\q'],
  topic: 'the shell',
  summary: 'Leave; asks first where work would be lost',
  examples: ['.exit', '\\q'],
  run: (_argument, context) => {
    context.requestExit()
    return []
  },
}

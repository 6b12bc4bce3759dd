/** `.echo`: prints each statement while it runs, as the engine's log does. */
import { say, UsageError, type Command } from '../command.js'

export const echo: Command = {
  name: '.echo',
  topic: 'statements',
  usage: '[on|off]',
  summary: 'Print statements while they run',
  completes: ['on', 'off'],
  run: (argument, context) => {
    if (argument === '') return say(`echo is ${context.echo.mode}`)
    if (argument !== 'on' && argument !== 'off') throw new UsageError('.echo takes on or off')
    context.echo.mode = argument
    return say(`echo is ${argument}`, 'success')
  },
}

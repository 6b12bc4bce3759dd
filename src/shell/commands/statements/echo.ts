/** `.echo`: prints each statement while it runs, as the engine's log does, in one line, or in full. */
import { ECHO_MODES, type EchoMode } from '../../watch/echo-modes.js'
import { say, UsageError, type Command } from '../command.js'

export const echo: Command = {
  name: '.echo',
  topic: 'statements',
  usage: `[${ECHO_MODES.join('|')}]`,
  summary: 'Print statements while they run',
  detail: [
    'on: as SQLAlchemy logs them. compact: one line each, with the reason, the time, the rows and your line. full: the',
    'whole statement, its parameters, and the same facts. Repeats are collapsed in the receipt, not here.',
  ].join('\n'),
  examples: ['.echo compact', '.echo off', 'orm-shell --print-sql'],
  completes: ECHO_MODES,
  run: (argument, context) => {
    if (argument === '') return say(`echo is ${context.echo.mode}`)
    if (!isMode(argument)) throw new UsageError(`.echo takes ${ECHO_MODES.join(', ')}`)
    context.echo.mode = argument
    return say(`echo is ${argument}`, 'success')
  },
}

function isMode(text: string): text is EchoMode {
  return ECHO_MODES.includes(text as EchoMode)
}

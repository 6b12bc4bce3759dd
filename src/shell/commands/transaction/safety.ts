/** `.sandbox`: work that is rolled back in the end; `.confirm`: lets one input change a whole table where that is guarded. */
import { say, UsageError, type Command, type ShellContext } from '../command.js'

export const sandbox: Command = {
  name: '.sandbox',
  topic: 'transactions',
  usage: '[on|off]',
  summary: 'Work that is rolled back in the end, commits included',
  detail: [
    'Everything happens in one transaction that is rolled back when the sandbox is turned off and when the shell ends;',
    'a commit inside of it is a savepoint. What a rollback cannot undo stays: sequences, other connections, the world',
    'outside. On a server rows you change stay locked meanwhile: a sandbox nobody uses for a while is rolled back.',
  ].join('\n'),
  examples: ['.sandbox on', '.sandbox off', 'orm-shell --sandbox'],
  completes: ['on', 'off'],
  run: (argument, context) => {
    if (argument === '') return say(`sandbox is ${context.access.sandbox ? 'on' : 'off'}`)
    if (argument !== 'on' && argument !== 'off') throw new UsageError('.sandbox takes on or off')
    return turn(argument === 'on', context)
  },
}

function turn(on: boolean, { access, session }: ShellContext) {
  if (access.sandbox === on) return say(`sandbox is ${on ? 'on' : 'off'} already`, 'muted')
  const isDirty = session.inTransaction() && !access.sandbox
  if (on && (isDirty || !session.isClean()))
    throw new UsageError('there is work that is not committed', {
      hint: '.commit or .rollback first',
    })
  access.turnSandbox(on)
  return say(
    on
      ? 'sandbox on: everything from here on is rolled back in the end; session is new'
      : 'sandbox off: all of its work is rolled back; session is new',
    'success',
  )
}

export const confirm: Command = {
  name: '.confirm',
  topic: 'transactions',
  usage: '<database>',
  summary: 'Let the next input change all of a guarded table',
  detail: [
    'In a guarded environment (--env production --writable) an UPDATE or DELETE without WHERE, TRUNCATE and DROP are',
    'not sent until the database has been named.',
  ].join('\n'),
  examples: ['.confirm shop', '.sql update users set active = false'],
  run: (argument, { access }) => {
    if (!access.guard) return say('nothing is guarded here', 'muted')
    access.guard.confirm(argument)
    return say(`the next input may change whole tables of ${access.guard.database}`, 'warning')
  },
}

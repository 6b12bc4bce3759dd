/** `.once` and `.output`: results into a file; psql's `\\o` and `\\g`. */
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { attempt } from '../files.js'

export const once: Command = {
  name: '.once',
  aliases: ['\\g'],
  topic: 'results',
  usage: '<file>',
  summary: 'Put the next result into a file',
  detail:
    'Rows are written in the format the name says: .csv .json .jsonl .md .sql; anything else as it is printed.',
  examples: ['.once users.csv', 'session.query(User).all()'],
  completes: 'file',
  run: (argument, context) => open(argument, context, true),
}

export const output: Command = {
  name: '.output',
  aliases: ['\\o'],
  topic: 'results',
  usage: '[file]',
  summary: 'Put all results into a file, until .output alone',
  examples: ['.output report.txt', '.output'],
  completes: 'file',
  run: (argument, context) => {
    if (argument !== '') return open(argument, context, false)
    const { path } = context.outlet
    context.outlet.close()
    return say(
      path === null ? 'results go to the screen' : `${path} is complete; results go to the screen`,
    )
  },
}

function open(path: string, { outlet }: ShellContext, isOnce: boolean) {
  if (path === '')
    throw new UsageError('.once takes the name of a file', { hint: '.once users.csv' })
  attempt('write', path, (file) => outlet.open(file, { isOnce }))
  return say(isOnce ? `the next result goes to ${path}` : `results go to ${path}`, 'success')
}

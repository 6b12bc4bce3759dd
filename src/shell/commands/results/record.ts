/** `.record`: the sitting as a transcript in a file, while it goes on. */
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { attempt } from '../files.js'

export const record: Command = {
  name: '.record',
  topic: 'results',
  usage: '[file|off]',
  summary: 'Record the sitting into a transcript, until .record off',
  detail: [
    'Alone it says what is recorded. A file that is there already is added to. Passwords and redacted columns do not',
    'get into it. A Markdown file is a test from then on: orm-shell doctest replays it and says what differs.',
  ].join('\n'),
  examples: ['.record session.md', '.record', '.record off', 'orm-shell doctest session.md'],
  completes: { anyOf: [['off'], 'file'] },
  run: (argument, context) => {
    if (argument === '') return status(context)
    return argument === 'off' ? stop(context) : start(argument, context)
  },
}

function status({ recorder }: ShellContext) {
  return recorder.path === null
    ? say('nothing is recorded; .record session.md begins', 'muted')
    : say(`recording into ${recorder.path}: ${count(recorder.inputs)} so far`)
}

function stop({ recorder }: ShellContext) {
  const { path, inputs } = recorder
  if (path === null)
    throw new UsageError('nothing is recorded', { hint: '.record session.md begins' })
  recorder.close()
  return say(`${count(inputs)} → ${path}`, 'success')
}

function start(path: string, { recorder }: ShellContext) {
  const { path: before, inputs } = recorder
  attempt('write', path, (file) => recorder.open(file))
  const left = before === null ? [] : say(`${count(inputs)} → ${before}`, 'success')
  return [...left, ...say(`recording into ${path}, until .record off`, 'success')]
}

function count(inputs: number): string {
  return `${inputs} ${inputs === 1 ? 'input' : 'inputs'}`
}

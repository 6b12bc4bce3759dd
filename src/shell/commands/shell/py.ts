/** `.py`: Python in, TypeScript proposed as the next input. Knows nothing of the translator but its contract. */
import type { Output } from '../../format/output.js'
import { UsageError, type Command, type ShellContext } from '../command.js'
import { pythonIsComplete } from './python-input.js'

export const py: Command = {
  name: '.py',
  topic: 'the shell',
  usage: '<python>',
  summary: "Translates SQLAlchemy's Python to TypeScript; Enter runs it",
  detail: [
    'Takes Python on the same line or on the lines below, as typed or pasted; lines below and blocks end with an empty',
    'line. The TypeScript becomes the next input, to be changed or run with Enter. Where nobody can press Enter,',
    'in pipes and with -e, it is shown and run at once.',
  ].join('\n'),
  examples: ['.py session.query(User).filter(User.id > 5).all()'],
  isComplete: pythonIsComplete,
  run: translate,
}

async function translate(argument: string, context: ShellContext): Promise<readonly Output[]> {
  if (argument.trim() === '')
    throw new UsageError('There is no Python to translate', {
      hint: '.py session.query(User).filter(User.id > 5).all()',
    })
  const { code, left } = await context.translate(argument)
  context.propose(code.trimEnd())
  return left.map(({ line, construct, reason }) => ({
    kind: 'text',
    text: `line ${line}: ${construct.split('\n')[0] ?? ''}: ${reason}`,
    tone: 'warning',
  }))
}

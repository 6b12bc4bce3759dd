/** `.replay` and `.edit`: an earlier input once more, as it was or changed in the user's editor. */
import type { InputRecord } from '../../watch/query-log.js'
import { UsageError, type Command, type ShellContext } from '../command.js'

export const replay: Command = {
  name: '.replay',
  topic: 'statements',
  usage: '[input]',
  summary: 'Make an earlier input the next one, to change or run it',
  examples: ['.replay', '.replay 3'],
  run: (argument, context) => {
    const input = chosen(argument, context, '.replay')
    if (!input) throw new UsageError('there is no input yet', { hint: '.history lists them' })
    context.propose(input.code)
    return []
  },
}

export const edit: Command = {
  name: '.edit',
  aliases: ['.editor', '\\e'],
  topic: 'the shell',
  usage: '[input]',
  summary: 'Change the last or an earlier input in $EDITOR',
  detail: [
    'What is saved stands at the prompt for a last look; Enter runs it. $VISUAL goes before $EDITOR. Ctrl-X Ctrl-E does the',
    'same with what is being typed.',
  ].join('\n'),
  examples: ['.edit', '.edit 3', '\\e'],
  run: (argument, context) => {
    const input = chosen(argument, context, '.edit')
    if (!context.edit)
      throw new UsageError('.edit needs a terminal to run an editor in', {
        hint: '.replay runs an input again; .save and .load go through a file',
      })
    context.edit(input?.code ?? '')
    return []
  },
}

/** The input of a number, or the last; those that only bring others are none. */
function chosen(argument: string, { log }: ShellContext, name: string): InputRecord | undefined {
  const [, number] = /^(?:In\[)?(\d+)\]?$/.exec(argument) ?? []
  if (argument !== '' && number === undefined)
    throw new UsageError(`${name} takes the number of an input`, { hint: `${name} 3` })
  const inputs = log.inputs.filter(({ code }) => !/^(\.replay|\.edit|\\e)\b/.test(code))
  if (number === undefined) return inputs.at(-1)
  const input = inputs.find((it) => it.number === Number(number))
  if (!input) throw new UsageError(`there is no In[${number}]`, { hint: '.history lists them' })
  return input
}

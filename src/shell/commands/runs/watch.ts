/** `.watch`: an expression again and again, with what it answers each time, until it is interrupted. */
import { setTimeout } from 'node:timers/promises'
import type { Output } from '../../format/output.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { fetched, isolated } from './isolated.js'

export const watch: Command = {
  name: '.watch',
  aliases: ['\\watch'],
  topic: 'statements',
  usage: '<seconds> [x<times>] <code>',
  summary: 'Run an expression every few seconds, until Ctrl-C',
  detail: [
    'Each time in a session of its own, so that what others have committed is seen; a statement or query is run for its',
    'rows. With x5 it ends after five times.',
  ].join('\n'),
  examples: ['.watch 2 session.query(Post).count()', '.watch 0.5 x10 select(func.count(Job.id))'],
  run: (argument, context) => repeated(argument, context),
}

async function repeated(argument: string, context: ShellContext): Promise<readonly Output[]> {
  const [, seconds = '', times, code = ''] =
    /^(\d+(?:\.\d+)?)s?\s+(?:x(\d+)\s+)?([^]+)$/.exec(argument) ?? []
  if (seconds === '' || Number(seconds) === 0)
    throw new UsageError('.watch takes seconds and an expression', {
      hint: '.watch 2 session.query(Post).count()',
    })
  const last = times === undefined ? Infinity : Number(times)
  const { running } = context.log
  for (let time = 1; time <= last; time++) {
    const value = await context.keepingVariables(() =>
      isolated(context, (scratch) => fetched(code, context, scratch)),
    )
    // Ctrl-C gives the prompt back without waiting for this loop.
    if (context.log.running !== running) return []
    const clock = new Date().toTimeString().slice(0, 8)
    const shown = context.show(value)
    const blocks = [...say(`${clock} · every ${seconds} s`, 'muted'), ...shown]
    blocks.forEach((block) => context.print(block))
    if (time < last) await setTimeout(Number(seconds) * 1000)
    if (context.log.running !== running) return []
  }
  return []
}

/** `.flush` sends what changed; `.flush --preview` shows the SQL it would send, and sends nothing. */
import { rehearseFlush } from '../../../orm/session/operations/rehearse-flush.js'
import { say, UsageError, type Answer, type Command, type ShellContext } from '../command.js'
import { previewBlocks } from './preview.js'

export const flush: Command = {
  name: '.flush',
  aliases: ['.flush? --preview'],
  topic: 'state of the session',
  usage: '[--preview [--read]]',
  summary: 'Send changes to the database, or preview the SQL of it',
  detail: [
    'With --preview nothing is sent and nothing is loaded: the statements of the flush are shown in their order, with',
    'parameters; ‹posts.id 1› stands for a key that the database will make. What the flush would have to read first',
    'is shown as a SELECT; what it finds may add statements. With --read those SELECTs are sent.',
  ].join('\n'),
  examples: ['.flush --preview', '.flush?', '.flush'],
  completes: ['--preview', '--read'],
  run: (argument, context) => {
    if (argument === '--preview') return preview(context, false)
    if (argument === '--preview --read') return preview(context, true)
    if (argument !== '') throw new UsageError('.flush takes nothing or --preview')
    return send(context)
  },
}

function preview({ session, engine }: ShellContext, reads: boolean): Answer {
  if (session.isClean()) return { output: say('nothing to flush', 'muted'), value: [] }
  const { statements, error } = rehearseFlush(session, engine, { reads })
  return { output: previewBlocks(statements, error), value: statements }
}

function send({ session }: ShellContext): Answer {
  const counts = [
    [session.new.size, 'new'],
    [[...session.dirty].filter((entity) => session.isModified(entity)).length, 'changed'],
    [session.deleted.size, 'deleted'],
  ] as const
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  if (said.length === 0) return say('nothing to flush', 'muted')
  session.flush()
  return say(`flushed: ${said.join(', ')}; .commit keeps it, .rollback undoes it`, 'success')
}

/** `.diff`: what a flush would write, or what changed from one input to another, old value to new. */
import { entityBlock } from '../../format/entity.js'
import type { Output } from '../../format/output.js'
import { combined, type InputChanges } from '../../watch/journal.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { withSite } from './lists.js'

export const diff: Command = {
  name: '.diff',
  topic: 'state of the session',
  usage: '[input [input]]',
  summary: 'What a flush would write, or what inputs changed',
  detail: [
    'Alone: everything a flush would write, old value to new. With the number of an input: what it changed in the',
    'session, by itself or by a refresh. With two: what changed after the first up to the second.',
  ].join('\n'),
  examples: ['.diff', '.diff 7', '.diff 3 7'],
  run: (argument, context) => (argument === '' ? changes(context) : between(argument, context)),
}

function changes(context: ShellContext): readonly Output[] {
  const { session } = context
  const dirty = [...session.dirty].filter((entity) => session.isModified(entity))
  const blocks = [
    ...[...session.new].map((entity) =>
      withSite(entity, entityBlock(entity, { only: 'set' }), context),
    ),
    ...dirty.map((entity) => withSite(entity, entityBlock(entity, { only: 'changed' }), context)),
    ...[...session.deleted].map((entity) =>
      withSite(entity, entityBlock(entity, { only: 'set', deleted: true }), context),
    ),
  ]
  return blocks.length > 0 ? blocks : say('nothing to flush', 'muted')
}

function between(argument: string, { journal }: ShellContext): readonly Output[] {
  const [, first = '', second] =
    /^(?:In\[)?(\d+)\]?(?:[\s.]+(?:In\[)?(\d+)\]?)?$/.exec(argument) ?? []
  if (first === '')
    throw new UsageError('.diff takes the numbers of one or two inputs', { hint: '.diff 3 7' })
  const [from, to] =
    second === undefined ? [Number(first) - 1, Number(first)] : [Number(first), Number(second)]
  const entries = journal.entries.filter(({ input }) => input > from && input <= to)
  if (entries.length === 0) return say('nothing is known of these inputs', 'muted')
  return report(combined(entries))
}

function report(found: Omit<InputChanges, 'input'>): readonly Output[] {
  const { changes: list } = found
  const table: Output = {
    kind: 'table',
    columns: ['object', 'attribute', 'before', 'after'].map((title) => ({
      title,
      align: 'left',
      wrap: true,
    })),
    rows: list.map(({ object, attribute, before, after }) => [
      { text: object, type: 'key' },
      { text: attribute },
      before,
      after,
    ]),
    footer: '',
  }
  const facts = summary(found)
  return [...(list.length > 0 ? [table] : []), ...say(facts === '' ? 'no changes' : facts, 'muted')]
}

function summary({
  came,
  left,
  loaded,
  expired,
  changes: list,
}: Omit<InputChanges, 'input'>): string {
  const parts = [
    list.length > 0 ? `${list.length} ${list.length === 1 ? 'value' : 'values'} changed` : '',
    came.length > 0 ? `came: ${counted(came)}` : '',
    left.length > 0 ? `left: ${counted(left)}` : '',
    loaded > 0 ? `${loaded} ${loaded === 1 ? 'attribute' : 'attributes'} loaded` : '',
    expired > 0 ? `${expired} expired` : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** `3 Post, 1 User`. */
function counted(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
}

/** `.diff`: what a flush would write, attribute by attribute, old value to new. */
import { entityBlock } from '../format/entity.js'
import type { Output } from '../format/output.js'
import { say, type Command, type ShellContext } from './command.js'

export const diff: Command = {
  name: '.diff',
  summary: 'What a flush would write, old value to new',
  run: (_argument, context) => changes(context),
}

function changes({ session }: ShellContext): readonly Output[] {
  const dirty = [...session.dirty].filter((entity) => session.isModified(entity))
  const blocks = [
    ...[...session.new].map((entity) => entityBlock(entity, { only: 'set' })),
    ...dirty.map((entity) => entityBlock(entity, { only: 'changed' })),
    ...[...session.deleted].map((entity) => entityBlock(entity, { only: 'set', deleted: true })),
  ]
  return blocks.length > 0 ? blocks : say('nothing to flush', 'muted')
}

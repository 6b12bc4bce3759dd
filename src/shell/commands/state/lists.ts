/** `.pending`, `.dirty`, `.deleted`: what the next flush inserts, updates and deletes, and which line asked for it. */
import { entityBlock, type EntityBlockOptions } from '../../format/entity.js'
import type { EntityBlock, Output } from '../../format/output.js'
import { say, type Answer, type Command, type ShellContext } from '../command.js'

export const pending: Command = {
  name: '.pending',
  topic: 'state of the session',
  summary: 'New objects: what a flush would insert',
  detail: 'Objects that were added and not flushed, with the line that added them.',
  examples: ["session.add(new Tag({ name: 'x' }))", '.pending', '$.pending().value'],
  run: (_argument, context) =>
    list([...context.session.new], context, { only: 'set', none: 'no new objects' }),
}

export const dirty: Command = {
  name: '.dirty',
  topic: 'state of the session',
  summary: 'Changed objects: what a flush would update',
  detail:
    'Attributes with old and new value, members that collections gained and lost, and the line of the first change.',
  examples: ["session.get(Post, 1).title = 'New'", '.dirty', '.revert session.get(Post, 1) title'],
  run: (_argument, context) => {
    const { session } = context
    const changed = [...session.dirty].filter((entity) => session.isModified(entity))
    return list(changed, context, { only: 'changed', none: 'no changed objects' })
  },
}

export const deleted: Command = {
  name: '.deleted',
  topic: 'state of the session',
  summary: 'Objects marked for deletion by the next flush',
  examples: ['session.delete(session.get(Tag, 1))', '.deleted', '.cascade session.get(Post, 1)'],
  run: (_argument, context) =>
    list([...context.session.deleted], context, {
      only: 'set',
      deleted: true,
      none: 'no objects marked for deletion',
    }),
}

interface ListOptions extends EntityBlockOptions {
  readonly none: string
}

/** Objects printed in full before it says how many more there are. */
const SHOWN = 20

function list(
  entities: readonly object[],
  context: ShellContext,
  { none, ...options }: ListOptions,
): Answer {
  if (entities.length === 0) return { output: say(none, 'muted'), value: [] }
  const blocks = entities
    .slice(0, SHOWN)
    .map((entity) => withSite(entity, entityBlock(entity, options), context))
  const more = entities.length > SHOWN ? say(`first ${SHOWN} of ${entities.length}`, 'muted') : []
  return { output: [...blocks, ...more], value: entities }
}

/** The block with the line that made the object what it is. */
export function withSite(entity: object, block: EntityBlock, context: ShellContext): Output {
  const site = context.siteOf(entity)
  if (site === null) return block
  const verb =
    block.state === 'deleted' ? 'marked' : block.state === 'pending' ? 'added' : 'changed'
  return { ...block, origin: `${verb} at ${site}` }
}

/** `.refresh`, `.expire`, `.revert`: reads objects again, forgets what is loaded, takes changes back. */
import type { Session } from '../../../orm/session/session.js'
import type { InstanceState } from '../../../orm/state/instance-state.js'
import { instanceState } from '../../../orm/state/state-of.js'
import { entityName } from '../../format/entity.js'
import { nearest } from '../../../util/nearest.js'
import type { Output } from '../../format/output.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import { objectsOf, splitWords } from './objects.js'
import { revertAttribute, revertObject } from './revert.js'

export const refresh: Command = {
  name: '.refresh',
  topic: 'state of the session',
  usage: '<object> [attribute…]',
  summary: 'Read an object, or some attributes of it, again',
  detail: 'One SELECT for each object. Changes of it that were not flushed are lost, and named.',
  examples: ['.refresh post', '.refresh post title authorId'],
  run: (argument, context) =>
    each('.refresh', argument, context, ({ session }, entity, keys) => {
      const lost = changedKeys(instanceState(entity)).filter(
        (key) => keys.length === 0 || keys.includes(key),
      )
      session.refresh(entity, keys.length > 0 ? keys : undefined)
      return `refreshed${lost.length > 0 ? `; changes lost: ${lost.join(', ')}` : ''}`
    }),
}

export const expire: Command = {
  name: '.expire',
  topic: 'state of the session',
  usage: '<object>|all [attribute…]',
  summary: 'Forget what is loaded; the next access reads it again',
  detail:
    'Runs no SQL. Changes that were not flushed are lost, and named. With all: every object of the session.',
  examples: ['.expire post', '.expire post title', '.expire all'],
  run: (argument, context) =>
    argument === 'all' ? expireAll(context.session) : expireEach(argument, context),
}

function expireEach(argument: string, context: ShellContext): Promise<readonly Output[]> {
  return each('.expire', argument, context, ({ session }, entity, keys) => {
    const lost = changedKeys(instanceState(entity))
    session.expire(entity, keys)
    return `expired${lost.length > 0 ? `; changes lost: ${lost.join(', ')}` : ''}`
  })
}

function expireAll(session: Session): readonly Output[] {
  const lost = session.dirty.size
  session.expireAll()
  const said = lost > 0 ? `; ${lost} had changes, which are lost` : ''
  return say(`${session.identityMap.size} objects expired${said}`, 'success')
}

export const revert: Command = {
  name: '.revert',
  aliases: ['.undo'],
  topic: 'state of the session',
  usage: '<object>|all [attribute…]',
  summary: 'Take changes back that were not flushed',
  detail: [
    'Attributes get the value they were loaded with, collections their members; a new object leaves the session, one',
    'marked for deletion is kept. With names: only those attributes. Runs no SQL.',
  ].join('\n'),
  examples: ['.revert post', '.revert post title', '.revert all'],
  run: (argument, context) =>
    argument === 'all' ? revertAll(context.session) : revertEach(argument, context),
}

function revertEach(argument: string, context: ShellContext): Promise<readonly Output[]> {
  return each('.revert', argument, context, ({ session }, entity, keys) => {
    if (keys.length === 0) return revertObject(session, entity)
    const reverted = keys.filter((key) => revertAttribute(session, entity, key))
    return reverted.length > 0
      ? `${reverted.join(', ')} reverted`
      : 'no change of it that was not flushed'
  })
}

function revertAll(session: Session): readonly Output[] {
  const entities = [...session.deleted, ...session.dirty, ...session.new]
  if (entities.length === 0) return say('nothing to revert', 'muted')
  return entities.flatMap((entity) => {
    const name = entityName(entity)
    return say(`${name}: ${revertObject(session, entity)}`, 'success')
  })
}

/** Does something with each object that an argument names, and says what. */
async function each(
  command: string,
  argument: string,
  context: ShellContext,
  work: (context: ShellContext, entity: object, keys: readonly string[]) => string,
): Promise<readonly Output[]> {
  if (argument === '')
    throw new UsageError(`${command} takes an object`, { hint: '.identity lists them' })
  const { code, words } = splitWords(argument)
  const entities = await objectsOf(code, context)
  return entities.flatMap((entity) => {
    words.forEach((key) => checkAttribute(entity, key))
    const name = entityName(entity)
    return say(`${name}: ${work(context, entity, words)}`, 'success')
  })
}

function checkAttribute(entity: object, key: string): void {
  const { manager, mapper } = instanceState(entity)
  if (manager.keys.includes(key)) return
  const near = nearest(key, manager.keys)
  throw new UsageError(`${mapper.className} has no attribute ${key}`, {
    hint: near ? `did you mean ${near}?` : `.model ${mapper.className} lists them`,
  })
}

function changedKeys(state: InstanceState): readonly string[] {
  if (state.key === null) return []
  return state.manager.keys.filter(
    (key) => state.committedState.has(key) && state.getHistory(key).hasChanges(),
  )
}

/** `.begin`, `.savepoint`, `.commit`, `.rollback`: the session's transaction by hand, its savepoints by name. */
import type { Session } from '../../../orm/session/session.js'
import type { SessionTransaction } from '../../../orm/session/session-transaction.js'
import { nearest } from '../../../util/nearest.js'
import { say, UsageError, type Command } from '../command.js'

export const begin: Command = {
  name: '.begin',
  topic: 'transactions',
  usage: '[nested]',
  summary: 'Begin a transaction, or a savepoint in it',
  detail:
    'A session begins by itself with its first statement; in an open transaction this is a savepoint.',
  examples: ['.begin', '.begin nested', '.commit', '.rollback'],
  completes: ['nested'],
  run: (argument, { session }) => {
    if (argument !== '' && argument !== 'nested')
      throw new UsageError('.begin takes nothing or nested', { hint: '.savepoint takes a name' })
    if (argument === 'nested' || session.inTransaction()) return mark(session, '')
    session.begin()
    return say('transaction begun', 'success')
  },
}

export const savepoint: Command = {
  name: '.savepoint',
  topic: 'transactions',
  usage: '[name]',
  summary: 'Mark a place in the transaction to go back to',
  detail:
    'Flushes first, so that what is there now stays there. .rollback NAME goes back to it, .commit NAME gives it up.',
  examples: ['.savepoint before', '.rollback before'],
  run: (argument, { session }) => {
    if (!/^[\w-]*$/.test(argument)) throw new UsageError('.savepoint takes one name')
    return mark(session, argument)
  },
}

export const commit: Command = {
  name: '.commit',
  topic: 'transactions',
  usage: '[savepoint|all]',
  summary: 'Flush and commit, or release the savepoint',
  detail:
    'With savepoints open the innermost is released, or the one that is named; all commits everything.',
  examples: ['.commit', '.commit before', '.commit all'],
  completes: ['all'],
  run: (argument, { session }) => {
    if (!session.inTransaction()) return say('nothing to commit: no transaction is open', 'muted')
    const before = changes(session)
    const ended = end(session, argument, (transaction) => transaction.commit())
    if (ended === null) session.commit()
    return say(`${ended === null ? 'committed' : `${ended} released`}${before}`, 'success')
  },
}

export const rollback: Command = {
  name: '.rollback',
  topic: 'transactions',
  usage: '[savepoint|all]',
  summary: 'Roll back, or go back to the savepoint',
  detail:
    'With savepoints open back to the innermost, or to the one that is named; all rolls back everything.',
  examples: ['.rollback', '.rollback before', '.rollback all'],
  completes: ['all'],
  run: (argument, { session }) => {
    if (!session.inTransaction())
      return say('nothing to roll back: no transaction is open', 'muted')
    const before = changes(session)
    const ended = end(session, argument, (transaction) => transaction.rollback())
    if (ended === null) session.rollback()
    return say(
      `${ended === null ? 'rolled back' : `rolled back to the ${ended}`}${before}`,
      'success',
    )
  },
}

const names = new WeakMap<SessionTransaction, string>()

function mark(session: Session, name: string) {
  if (!session.inTransaction()) session.begin()
  const transaction = session.beginNested()
  if (name !== '') names.set(transaction, name)
  const word = name === '' ? '' : ` ${name}`
  return say(
    `savepoint${word} begun: .commit${word} releases it, .rollback${word} goes back to it`,
    'success',
  )
}

/** Ends savepoints from the innermost to the one that is meant, and says which; null: the transaction itself is meant. */
function end(
  session: Session,
  name: string,
  work: (transaction: SessionTransaction) => void,
): string | null {
  const open = openSavepoints(session)
  const index = name === '' ? 0 : open.findIndex((each) => names.get(each) === name)
  if (name !== '' && name !== 'all' && index < 0) throw unknown(name, open)
  const ending = name === 'all' ? open : open.slice(0, index + 1)
  ending.forEach(work)
  const outermost = ending.at(-1)
  if (name === 'all' || outermost === undefined) return null
  return `savepoint ${names.get(outermost) ?? ''}`.trim()
}

/** The innermost first. */
function openSavepoints(session: Session): readonly SessionTransaction[] {
  const open: SessionTransaction[] = []
  for (let each = session.getNestedTransaction(); each; each = each.parent)
    if (each.nested) open.push(each)
  return open
}

function unknown(name: string, open: readonly SessionTransaction[]): UsageError {
  const known = open.map((each) => names.get(each)).filter((each) => each !== undefined)
  const near = nearest(name, known)
  return new UsageError(`there is no savepoint ${name}`, {
    hint: near
      ? `did you mean ${near}?`
      : known.length > 0
        ? `open are ${known.join(', ')}`
        : '.savepoint marks one',
  })
}

/** ` (1 new, 2 changed)`: what was pending when the command was given. */
function changes(session: Session): string {
  const parts = [
    [session.new.size, 'new'],
    [session.dirty.size, 'changed'],
    [session.deleted.size, 'deleted'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return said.length > 0 ? ` (${said.join(', ')})` : ''
}

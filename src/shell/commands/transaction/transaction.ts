/** `.begin`, `.commit`, `.rollback`: the session's transaction by hand. */
import type { Session } from '../../../orm/session/session.js'
import { say, UsageError, type Command } from '../command.js'

export const begin: Command = {
  name: '.begin',
  aliases: ['.savepoint nested'],
  topic: 'transactions',
  usage: '[nested]',
  summary: 'Begin a transaction, or a savepoint in it',
  completes: ['nested'],
  run: (argument, { session }) => {
    if (argument !== '' && argument !== 'nested')
      throw new UsageError('.begin takes nothing or nested')
    const nested = argument === 'nested' || session.inTransaction()
    if (nested) session.beginNested()
    else session.begin()
    return say(
      nested
        ? 'savepoint begun: .commit releases it, .rollback goes back to it'
        : 'transaction begun',
      'success',
    )
  },
}

export const commit: Command = {
  name: '.commit',
  topic: 'transactions',
  summary: 'Flush and commit, or release the savepoint',
  run: (_argument, { session }) => {
    if (!session.inTransaction()) return say('nothing to commit: no transaction is open', 'muted')
    const before = changes(session)
    const nested = session.getNestedTransaction()
    if (nested) nested.commit()
    else session.commit()
    return say(`${nested ? 'savepoint released' : 'committed'}${before}`, 'success')
  },
}

export const rollback: Command = {
  name: '.rollback',
  topic: 'transactions',
  summary: 'Roll back, or go back to the savepoint',
  run: (_argument, { session }) => {
    if (!session.inTransaction())
      return say('nothing to roll back: no transaction is open', 'muted')
    const before = changes(session)
    const nested = session.getNestedTransaction()
    if (nested) nested.rollback()
    else session.rollback()
    return say(`${nested ? 'rolled back to the savepoint' : 'rolled back'}${before}`, 'success')
  },
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

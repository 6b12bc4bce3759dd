/** `.reload`: the model files again; `.reset`: another session; `.connect`: another database in the same sitting. */
import { say, UsageError, type Command } from '../command.js'

export const reload: Command = {
  name: '.reload',
  topic: 'the shell',
  summary: 'Load the model files again, with a new session',
  detail: 'Classes are new, so objects of the old ones stay with the old session, which ends.',
  examples: ['.reload'],
  run: (_argument, context) =>
    context.reload
      ? context.reload()
      : say('these models were not loaded from files: nothing to reload', 'muted'),
}

export const reset: Command = {
  name: '.reset',
  topic: 'state of the session',
  summary: 'A new session: rolls back, and forgets every object',
  detail:
    'Variables stay; objects they hold are detached from now on. Settings and models stay as they are.',
  examples: ['.reset'],
  run: (_argument, { session, reset: renew }) => {
    const lost = session.new.size + session.dirty.size + session.deleted.size
    const said = lost > 0 ? `; ${lost} ${lost === 1 ? 'change is' : 'changes are'} lost` : ''
    renew()
    return say(`session is new${said}`, 'success')
  },
}

export const connect: Command = {
  name: '.connect',
  aliases: ['\\c'],
  topic: 'the shell',
  usage: '<connection|url> [--discard]',
  summary: 'Another database, in the same sitting',
  detail: [
    'A connection of the configuration file by its name, a URL, or a SQLite file. The session ends, the models are loaded',
    'again (or made from the tables), variables stay. Where work would be lost it refuses: .commit or .rollback first, or',
    'say --discard. When the database does not answer, everything stays as it is.',
  ].join('\n'),
  examples: ['.connect staging', '.connect sqlite:///dev.db', '\\c live'],
  completes: (before) => (before === '' ? { anyOf: ['connection', 'file'] } : ['--discard']),
  run: (argument, context) => {
    const target = argument.replace(/(^|\s+)--discard\b/, '').trim()
    if (target === '' || /\s/.test(target))
      throw new UsageError('.connect takes the name of a connection, a URL or a file', {
        hint: '.conn says where you are',
      })
    return context.connect(target, { discard: /(^|\s)--discard\b/.test(argument) })
  },
}

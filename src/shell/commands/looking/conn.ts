/** `.conn`: which database this is, through which driver, and what may be done to it. */
import type { Output } from '../../format/output.js'
import type { Command, ShellContext } from '../command.js'
import { lookAt } from './look.js'

export const conn: Command = {
  name: '.conn',
  aliases: ['\\conninfo'],
  topic: 'looking around',
  summary: 'The database, the driver, the pool, and what is allowed',
  detail:
    'With the version of the server, the isolation level and the state of the transaction; never the password.',
  examples: ['.conn'],
  run: (_argument, context) => context.log.mute(() => [describe(context)]),
}

const VERSION: Readonly<Record<string, string>> = {
  sqlite: 'select sqlite_version()',
  postgresql: 'show server_version',
}

function describe(context: ShellContext): Output {
  const { engine, session, access } = context
  const { url, dialect, driver, pool } = engine
  const { version, isolation } = serverFacts(context)
  const facts: readonly (readonly [string, string])[] = [
    ['url', url.render({ hidePassword: true })],
    ['server', `${dialect.name} ${version}`.trim()],
    ['driver', driver],
    ['pool', pool.status()],
    ['isolation', isolation],
    ['transaction', transaction(session)],
    ['environment', access.environment ?? 'none named'],
    [
      'access',
      access.readOnly
        ? 'read-only'
        : access.sandbox
          ? 'sandbox: rolled back in the end'
          : 'read and write',
    ],
  ]
  return {
    kind: 'table',
    columns: ['connection', ''].map((title) => ({ title, align: 'left', wrap: title === '' })),
    rows: facts.map(([name, text]) => [{ text: name }, { text }]),
    footer: '',
  }
}

function serverFacts(context: ShellContext) {
  const sql = VERSION[context.engine.dialect.name]
  return lookAt(context, (connection) => ({
    version: sql === undefined ? '' : String(connection.execDriverSql(sql).scalar()),
    isolation: connection.getIsolationLevel(),
  }))
}

function transaction(session: ShellContext['session']): string {
  if (!session.isActive) return 'failed: .rollback ends it'
  if (session.inNestedTransaction()) return 'savepoint open'
  return session.inTransaction() ? 'open' : 'none'
}

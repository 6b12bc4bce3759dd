/** `--ping`: whether the database answers, what it is, and how long that took. */
import { text } from '../sql/elements/literals.js'
import { openDatabase } from './composition/database.js'
import { exitCode } from './exit-code.js'
import { writeAll } from './streams.js'

/** What each database says about itself. */
const VERSION: Readonly<Record<string, string>> = {
  sqlite: "SELECT 'SQLite ' || sqlite_version()",
  postgresql: "SELECT 'PostgreSQL ' || current_setting('server_version')",
}

/**
 * @returns the exit code
 * @throws ConnectionFailedError when nobody answers
 */
export async function ping(
  url: string | null,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): Promise<number> {
  const startedAt = performance.now()
  const engine = openDatabase(url)
  try {
    const question = text(VERSION[engine.dialect.name] ?? 'SELECT 1')
    const version = engine.connect((connection) => connection.scalar(question))
    const took = (performance.now() - startedAt).toFixed(1)
    const where = engine.url.render({ hidePassword: true })
    await writeAll(stdout, `${where} · ${String(version)} · ${took} ms\n`)
    return exitCode.ok
  } finally {
    engine.dispose()
  }
}

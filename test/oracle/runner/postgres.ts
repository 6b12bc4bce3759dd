/**
 * A PostgreSQL server for the judge, the one the tests use: started by the main process when an area needs it, asked
 * for a new database by the processes of areas, one for each scenario.
 */
import { connect } from 'node:net'
import { createAsyncEngine } from 'orm-shell'
import type { TestProject } from 'vitest/node'
import { setup, teardown } from '../../helpers/postgres-server.js'

let port: Promise<number> | null = null

/** Where databases are to be had; the server itself starts with the first request. */
export function openBroker(): Promise<number> {
  return (port ??= startBroker())
}

/** The set-up tells its port to whoever provides a place for it. */
async function startBroker(): Promise<number> {
  let told = 0
  const provide = (_key: string, value: number): void => void (told = value)
  await setup({ provide } as unknown as TestProject)
  return told
}

/** The URL of a new, empty database. */
export async function freshDatabase(broker: number): Promise<string> {
  const socket = connect(broker, '127.0.0.1').setEncoding('utf8')
  let text = ''
  for await (const chunk of socket) text += chunk
  const answer = JSON.parse(text) as { readonly url?: string; readonly error?: string }
  if (answer.url === undefined) throw new Error(answer.error ?? 'no database')
  return answer.url
}

/**
 * Sequences go on after the highest value of their columns, as after the recorder's preparation: rows of the
 * preparation have keys of their own, and the first generated one follows them.
 */
const ADVANCE_SEQUENCES = `
DO $$ DECLARE each record; BEGIN
  FOR each IN
    SELECT d.objid::regclass AS seq, d.refobjid::regclass AS tab, a.attname AS col
    FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
  LOOP
    EXECUTE format(
      'SELECT setval(%L, max(%I)) FROM %s HAVING max(%I) >= (SELECT last_value FROM %s)',
      each.seq, each.col, each.tab, each.col, each.seq);
  END LOOP;
END $$`

/** Silent: through an engine of its own, which nobody watches. */
export async function advanceSequences(url: string): Promise<void> {
  const engine = createAsyncEngine(url)
  await engine.begin((connection) => connection.execDriverSql(ADVANCE_SEQUENCES))
  await engine.dispose()
}

export async function closeBroker(): Promise<void> {
  if (port !== null) await teardown()
}

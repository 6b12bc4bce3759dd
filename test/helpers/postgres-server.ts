/**
 * Vitest's global set-up: one PostgreSQL server for the whole run, started when the first test file asks for a
 * database and stopped at the end. Test files talk to it through `postgres.ts`; nobody else imports this.
 */
import { createServer, type Server } from 'node:net'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { listen, startCluster } from './postgres-cluster.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test file fetches the URL of a database of its own. */
    postgresBroker: number
  }
}

interface RunningServer {
  readonly adminUrl: string
  stop(): Promise<void>
}

let broker: Server | undefined
let server: Promise<RunningServer> | undefined
const created: string[] = []

/** Opens the broker; starting PostgreSQL waits for the first request. */
export async function setup(project: TestProject): Promise<void> {
  broker = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    createDatabase().then(
      (url) => socket.end(JSON.stringify({ url })),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    )
  })
  project.provide('postgresBroker', await listen(broker))
}

/** Drops what was created, stops what was started. */
export async function teardown(): Promise<void> {
  broker?.close()
  // A server that never came up was reported to whoever asked for it, and has cleaned up behind itself.
  const running = await server?.catch(() => undefined)
  if (running === undefined) return
  if (process.env['ORM_SHELL_TEST_PG_URL']) await dropDatabases(running.adminUrl)
  await running.stop()
}

async function createDatabase(): Promise<string> {
  server ??= startServer()
  const { adminUrl } = await server
  const name = `orm_shell_${process.pid}_${created.length + 1}`
  created.push(name)
  await asAdmin(adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function dropDatabases(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    for (const name of created) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function startServer(): Promise<RunningServer> {
  const given = process.env['ORM_SHELL_TEST_PG_URL']
  return given ? { adminUrl: given, stop: async () => {} } : await startCluster()
}

/**
 * Vitest's global set-up: one PostgreSQL server for the whole run, started when the first test file asks for a
 * database and stopped at the end. Test files talk to it through `postgres.ts`; nobody else imports this.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { loadEmbeddedPostgres } from './embedded-postgres.js'

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

const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
const local = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'max_prepared_transactions=20',
]

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
  if (given) return { adminUrl: given, stop: async () => {} }
  const home = await mkdtemp(join(tmpdir(), 'orm-shell-pg-'))
  await chmod(home, 0o755)
  const databaseDir = join(home, 'data')
  const port = await freePort()
  const EmbeddedPostgres = await loadEmbeddedPostgres(home)
  const log: string[] = []
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'orm',
    password: 'shell',
    authMethod: 'scram-sha-256',
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--no-sync', '--no-instructions'],
    postgresFlags: [...fast, ...local].flatMap((setting) => ['-c', setting]),
    // PostgreSQL refuses to run as root; containers usually are.
    createPostgresUser: process.getuid?.() === 0,
    onLog: (line) => log.push(String(line)),
    onError: (error) => log.push(String(error)),
  })
  const stop = async (): Promise<void> => {
    await cluster.stop()
    await rm(home, { recursive: true, force: true })
  }
  try {
    await cluster.initialise()
    await cluster.start()
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join('')}`)
  }
  return { adminUrl: `postgresql://orm:shell@127.0.0.1:${port}/postgres`, stop }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  const port = await listen(probe)
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function listen(target: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    target.once('error', reject)
    target.listen(0, '127.0.0.1', () => resolve((target.address() as AddressInfo).port))
  })
}

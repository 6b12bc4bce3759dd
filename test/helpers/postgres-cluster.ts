/**
 * Starts a PostgreSQL server from node_modules in a folder of its own. The run's common server is one
 * (`postgres-server.ts`); a test that needs other settings, such as TLS, starts another.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEmbeddedPostgres } from './embedded-postgres.js'

export interface ClusterOptions {
  /** Settings of `postgresql.conf`: `name=value`. */
  readonly settings?: (home: string) => readonly string[]
  /** Does what is left between `initdb` and the start. */
  readonly prepare?: (home: string, databaseDir: string) => Promise<void>
}

export interface Cluster {
  readonly port: number
  /** A folder that everybody may enter; gone after `stop()`. */
  readonly home: string
  /** The superuser's URL of database `postgres`. */
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

export async function startCluster({ settings, prepare }: ClusterOptions = {}): Promise<Cluster> {
  const home = await mkdtemp(join(tmpdir(), 'orm-shell-pg-'))
  await chmod(home, 0o755)
  const databaseDir = join(home, 'data')
  const port = await freePort()
  const EmbeddedPostgres = await loadEmbeddedPostgres(home)
  const log: string[] = []
  const all = [...fast, ...local, ...(settings?.(home) ?? [])]
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'orm',
    password: 'shell',
    authMethod: 'scram-sha-256',
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--no-sync', '--no-instructions'],
    postgresFlags: all.flatMap((setting) => ['-c', setting]),
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
    await prepare?.(home, databaseDir)
    await cluster.start()
  } catch (error) {
    await stop()
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join('')}`)
  }
  return { port, home, adminUrl: `postgresql://orm:shell@127.0.0.1:${port}/postgres`, stop }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  const port = await listen(probe)
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Listens on a free port of this machine; answers which. */
export function listen(target: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    target.once('error', reject)
    target.listen(0, '127.0.0.1', () => resolve((target.address() as AddressInfo).port))
  })
}

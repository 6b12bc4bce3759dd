/** TLS of PostgreSQL with libpq's meaning of `sslmode`, on a server of its own and for both drivers. */
import { chmodSync, chownSync, statSync } from 'node:fs'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAsyncEngine, createEngine, OperationalError } from '../../../src/index.js'
import { noOpenssl, TestAuthority, type KeyPair } from '../../helpers/certificates.js'
import { freshDatabase } from '../../helpers/postgres.js'
import { startCluster, type Cluster } from '../../helpers/postgres-cluster.js'

/** Who may come in how; the first line that fits decides. */
const rules = `
local all all trust
hostnossl all only_tls all reject
hostssl all only_plain all reject
hostssl all by_certificate all cert
hostnossl all by_certificate all reject
host all all all scram-sha-256
`

let cluster: Cluster
let files: { ca: string; other: string; client: KeyPair }

async function prepare(home: string, databaseDir: string): Promise<void> {
  const authority = new TestAuthority(home)
  const server = authority.sign('localhost', 'server')
  const { uid, gid } = statSync(databaseDir)
  for (const path of [server.cert, server.key]) chownSync(path, uid, gid)
  chmodSync(server.key, 0o600)
  files = {
    ca: authority.cert,
    other: new TestAuthority(home, 'other').cert,
    client: authority.sign('by_certificate', 'client'),
  }
  await writeFile(join(databaseDir, 'pg_hba.conf'), rules)
}

async function start(): Promise<void> {
  cluster = await startCluster({
    prepare,
    settings: (home) => [
      'ssl=on',
      `ssl_cert_file=${join(home, 'server.crt')}`,
      `ssl_key_file=${join(home, 'server.key')}`,
      `ssl_ca_file=${join(home, 'ca.crt')}`,
      `unix_socket_directories=${home}/data`,
    ],
  })
  const engine = createEngine(url())
  engine.begin((connection) => {
    for (const name of ['only_tls', 'only_plain', 'by_certificate'])
      connection.execDriverSql(`create role ${name} login password 'shell'`)
  })
  engine.dispose()
}

interface Target {
  readonly user?: string
  readonly host?: string
}

const url = (query = '', { user = 'orm', host = '127.0.0.1' }: Target = {}): string =>
  `postgresql://${user}:shell@${host}:${cluster.port}/postgres?${query}`

const question = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()'

/** Whether a connection is encrypted, as the server says. */
const drivers = {
  synchronous: async (target: string, connectArgs = {}): Promise<unknown> => {
    const engine = createEngine(target, { connectArgs })
    try {
      return engine.connect((connection) => connection.execDriverSql(question).scalar())
    } finally {
      engine.dispose()
    }
  },
  asynchronous: async (target: string, connectArgs = {}): Promise<unknown> => {
    const engine = createAsyncEngine(target, { connectArgs })
    try {
      return await engine.connect(async (connection) =>
        (await connection.execDriverSql(question)).scalar(),
      )
    } finally {
      await engine.dispose()
    }
  },
} as const

async function inEnvironment<T>(values: Record<string, string>, work: () => Promise<T>) {
  Object.assign(process.env, values)
  try {
    return await work()
  } finally {
    for (const name of Object.keys(values)) delete process.env[name]
  }
}

describe.skipIf(noOpenssl !== null)(`TLS${noOpenssl === null ? '' : ` (${noOpenssl})`}`, () => {
  beforeAll(start)
  afterAll(() => cluster.stop())

  describe.each(['synchronous', 'asynchronous'] as const)('with the %s driver', (kind) => {
    const encrypted = drivers[kind]

    const refusal = async (target: string): Promise<string> => {
      const error: unknown = await encrypted(target).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(OperationalError)
      return (error as Error).message
    }

    test.each([
      ['', true],
      ['sslmode=disable', false],
      ['sslmode=allow', false],
      ['sslmode=prefer', true],
      ['sslmode=require', true],
    ])(
      'the mode decides whether a server that can is spoken to encrypted: %j',
      async (query, is) => {
        expect(await encrypted(url(query))).toBe(is)
      },
    )

    test('allow goes over to TLS, and prefer to none, where the server insists', async () => {
      expect(await encrypted(url('sslmode=allow', { user: 'only_tls' }))).toBe(true)
      expect(await encrypted(url('sslmode=prefer', { user: 'only_plain' }))).toBe(false)
    })

    test('the other modes do not go over, and say what the server has against them', async () => {
      expect(await refusal(url('sslmode=disable', { user: 'only_tls' }))).toMatch(
        /^\(\w+\) connection to server at "127.0.0.1", port \d+ failed: FATAL: {2}pg_hba.conf rejects connection .* no encryption/,
      )
      expect(await refusal(url('sslmode=require', { user: 'only_plain' }))).toMatch(
        /FATAL: {2}pg_hba.conf rejects connection .* SSL encryption/,
      )
    })

    test('a refusal with and without TLS is told twice', async () => {
      const wrong = url('').replace(':shell@', ':wrong@')
      const said = await refusal(wrong)
      expect(said).toContain('FATAL:  password authentication failed for user "orm"')
      expect(await refusal(url('', { user: 'by_certificate' }))).toMatch(
        /FATAL: {2}connection requires a valid client certificate[^]*FATAL: {2}pg_hba.conf rejects/,
      )
    })

    test.each(['verify-ca', 'verify-full'])('%s needs a root certificate', async (mode) => {
      expect(await refusal(url(`sslmode=${mode}&sslrootcert=/nowhere/root.crt`))).toMatch(
        'failed: root certificate file "/nowhere/root.crt" does not exist\nEither provide the file',
      )
    })

    test('verify-ca looks at who signed, verify-full at the name as well', async () => {
      const root = `sslrootcert=${files.ca}`
      expect(await encrypted(url(`sslmode=verify-ca&${root}`))).toBe(true)
      expect(await encrypted(url(`sslmode=verify-full&${root}`, { host: 'localhost' }))).toBe(true)
      expect(await refusal(url(`sslmode=verify-full&${root}`))).toContain(
        'failed: server certificate for "localhost" does not match host name "127.0.0.1"',
      )
    })

    test('hostaddr is where to go, host what the certificate must say', async () => {
      const query = `sslmode=verify-full&sslrootcert=${files.ca}&hostaddr=127.0.0.1`
      expect(await encrypted(url(query, { host: 'localhost' }))).toBe(true)
      expect(await refusal(url(query, { host: 'db.example' }))).toContain(
        'at "db.example" (127.0.0.1), port',
      )
    })

    test.each(['require', 'verify-ca', 'verify-full'])(
      '%s refuses a server that another root signed, once a root is given',
      async (mode) => {
        const query = `sslmode=${mode}&sslrootcert=${files.other}`
        expect(await refusal(url(query, { host: 'localhost' }))).toMatch(
          /failed: SSL error: certificate verify failed \(/,
        )
      },
    )

    test('prefer speaks plainly to a server that it cannot verify', async () => {
      expect(await encrypted(url(`sslrootcert=${files.other}`))).toBe(false)
    })

    test('a client certificate lets in, its key must be private and fit', async () => {
      const user = { user: 'by_certificate' }
      const { cert, key } = files.client
      const own = `sslmode=require&sslcert=${cert}`
      chmodSync(key, 0o600)
      expect(await encrypted(url(`${own}&sslkey=${key}`, user))).toBe(true)
      expect(await refusal(url('sslmode=require', user))).toContain(
        'connection requires a valid client certificate',
      )
      expect(await refusal(url(`${own}&sslkey=/nowhere.key`, user))).toContain(
        'certificate present, but not private key file "/nowhere.key"',
      )
      const open = join(cluster.home, 'open.key')
      await copyFile(key, open)
      chmodSync(open, 0o644)
      expect(await refusal(url(`${own}&sslkey=${open}`, user))).toContain(
        `private key file "${open}" has group or world access`,
      )
      const other = join(cluster.home, 'ca.key')
      expect(await refusal(url(`${own}&sslkey=${other}`, user))).toContain(
        `could not load private key file "${other}": key values mismatch`,
      )
      expect(await refusal(url('sslmode=require&sslcert=/nowhere.crt', user))).toContain(
        'could not open certificate file "/nowhere.crt"',
      )
    })

    test('the environment says it for a URL that does not', async () => {
      const { cert, key } = files.client
      chmodSync(key, 0o600)
      const verified = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: files.ca }
      const own = { PGSSLMODE: 'require', PGSSLCERT: cert, PGSSLKEY: key }
      expect(await inEnvironment({ PGSSLMODE: 'disable' }, () => encrypted(url()))).toBe(false)
      expect(
        await inEnvironment({ PGSSLMODE: 'disable' }, () => encrypted(url('sslmode=require'))),
      ).toBe(true)
      expect(await inEnvironment(verified, () => refusal(url()))).toContain('does not match host')
      const certified = url('', { user: 'by_certificate' })
      expect(await inEnvironment(own, () => encrypted(certified))).toBe(true)
    })

    test('channel_binding=require wants the server to prove itself', async () => {
      expect(await encrypted(url('channel_binding=require'))).toBe(true)
      expect(await refusal(url('channel_binding=require&sslmode=disable'))).toContain(
        'channel binding required, but SSL not in use',
      )
    })

    test('connectArgs take the options, too, and Node own for TLS', async () => {
      expect(await encrypted(url(), { sslmode: 'disable' })).toBe(false)
      const ca = await readFile(files.ca, 'utf8')
      expect(await encrypted(url('', { host: 'localhost' }), { ssl: { ca } })).toBe(true)
    })

    test('a Unix socket is never encrypted', async () => {
      const socket = `host=${cluster.home}/data`
      const target = `postgresql://orm@/postgres?${socket}&port=${cluster.port}&sslmode=verify-full`
      expect((await encrypted(target)) ?? false).toBe(false)
    })

    // A server that somebody gives may have TLS.
    test.skipIf(process.env['ORM_SHELL_TEST_PG_URL'])(
      'a server without TLS is enough for prefer, and not for require',
      async () => {
        const plain = await freshDatabase()
        expect(await encrypted(plain)).toBe(false)
        expect(await refusal(`${plain}?sslmode=require`)).toMatch(
          /failed: server does not support SSL, but SSL was required/,
        )
      },
    )
  })
})

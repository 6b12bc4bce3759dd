/** Where connection options come from, on a real server: the URL, `connectArgs`, PG* variables, services, .pgpass. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { passwordFromFile } from '../../../src/dialects/postgresql/connect/password-file.js'
import { createAsyncEngine, createEngine, makeUrl, OperationalError } from '../../../src/index.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { freshDatabase } from '../../helpers/postgres.js'

let server: ReturnType<typeof makeUrl>
let folder: string
let passwordFile: string

beforeAll(async () => {
  server = makeUrl(await freshDatabase())
  folder = mkdtempSync(join(tmpdir(), 'orm-shell-options-'))
  passwordFile = join(folder, 'pgpass')
})

afterAll(() => rmSync(folder, { recursive: true }))

const before = { ...process.env }

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name]
  setEnvironment({ PGPASSFILE: passwordFile })
})

afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name]
  Object.assign(process.env, before)
})

const setEnvironment = (values: Record<string, string>) => Object.assign(process.env, values)

const port = () => String(server.port)
const facts = (extra: Record<string, string> = {}) => ({
  PGHOST: '127.0.0.1',
  PGPORT: port(),
  PGUSER: 'orm',
  PGDATABASE: server.database ?? '',
  ...extra,
})

function writePasswords(mode: number, ...lines: string[]): void {
  writeFileSync(passwordFile, lines.join('\n'))
  chmodSync(passwordFile, mode)
}

const current = 'select current_user, current_database(), current_setting($1)'

function ask(url: string, setting = 'application_name', connectArgs = {}): unknown[] {
  const engine = createEngine(url, { connectArgs })
  try {
    return [...engine.connect((c) => c.execDriverSql(current, [setting]).one())]
  } finally {
    engine.dispose()
  }
}

async function askLater(url: string, setting = 'application_name'): Promise<unknown[]> {
  const engine = createAsyncEngine(url)
  try {
    return await engine.connect(async (c) => [...(await c.execDriverSql(current, [setting])).one()])
  } finally {
    await engine.dispose()
  }
}

const caught = (work: () => unknown): Error => {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

describe('the environment', () => {
  test('is enough for a URL that says nothing, for both drivers', async () => {
    setEnvironment(facts({ PGPASSWORD: 'shell', PGAPPNAME: 'from the environment' }))
    const answer = ['orm', server.database, 'from the environment']
    expect(ask('postgresql://')).toEqual(answer)
    expect(await askLater('postgresql://')).toEqual(answer)
  })

  test('yields to the URL, and the URL to connectArgs', () => {
    setEnvironment(facts({ PGPASSWORD: 'shell', PGAPPNAME: 'a', PGPORT: '1' }))
    const url = `postgresql://127.0.0.1:${port()}/?application_name=b`
    expect(ask(url)[2]).toBe('b')
    expect(ask(url, 'application_name', { application_name: 'c' })[2]).toBe('c')
  })

  test('gives settings of the session', () => {
    setEnvironment(
      facts({ PGPASSWORD: 'shell', PGOPTIONS: '-c search_path=pg_catalog -c geqo=off' }),
    )
    expect(ask('postgresql://', 'search_path')[2]).toBe('pg_catalog')
    expect(ask('postgresql://', 'geqo')[2]).toBe('off')
    expect(ask('postgresql:///?options=-csearch_path%3Dmine,public', 'search_path')[2]).toBe(
      'mine,public',
    )
  })

  test('names a service, whose section gives the rest', async () => {
    const file = join(folder, 'services.conf')
    writeFileSync(
      file,
      `# ours\n[other]\nhost=nowhere\n[mine]\nhost=127.0.0.1\nport=${port()}\nuser=orm\npassword=shell\n` +
        `dbname=${server.database}\napplication_name=served\n[last]\nport=1\n`,
    )
    setEnvironment({ PGSERVICEFILE: file, PGSERVICE: 'mine', PGPORT: '1' })
    expect(ask('postgresql://')[2]).toBe('served')
    expect((await askLater('postgresql://?application_name=mine'))[2]).toBe('mine')
    expect(caught(() => ask('postgresql://?service=nosuch')).message).toMatch(
      /definition of service "nosuch" not found/,
    )
  })
})

describe('the password file', () => {
  const url = () => `postgresql://orm@127.0.0.1:${port()}/${server.database}`

  test('is read where nobody gives a password, for both drivers', async () => {
    writePasswords(0o600, '# a remark', `127.0.0.1:${port()}:*:orm:shell`)
    expect(ask(url())[0]).toBe('orm')
    expect((await askLater(url()))[0]).toBe('orm')
  })

  test('may be named in the URL', () => {
    writePasswords(0o600, '*:*:*:*:shell')
    setEnvironment({ PGPASSFILE: '/nowhere' })
    expect(ask(`${url()}?passfile=${encodeURIComponent(passwordFile)}`)[0]).toBe('orm')
  })

  test('that others may read is warned about and left alone', () => {
    writePasswords(0o644, '*:*:*:*:shell')
    const { result, warnings } = collectWarnings(() => caught(() => ask(url())))
    expect(warnings.map(({ message }) => message)).toEqual([
      `password file "${passwordFile}" has group or world access; permissions should be u=rw (0600) or less`,
    ])
    expect(result).toBeInstanceOf(OperationalError)
    expect(result.message).toMatch(/failed: fe_sendauth: no password supplied/)
  })

  test('is named when its password is wrong', () => {
    writePasswords(0o600, '*:*:*:*:wrong')
    expect(caught(() => ask(url())).message).toMatch(
      `FATAL:  password authentication failed for user "orm"\npassword retrieved from file "${passwordFile}"`,
    )
  })

  test('is matched field by field; the first line that fits counts', () => {
    const key = { host: 'a:b', port: 5432, database: '*', user: 'me' }
    const found = (...lines: string[]) => {
      writePasswords(0o600, ...lines)
      return passwordFromFile(passwordFile, key)
    }
    expect(found('*:*:*:*:one', '*:*:*:*:two')).toBe('one')
    expect(found('other:*:*:*:one', '*:5433:*:*:two', '*:*:*:you:three')).toBeNull()
    expect(found('a\\:b:5432:\\*:me:p\\:a\\\\ss:rest')).toBe('p:a\\ss')
    expect(found('a:b:5432:*:me:shifted')).toBeNull()
    expect(found('#*:*:*:*:remark', '*:*:*:*:', '*:*:*:*:spaced out ')).toBe('spaced out ')
  })
})

describe('where to connect', () => {
  test('hosts are tried in turn', () => {
    const credentials = `user=orm&password=shell&dbname=${server.database}`
    expect(ask(`postgresql:///?host=127.0.0.1:1&host=127.0.0.1:${port()}&${credentials}`)[0]).toBe(
      'orm',
    )
    expect(ask(`postgresql:///?host=127.0.0.1,localhost&port=1,${port()}&${credentials}`)[0]).toBe(
      'orm',
    )
    expect(
      caught(() => ask(`postgresql:///?host=127.0.0.1,localhost&port=1,2&${credentials}`)).message,
    ).toMatch(/"127.0.0.1", port 1 failed: [^]*"localhost" \((127.0.0.1|::1)\), port 2 failed: /)
  })

  test('a server of the wrong kind is not taken', () => {
    const url = `postgresql://orm:shell@127.0.0.1:${port()}/${server.database}`
    expect(caught(() => ask(`${url}?target_session_attrs=standby`)).message).toContain(
      'failed: server is not in hot standby mode',
    )
    expect(ask(`${url}?target_session_attrs=read-write`)[0]).toBe('orm')
    expect(ask(`${url}?target_session_attrs=prefer-standby`)[0]).toBe('orm')
  })

  test.each(['createEngine', 'createAsyncEngine'])(
    'a server that does not answer is given up in time: %s',
    async (kind) => {
      const silent = createServer(() => {})
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
      const { port: deaf } = silent.address() as AddressInfo
      const started = performance.now()
      const url = `postgresql://me:x@127.0.0.1:${deaf}/app?connect_timeout=1`
      const error =
        kind === 'createEngine' ? caught(() => ask(url)) : await askLater(url).catch((e) => e)
      expect(error).toBeInstanceOf(OperationalError)
      expect(error.message).toContain(`at "127.0.0.1", port ${deaf} failed: timeout expired`)
      expect(performance.now() - started).toBeLessThan(6_000)
      silent.close()
    },
  )
})

describe('a value that an option cannot have is an error that names both', () => {
  test.each([
    ['sslmode=foo', 'invalid sslmode value: "foo"'],
    ['port=x', 'invalid integer value "x" for connection option "port"'],
    ['port=99999', 'invalid port number: "99999"'],
    [
      'connect_timeout=soon',
      'invalid integer value "soon" for connection option "connect_timeout"',
    ],
    ['target_session_attrs=best', 'invalid target_session_attrs value: "best"'],
    ['ssl_min_protocol_version=TLSv9', 'invalid ssl_min_protocol_version value: "TLSv9"'],
    [
      'sslrootcert=system&sslmode=require',
      'weak sslmode "require" may not be used with sslrootcert=system (use "verify-full")',
    ],
    ['host=a,b&port=1,2,3', 'could not match 3 port numbers to 2 hosts'],
  ])('%s', (query, message) => {
    expect(() => ask(`postgresql:///?${query}`)).toThrow(message)
  })
})

/** Database URLs: parsing, rendering, mistakes, and passwords that are not shown. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createEngine } from '../../src/create-engine.js'
import { makeUrl, URL } from '../../src/engine/url.js'
import { ArgumentError } from '../../src/errors.js'

describe('makeUrl', () => {
  test.each([
    ['sqlite://', null],
    ['sqlite:///relative.db', 'relative.db'],
    ['sqlite:////absolute/file.db', '/absolute/file.db'],
    ['sqlite:///:memory:', ':memory:'],
    ['data/app.sqlite3', 'data/app.sqlite3'],
    ['/tmp/a b.db', '/tmp/a b.db'],
    ['app.sqlite', 'app.sqlite'],
  ])('reads %s', (text, database) => {
    expect(makeUrl(text)).toMatchObject({ drivername: 'sqlite', database, host: null })
  })

  test('a URL of a file is no path, whatever driver it names', () => {
    const { drivername, database } = makeUrl('sqlite+aiosqlite:///data/app.db')
    expect([drivername, database]).toEqual(['sqlite+aiosqlite', 'data/app.db'])
  })

  test('reads all parts of a server URL', () => {
    const url = makeUrl(
      'postgresql+pg://me:s%2Fecr%40t@db.example:5433/app?sslmode=require&a=1&a=2',
    )
    expect(url).toMatchObject({
      drivername: 'postgresql+pg',
      username: 'me',
      password: 's/ecr@t',
      host: 'db.example',
      port: 5433,
      database: 'app',
      query: { sslmode: 'require', a: ['1', '2'] },
    })
    expect([url.getBackendName(), url.getDriverName()]).toEqual(['postgresql', 'pg'])
    expect(makeUrl('postgres://h/d').drivername).toBe('postgresql')
    expect(makeUrl('postgresql://[::1]:5432/d')).toMatchObject({ host: '::1', port: 5432 })
    expect(makeUrl('postgresql:///d?host=/var/run/postgresql').query['host']).toBe(
      '/var/run/postgresql',
    )
  })

  test('renders what it read', () => {
    for (const text of [
      'sqlite://',
      'sqlite:///app.db',
      'sqlite:////abs.db',
      'postgresql://me:s%2Fecr%40t@h:5433/app?sslmode=require',
      'postgresql://[::1]/d',
    ]) {
      expect(makeUrl(text).render()).toBe(text)
      expect(makeUrl(makeUrl(text))).toBeInstanceOf(URL)
    }
  })

  test('never prints a password', () => {
    const url = makeUrl('postgresql://me:hush@h/d')
    for (const text of [
      String(url),
      inspect(url),
      JSON.stringify(url),
      inspect(createEngine(url)),
    ]) {
      expect(text).toContain('me:***@h/d')
      expect(text).not.toContain('hush')
    }
    expect(url.render({ hidePassword: false })).toContain('hush')
    expect(URL.create({ ...url }).render()).toBe('postgresql://me@h/d')
  })

  test('explains what is wrong without repeating it', () => {
    const bad = ['bogus', 'postgresql:me:hush@h', '://x']
    for (const text of bad) {
      expect(() => makeUrl(text)).toThrow('Could not parse SQLAlchemy URL from given URL string')
    }
    expect(() => makeUrl(5 as never)).toThrow('Expected string or URL object, got 5')
    expect(() => makeUrl('postgresql://me:pa/ss@h:x/d')).toThrow(/port/)
  })

  test('refuses a password whose end would pass for a host or a database', () => {
    for (const text of ['postgresql://me:hu@sh@h/d', 'postgresql://me:hu@s/h@h/d']) {
      let raised: unknown
      try {
        makeUrl(text)
      } catch (error) {
        raised = error
      }
      expect(raised).toBeInstanceOf(ArgumentError)
      expect((raised as ArgumentError).hint).toContain('@ is %40')
      expect(inspect(raised)).not.toMatch(/hu@|sh@|s\/h/)
    }
    expect(makeUrl('postgresql://me:hu%40sh@h/d').password).toBe('hu@sh')
    expect(makeUrl('sqlite:///a@b.db').database).toBe('a@b.db')
  })
})

describe('createEngine', () => {
  test('knows its dialects, drivers and options', () => {
    expect(() => createEngine('postgresql+nodriver://h/d')).toThrow(
      "Can't load plugin: sqlalchemy.dialects:postgresql.nodriver",
    )
    expect(() => createEngine('oracle://h/d')).toThrow(
      "Can't load plugin: sqlalchemy.dialects:oracle",
    )
    expect(() => createEngine('sqlite://', { nonsense: true } as never)).toThrow(
      /Invalid argument\(s\) 'nonsense'/,
    )
    expect(createEngine('postgresql+psycopg2://h/d').driver).toBe('pg')
  })

  test('chooses the pool by the database', () => {
    const poolOf = (url: string): string => createEngine(url).pool.constructor.name
    expect([poolOf('sqlite://'), poolOf('sqlite:///x.db'), poolOf('postgresql://h/d')]).toEqual([
      'SingletonThreadPool',
      'QueuePool',
      'QueuePool',
    ])
    expect(String(createEngine('sqlite://'))).toBe('Engine(sqlite://)')
  })
})

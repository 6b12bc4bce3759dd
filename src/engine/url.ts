/** Database URLs: parsing, rendering, and keeping passwords out of everything that is printed. */
import { inspect, isDeepStrictEqual } from 'node:util'
import { ArgumentError } from '../errors.js'

export interface URLFields {
  /** `sqlite`, `postgresql`, optionally with a driver: `postgresql+pg`. */
  readonly drivername: string
  readonly username?: string | null
  readonly password?: string | null
  readonly host?: string | null
  readonly port?: number | null
  readonly database?: string | null
  readonly query?: Readonly<Record<string, string | readonly string[]>>
}

type QueryValues = Readonly<Record<string, string | readonly string[]>>

interface AppendOptions {
  /** Keep the values that are there. */
  readonly append?: boolean
}

/**
 * A parsed database URL; immutable. Made with `makeUrl()` or `URL.create()`; `sqlalchemy.engine.URL`.
 *
 * @example
 * makeUrl('postgresql://me:secret@host/app').render({ hidePassword: true }) // 'postgresql://me:***@host/app'
 */
export class URL {
  readonly drivername: string
  readonly username: string | null
  readonly host: string | null
  readonly port: number | null
  readonly database: string | null
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly #password: string | null

  private constructor(fields: URLFields) {
    checkFields(fields)
    this.drivername = fields.drivername
    this.username = fields.username ?? null
    this.#password = fields.password ?? null
    this.host = fields.host ?? null
    this.port = fields.port ?? null
    this.database = fields.database ?? null
    this.query = Object.freeze({ ...fields.query })
    Object.freeze(this)
  }

  /**
   * A URL from its parts, which need no escaping.
   *
   * @example
   * URL.create({ drivername: 'sqlite', database: 'app.db' })
   */
  static create(fields: URLFields): URL {
    return new URL(fields)
  }

  get password(): string | null {
    return this.#password
  }

  /** The same URL with some parts replaced; null leaves a part as it is. */
  set(changes: Partial<URLFields>): URL {
    const given = Object.entries(changes).filter(([, value]) => value !== null)
    return new URL({ ...this.#fields(), ...(Object.fromEntries(given) as Partial<URLFields>) })
  }

  /** Whether both have the same parts, the password among them; SQLAlchemy's `==`. */
  equals(other: unknown): boolean {
    return other instanceof URL && isDeepStrictEqual(this.#fields(), other.#fields())
  }

  /** The dialect's name, without the driver. */
  getBackendName(): string {
    return this.drivername.split('+', 1)[0] ?? ''
  }

  /** The driver's name, or null when the URL leaves it to the dialect. */
  getDriverName(): string | null {
    return this.drivername.split('+')[1] ?? null
  }

  /** The URL as text; with `hidePassword` the password reads `***`. */
  render({ hidePassword = false }: { readonly hidePassword?: boolean } = {}): string {
    const database = this.database === null ? '' : `/${this.database}`
    const port = this.port === null ? '' : `:${this.port}`
    return `${this.drivername}://${this.#credentials(hidePassword)}${this.#renderHost()}${port}${database}${this.#renderQuery()}`
  }

  /** Like `render`, but the password is hidden unless that is turned off; `render_as_string`. */
  renderAsString({ hidePassword = true }: { readonly hidePassword?: boolean } = {}): string {
    return this.render({ hidePassword })
  }

  /** Every value of the query as a list. */
  get normalizedQuery(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      Object.entries(this.query).map(([key, value]) => [key, [value].flat()]),
    )
  }

  /** The same URL with some values of the query replaced, or with more of them. @example url.updateQueryDict({ sslmode: 'require' }) */
  updateQueryDict(values: QueryValues, { append = false }: AppendOptions = {}): URL {
    return this.updateQueryPairs(
      Object.entries(values).flatMap(([key, value]) =>
        [value].flat().map((each) => [key, each] as const),
      ),
      { append },
    )
  }

  /** As `updateQueryDict`, from pairs; a name may come more than once. */
  updateQueryPairs(
    pairs: Iterable<readonly [string, string]>,
    { append = false }: AppendOptions = {},
  ): URL {
    const query: Record<string, string | readonly string[]> = { ...this.query }
    const given = new Map<string, string[]>()
    for (const [key, value] of pairs) given.set(key, [...(given.get(key) ?? []), value])
    for (const [key, values] of given) {
      const all = append ? [...[query[key] ?? []].flat(), ...values] : values
      query[key] = all.length === 1 ? (all[0] as string) : all
    }
    return this.set({ query })
  }

  /** As `updateQueryDict`, from the text behind a question mark. */
  updateQueryString(text: string, options: AppendOptions = {}): URL {
    return this.updateQueryPairs(new URLSearchParams(text), options)
  }

  /** The same URL without some names of the query. */
  differenceUpdateQuery(names: Iterable<string>): URL {
    const gone = new Set(names)
    const kept = Object.entries(this.query).filter(([key]) => !gone.has(key))
    return this.set({ query: Object.fromEntries(kept) })
  }

  /** What a driver connects with, under the names it has for them. */
  translateConnectArgs(names: Readonly<Record<string, string>> = {}): Record<string, unknown> {
    const { host, database, username, password, port } = this
    const parts = Object.entries({ host, database, username, password, port })
    return Object.fromEntries(
      parts.flatMap(([key, value]) => (value === null ? [] : [[names[key] ?? key, value]])),
    )
  }

  /** Like SQLAlchemy's `str(url)`: never shows the password. */
  toString(): string {
    return this.render({ hidePassword: true })
  }

  toJSON(): string {
    return this.toString()
  }

  [inspect.custom](): string {
    return this.toString()
  }

  #fields(): URLFields {
    const { drivername, username, host, port, database, query } = this
    return { drivername, username, password: this.#password, host, port, database, query }
  }

  #credentials(hidePassword: boolean): string {
    if (this.username === null) return ''
    const user = quoted(this.username)
    if (this.#password === null) return `${user}@`
    return `${user}:${hidePassword ? '***' : quoted(this.#password)}@`
  }

  #renderHost(): string {
    if (this.host === null) return ''
    return this.host.includes(':') ? `[${this.host}]` : this.host
  }

  #renderQuery(): string {
    const sorted = Object.entries(this.query).sort(([left], [right]) => (left < right ? -1 : 1))
    const pairs = sorted.flatMap(([key, value]) =>
      [value].flat().map((item) => `${quotedPlus(key)}=${quotedPlus(item)}`),
    )
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`
  }
}

const TEXTS = ['drivername', 'username', 'password', 'host', 'database'] as const

/** @throws ArgumentError for parts of another kind than they have to be */
function checkFields(fields: URLFields): void {
  if (typeof fields !== 'object' || typeof fields.drivername !== 'string')
    throw new ArgumentError('drivername must be a string')
  for (const name of TEXTS) {
    const value: unknown = fields[name] ?? null
    if (value !== null && typeof value !== 'string')
      throw new ArgumentError(`${name} must be a string`)
  }
  const port: unknown = fields.port ?? null
  if (port !== null && !Number.isInteger(port)) throw new ArgumentError('port must be an integer')
  const values: readonly unknown[] = Object.values(fields.query ?? {}).flat()
  if (!values.every((value) => typeof value === 'string'))
    throw new ArgumentError('Query dictionary values must be strings or sequences of strings')
}

/** `urllib.parse.quote` with blanks and pluses left as they are. */
function quoted(text: string): string {
  return percentEncoded(text).replace(/%20/g, ' ').replace(/%2B/g, '+')
}

/** `urllib.parse.quote_plus`. */
function quotedPlus(text: string): string {
  return percentEncoded(text).replace(/%20/g, '+')
}

/** As Python does it, which leaves fewer characters alone than JavaScript. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const shape = new RegExp(
  '^(?<name>[\\w+-]+)://' +
    '(?:(?<username>[^:/]*)(?::(?<password>[^@]*))?@)?' +
    '(?:\\[(?<ipv6host>[^/?]+)\\]|(?<host>[^/:?@]+))?' +
    '(?::(?<port>[^/?]*))?' +
    '(?:/(?<database>[^?]*))?' +
    '(?:\\?(?<query>.*))?$',
  's',
)

const bareFile = /^(?![\w+]{2,}:).*\.(?:db|sqlite|sqlite3)$/s

/**
 * Parses a database URL; `sqlalchemy.make_url()`. A path that ends in `.db`, `.sqlite` or `.sqlite3` is a SQLite file.
 *
 * @throws ArgumentError when the text is no URL; the message never repeats the text, which may hold a password.
 * @example
 * makeUrl('sqlite:///app.db').database // 'app.db'
 */
export function makeUrl(source: string | URL): URL {
  if (source instanceof URL) return source
  if (typeof source !== 'string') {
    throw new ArgumentError(`Expected string or URL object, got ${inspect(source)}`)
  }
  if (source === ':memory:' || bareFile.test(source)) {
    return URL.create({ drivername: 'sqlite', database: source })
  }
  const parts = shape.exec(source)?.groups
  if (parts === undefined) throw unreadable()
  // What stands behind an unescaped @ would pass for host or database, and be printed as such.
  if (parts['password'] !== undefined && parts['database']?.includes('@')) throw unreadable()
  return fromParts(parts)
}

function fromParts(parts: Readonly<Record<string, string | undefined>>): URL {
  const name = parts['name'] ?? ''
  return URL.create({
    drivername: name.replace(/^postgres(?=\+|$)/, 'postgresql'),
    username: decode(parts['username']),
    password: decode(parts['password']),
    host: decode(parts['ipv6host'] ?? parts['host']),
    port: parsePort(parts['port']),
    database: decodeDatabase(name, parts['database']),
    query: parseQuery(parts['query'] ?? ''),
  })
}

/** A file name is taken as it is, a database name is percent-decoded. */
function decodeDatabase(name: string, database: string | undefined): string | null {
  if (database === undefined || name.startsWith('sqlite')) return database || null
  return decode(database) || null
}

function decode(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  const port = Number(text)
  if (!/^\d+$/.test(text)) {
    throw new ArgumentError('The port in the database URL is not a number', {
      hint: 'percent-encode special characters of the user name and password: / is %2F, @ is %40, : is %3A',
    })
  }
  return port
}

function parseQuery(text: string): Record<string, string | readonly string[]> {
  const query: Record<string, string | readonly string[]> = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const seen = query[key]
    query[key] = seen === undefined ? value : [seen, value].flat()
  }
  return query
}

function unreadable(): ArgumentError {
  return new ArgumentError('Could not parse SQLAlchemy URL from given URL string', {
    hint:
      'write dialect://user:password@host:port/database, e.g. sqlite:///app.db or postgresql://me@localhost/app; ' +
      'special characters of the password are percent-encoded: @ is %40, / is %2F',
  })
}

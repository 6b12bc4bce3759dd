/** The servers a connection may go to: hosts, addresses and ports are lists in libpq, tried in turn. */
import { existsSync } from 'node:fs'
import { ArgumentError } from '../../../errors.js'
import { choice, wholeNumber } from './option-values.js'
import type { ConnectOptions } from './options.js'

export interface Address {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  /** Where to connect when that is not what certificates and passwords are looked up by; `hostaddr`. */
  readonly hostAddress: string | null
  readonly port: number
  /** Nobody said where. */
  readonly isDefault: boolean
}

const defaultPort = 5432

/** Where servers are listening when nobody says where: Debian's folder, and PostgreSQL's own. */
const socketFolders = ['/var/run/postgresql', '/tmp']

/** @throws ArgumentError for a port that is none, or lists of different lengths */
export function planPlaces(options: ConnectOptions): readonly Address[] {
  const addresses = list(options['hostaddr'])
  const hosts = list(options['host'])
  const count = Math.max(hosts.length, addresses.length, 1)
  if (addresses.length > 0 && hosts.length > 0 && hosts.length !== addresses.length)
    throw new ArgumentError(
      `could not match ${hosts.length} host names to ${addresses.length} hostaddr values`,
    )
  const ports = list(options['port'])
  if (ports.length > 1 && ports.length !== count)
    throw new ArgumentError(`could not match ${ports.length} port numbers to ${count} hosts`)
  const places = Array.from({ length: count }, (_, index) =>
    placeOf(hosts[index] ?? '', addresses[index] || null, ports[index] ?? ports[0] ?? ''),
  )
  const balance = choice(options, 'load_balance_hosts', ['disable', 'random'], 'disable')
  return balance === 'random' ? shuffled(places) : places
}

function list(value: unknown): readonly string[] {
  if (value === undefined || value === '') return []
  return String(value).split(',')
}

function placeOf(given: string, hostAddress: string | null, givenPort: string): Address {
  // SQLAlchemy's own spelling of several hosts: ?host=first:5432&host=second:5433
  const both = /^([^/:]+):(\d+)$/.exec(given)
  const [host, portText] = both === null ? [given, givenPort] : [both[1] ?? '', both[2] ?? '']
  const port = parsePort(portText)
  if (host !== '' || hostAddress !== null)
    return { host: host || (hostAddress as string), hostAddress, port, isDefault: false }
  const folder = socketFolders.find((path) => existsSync(`${path}/.s.PGSQL.${port}`))
  return { host: folder ?? 'localhost', hostAddress: null, port, isDefault: true }
}

function parsePort(text: string): number {
  if (text === '') return defaultPort
  const port = wholeNumber('port', text)
  if (port > 0 && port < 65_536) return port
  throw new ArgumentError(`invalid port number: "${text}"`)
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

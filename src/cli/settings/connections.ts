/** Databases by name or URL: what the configuration file says of each, and which environment it belongs to. */
import { existsSync } from 'node:fs'
import { nearest } from '../../util/nearest.js'
import type { ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'
import type { ConfigFile, ConnectionSetting } from './define-config.js'

type Connection = Exclude<ConnectionSetting, string>
type Places = Pick<ShellConfig, 'connections' | 'environments' | 'everywhere' | 'writable'>

/** @throws UsageError that names the likely one */
export function namedConnection(name: string, { connections }: Places): Connection {
  const found = connections[name]
  if (found !== undefined) return typeof found === 'string' ? { url: found } : found
  const names = Object.keys(connections)
  const near = nearest(name, names)
  throw new UsageError(`there is no connection '${name}' in the configuration`, {
    hint:
      near !== null
        ? `did you mean '${near}'?`
        : names.length > 0
          ? `there are ${names.join(', ')}`
          : 'it has no connections',
  })
}

/** Where a database is and what may be done to it; what the flags ask for stays true everywhere. */
export function placeOf(
  connection: Omit<Connection, 'url'> & { readonly url: string | null },
  places: Places,
) {
  const { everywhere, environments, writable } = places
  const { url } = connection
  const own = connection.environment ?? environmentOf(url, environments)
  return {
    url,
    readOnly: everywhere.readOnly || (connection.readOnly === true && !writable),
    environment: own ?? everywhere.environment,
  }
}

/**
 * The settings of a shell at another database.
 *
 * @param target the name of a connection, a URL, or a SQLite file that is there
 * @throws UsageError for what is none of these
 */
export function configAt(config: ShellConfig, target: string): ShellConfig {
  const isUrl = /^[\w+]+:/.test(target) || existsSync(target)
  const connection =
    isUrl && config.connections[target] === undefined
      ? { url: target }
      : namedConnection(target, config)
  return { ...config, ...placeOf(connection, config), connection: isUrl ? null : target }
}

/** The first environment one of whose patterns is found in the URL. */
function environmentOf(
  url: string | null,
  environments: NonNullable<ConfigFile['environments']>,
): string | null {
  if (url === null) return null
  const fits = (pattern: string | RegExp): boolean =>
    typeof pattern === 'string' ? url.includes(pattern) : pattern.test(url)
  return Object.entries(environments).find(([, patterns]) => patterns.some(fits))?.[0] ?? null
}

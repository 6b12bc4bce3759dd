/** Flags and environment first, then the configuration file: what the shell is started with in the end. */
import { dirname, resolve } from 'node:path'
import { nearest } from '../../util/nearest.js'
import type { ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'
import { loadConfigFile, type ConfigFileHost, type LoadedConfigFile } from './config-file.js'
import type { ConfigFile, ConnectionSetting } from './define-config.js'

/** @throws UsageError for a file or a connection that is not there or not right */
export async function withConfigFile(
  config: ShellConfig,
  host: ConfigFileHost,
): Promise<ShellConfig> {
  const file = config.configFile === false ? null : await loadConfigFile(config.configFile, host)
  if (file !== null) return merged(config, file)
  if (config.connection === null) return config
  throw new UsageError(`--connection ${config.connection} needs a configuration file`, {
    hint: 'orm-shell init writes one',
  })
}

function merged(config: ShellConfig, { path, config: file }: LoadedConfigFile): ShellConfig {
  const named = connectionOf(config.connection, file)
  const url = named?.url ?? config.url ?? file.url ?? null
  const models = typeof file.models === 'string' ? [file.models] : (file.models ?? [])
  return {
    ...config,
    url,
    models:
      config.models.length > 0 ? config.models : models.map((each) => resolve(dirname(path), each)),
    echo: config.echo === 'off' ? (file.echo ?? 'off') : config.echo,
    readOnly: config.readOnly || (named?.readOnly === true && !config.writable),
    environment: config.environment ?? named?.environment ?? environmentOf(url, file),
  }
}

type Connection = Exclude<ConnectionSetting, string>

function connectionOf(name: string | null, { connections = {} }: ConfigFile): Connection | null {
  if (name === null) return null
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

/** The first environment one of whose patterns is found in the URL. */
function environmentOf(url: string | null, { environments = {} }: ConfigFile): string | null {
  if (url === null) return null
  const fits = (pattern: string | RegExp): boolean =>
    typeof pattern === 'string' ? url.includes(pattern) : pattern.test(url)
  return Object.entries(environments).find(([, patterns]) => patterns.some(fits))?.[0] ?? null
}

/** Flags and environment first, then the configuration file: what the shell is started with in the end. */
import { dirname, resolve } from 'node:path'
import type { ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'
import { loadConfigFile, type ConfigFileHost, type LoadedConfigFile } from './config-file.js'
import { namedConnection, placeOf } from './connections.js'

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
  const { connections = {}, environments = {} } = file
  const places = { ...config, connections, environments }
  const named = config.connection === null ? null : namedConnection(config.connection, places)
  const models = typeof file.models === 'string' ? [file.models] : (file.models ?? [])
  const beside = (each: string): string => resolve(dirname(path), each)
  const { environment, ...place } = placeOf(
    named ?? { url: config.url ?? file.url ?? null },
    places,
  )
  return {
    ...places,
    ...place,
    // Somebody at the keyboard knows better than a pattern, until another database is connected.
    environment: config.environment ?? environment,
    models: config.models.length > 0 ? config.models : models.map(beside),
    echo: config.echo === 'off' ? (file.echo ?? 'off') : config.echo,
    redact: [config.redact, ...(file.redact ?? [])].filter((each) => each !== '').join(','),
    theme: file.theme ?? config.theme,
    startup: file.startup === undefined ? null : beside(file.startup),
  }
}

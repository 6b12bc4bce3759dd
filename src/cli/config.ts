/** The settings of a shell, from flags and environment; every way to start one begins with them. */
import type { ThemeName } from '../shell/format/theme.js'
import type { EchoMode } from '../shell/watch/echo-modes.js'
import type { ConfigFile } from './settings/define-config.js'

export interface ShellConfig {
  /** `null`: a database in memory that lasts as long as the process. */
  readonly url: string | null
  readonly models: readonly string[]
  readonly echo: EchoMode
  readonly json: boolean
  readonly failOnN1: boolean
  readonly quiet: boolean
  /** Where this is: `production` is guarded. */
  readonly environment: string | null
  readonly readOnly: boolean
  readonly sandbox: boolean
  /** Lets a guarded environment be written to. */
  readonly writable: boolean
  /** The configuration file: named, found in this folder, or none. */
  readonly configFile: string | null | false
  /** One of its connections. */
  readonly connection: string | null
  /** Columns whose values are hidden, separated by commas. */
  readonly redact: string
  /** `null`: where the output is a terminal. */
  readonly color: boolean | null
  readonly theme: ThemeName
  /** A file whose inputs run before the first one. */
  readonly startup: string | null
  /** Whether the password is asked for, whatever the database says. */
  readonly askPassword: boolean
  /** The databases of the configuration file, for `.connect`. */
  readonly connections: NonNullable<ConfigFile['connections']>
  readonly environments: NonNullable<ConfigFile['environments']>
  /** What flags and environment ask for, whichever database it is. */
  readonly everywhere: { readonly readOnly: boolean; readonly environment: string | null }
}

export interface Flags {
  readonly url?: string
  readonly models?: readonly string[]
  readonly echo?: EchoMode
  readonly json?: boolean
  readonly failOnN1?: boolean
  readonly quiet?: boolean
  readonly env?: string
  readonly readOnly?: boolean
  readonly sandbox?: boolean
  readonly writable?: boolean
  readonly config?: string | boolean
  readonly connection?: string
  readonly redact?: string
  readonly color?: boolean
  readonly password?: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Flags win over the environment. */
export function readConfig(flags: Flags, env: Environment): ShellConfig {
  const everywhere = {
    readOnly: flags.readOnly ?? false,
    environment: flags.env ?? (env['ORM_SHELL_ENV'] || null),
  }
  return {
    ...everywhere,
    everywhere,
    url: flags.url ?? (env['DATABASE_URL'] || null),
    models: flags.models ?? [],
    echo: flags.echo ?? 'off',
    json: flags.json ?? false,
    failOnN1: flags.failOnN1 ?? false,
    quiet: flags.quiet ?? false,
    sandbox: flags.sandbox ?? false,
    writable: flags.writable ?? false,
    configFile:
      typeof flags.config === 'string' ? flags.config : flags.config === false ? false : null,
    connection: flags.connection ?? null,
    redact: flags.redact ?? '',
    color: flags.color === false ? false : colorFromEnvironment(env),
    theme: 'dark',
    startup: null,
    askPassword: flags.password ?? false,
    connections: {},
    environments: {},
  }
}

/** `FORCE_COLOR` over `NO_COLOR` over a terminal that has none. */
function colorFromEnvironment(env: Environment): boolean | null {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return env['TERM'] === 'dumb' ? false : null
}

/** Whether a stream gets colours under this configuration. */
export function wantsColor(config: ShellConfig, stream: { readonly isTTY?: boolean }): boolean {
  return config.color ?? stream.isTTY === true
}

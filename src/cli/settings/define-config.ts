/** What `orm-shell.config.ts` exports by default, and the function that types it. */

import type { ThemeName } from '../../shell/format/theme.js'
import type { EchoMode } from '../../shell/watch/echo-modes.js'

/** One database by name: its URL, or the URL with what else is true of it. */
export type ConnectionSetting =
  | string
  | {
      readonly url: string
      /** `production` is read-only unless `--writable`. */
      readonly environment?: string
      readonly readOnly?: boolean
    }

/** Flags and environment variables win over everything here. */
export interface ConfigFile {
  /** The database without `--url`, `--connection` and DATABASE_URL. */
  readonly url?: string
  /** Databases for `--connection NAME`. */
  readonly connections?: Readonly<Record<string, ConnectionSetting>>
  /** Files or folders with models, relative to the configuration file. */
  readonly models?: string | readonly string[]
  /** How much is printed of every statement while it runs. */
  readonly echo?: EchoMode
  /** Name of an environment → URLs that belong to it: texts they contain, or regular expressions. */
  readonly environments?: Readonly<Record<string, readonly (string | RegExp)[]>>
  /** Columns whose values are never shown: `['email', '*token*']`. */
  readonly redact?: readonly string[]
  /** Colours for a `dark` or a `light` terminal, or `mono` for none but bold and faint. */
  readonly theme?: ThemeName
  /** A file relative to the configuration file whose inputs, commands among them, run before the first one. */
  readonly startup?: string
}

/**
 * Types the configuration of a project; the file is `orm-shell.config.ts` (or `.mts`, `.js`, `.mjs`, `.json`).
 *
 * @param config what is the same whenever the shell starts in this folder
 * @returns the configuration as it is
 * @example
 * export default defineConfig({
 *   models: 'src/models',
 *   connections: { local: 'sqlite:///dev.db', live: { url: 'postgresql://db.example.org/shop', environment: 'production' } },
 * })
 */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config
}

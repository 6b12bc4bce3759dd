/**
 * The configuration file of a project: finds it, asks whether it may run, reads it. Code is loaded only when there is
 * one, so that a shell without a file starts as fast as ever.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { nearest } from '../../util/nearest.js'
import { THEMES } from '../../shell/format/theme.js'
import { ECHO_MODES } from '../../shell/watch/echo-modes.js'
import { UsageError } from '../errors.js'
import { defineConfig, type ConfigFile } from './define-config.js'
import { isTrusted, type TrustHost } from './trust.js'

const NAMES = ['ts', 'mts', 'js', 'mjs', 'json'].map((ending) => `orm-shell.config.${ending}`)

/** What each setting has to be; a slip in a configuration is told before anything runs. */
const EXPECTED: Readonly<Record<keyof ConfigFile, readonly [string, (value: unknown) => boolean]>> =
  {
    url: ['a text', isText],
    connections: ['an object: name → URL, or { url, environment, readOnly }', isConnections],
    models: ['a text or a list of texts', (value) => isText(value) || isTexts(value)],
    echo: [`one of ${ECHO_MODES.join(', ')}`, (value) => isOneOf(value, ECHO_MODES)],
    environments: [
      'an object: name → list of texts and regular expressions',
      (value) => isRecord(value) && Object.values(value).every(Array.isArray),
    ],
    redact: ['a list of texts', isTexts],
    theme: [`one of ${THEMES.join(', ')}`, (value) => isOneOf(value, THEMES)],
    startup: ['the name of a file', isText],
  }

const KEYS = Object.keys(EXPECTED)

export interface LoadedConfigFile {
  readonly path: string
  readonly config: ConfigFile
}

export interface ConfigFileHost extends TrustHost {
  readonly cwd: string
}

/**
 * @param named the file of `--config`, which needs no trust: it was asked for
 * @throws UsageError when it is not there, is not trusted, or says what it cannot say
 */
export async function loadConfigFile(
  named: string | null,
  host: ConfigFileHost,
): Promise<LoadedConfigFile | null> {
  const path = named === null ? findConfigFile(host.cwd) : resolve(host.cwd, named)
  if (path === null) return null
  if (!existsSync(path)) throw new UsageError(`there is no configuration file ${path}`)
  if (named === null && !(await isTrusted(path, host))) return null
  const config = await read(path, host.cwd)
  checkKeys(path, config)
  return { path, config }
}

function findConfigFile(cwd: string): string | null {
  return NAMES.map((name) => join(cwd, name)).find((path) => existsSync(path)) ?? null
}

async function read(path: string, cwd: string): Promise<ConfigFile> {
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8')) as ConfigFile
    const { loadModule } = await import('../load-models.js')
    // The shell may have been started by npx: the project need not have the package.
    const provided = { 'orm-shell/config': { defineConfig } }
    const module = (await loadModule(path, { cwd, provided })) as { readonly default?: ConfigFile }
    if (module.default !== undefined) return module.default
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`${path} cannot be read: ${reason}`, { cause })
  }
  throw new UsageError(`${path} exports no configuration`, {
    hint: "write: export default { url: 'sqlite:///dev.db', models: 'src/models' }",
  })
}

function checkKeys(path: string, config: unknown): void {
  if (typeof config !== 'object' || config === null)
    throw new UsageError(`${path} is no configuration: an object is expected`)
  for (const [key, value] of Object.entries(config)) {
    if (key in EXPECTED) {
      const [what, fits] = EXPECTED[key as keyof ConfigFile]
      if (value === undefined || fits(value)) continue
      throw new UsageError(`${path}: '${key}' has to be ${what}`)
    }
    const near = nearest(key, KEYS)
    throw new UsageError(`${path} has an unknown setting '${key}'`, {
      hint: near === null ? `it may have ${KEYS.join(', ')}` : `did you mean '${near}'?`,
    })
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOneOf(value: unknown, words: readonly string[]): boolean {
  return words.includes(value as string)
}

function isConnections(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.values(value).every((each) => isText(each) || (isRecord(each) && isText(each['url'])))
  )
}

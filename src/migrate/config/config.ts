/** The configuration of migrations: a file, values set by the program, and objects it hands to `env.ts`. */
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { standardOutput, type OutputBuffer } from '../output.js'
import type { ProvidedModules } from '../script/module-loader.js'
import { interpolated, parseIni, type IniSections } from './ini-file.js'

export interface ConfigOptions {
  /** The section of the file; default: `alembic`. */
  readonly iniSection?: string
  /** Where listings go. */
  readonly stdout?: OutputBuffer
  /** Where scripts of `--sql` go; default: `stdout`. */
  readonly outputBuffer?: OutputBuffer | null
  /** Where it is said what has been written. */
  readonly messages?: OutputBuffer
  /** Where it is said which migration runs. */
  readonly log?: OutputBuffer
  /** Objects for `env.ts`: `{ engine, metadata }`. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** What scripts import and is loaded already. */
  readonly modules?: ProvidedModules
  /** `-x` of the command line: for `context.getXArgument()`. */
  readonly xArguments?: readonly string[]
}

/**
 * `alembic.config.Config`.
 *
 * @example
 * const config = new Config('alembic.ini', { attributes: { engine, metadata: Base.metadata } })
 * command.upgrade(config, 'head')
 */
export class Config {
  readonly configFileName: string | null
  readonly iniSection: string
  readonly stdout: OutputBuffer
  readonly messages: OutputBuffer
  readonly log: OutputBuffer | null
  readonly modules: ProvidedModules
  readonly xArguments: readonly string[]
  outputBuffer: OutputBuffer | null
  /** Objects for `env.ts`. */
  readonly attributes: Record<string, unknown>
  #sections: IniSections | null = null

  /** @param file the configuration file; it need not exist before `init` */
  constructor(file: string | ConfigOptions | null = null, options: ConfigOptions = {}) {
    const all = typeof file === 'object' && file !== null ? file : options
    this.configFileName = typeof file === 'string' ? file : null
    this.iniSection = all.iniSection ?? 'alembic'
    this.stdout = all.stdout ?? standardOutput
    this.messages = all.messages ?? standardOutput
    this.log = all.log ?? null
    this.outputBuffer = all.outputBuffer ?? null
    this.attributes = { ...all.attributes }
    this.modules = all.modules ?? {}
    this.xArguments = all.xArguments ?? []
  }

  /** A value of the section, or null. */
  getMainOption(name: string, fallback: string | null = null): string | null {
    return this.getSectionOption(this.iniSection, name, fallback)
  }

  setMainOption(name: string, value: string): void {
    this.setSectionOption(this.iniSection, name, value)
  }

  removeMainOption(name: string): void {
    this.#section(this.iniSection)?.delete(name.toLowerCase())
  }

  getSectionOption(section: string, name: string, fallback: string | null = null): string | null {
    const values = this.#section(section)
    const value = values?.get(name.toLowerCase())
    if (value === undefined) return fallback
    return interpolated(value, (other) =>
      other === 'here' ? this.#here : (values?.get(other) ?? null),
    )
  }

  setSectionOption(section: string, name: string, value: string): void {
    const sections = this.#read()
    const values = sections.get(section) ?? new Map<string, string>()
    sections.set(section, values.set(name.toLowerCase(), value))
  }

  /** All values of a section. */
  getSection(name: string): Readonly<Record<string, string>> | null {
    const values = this.#section(name)
    if (values === undefined) return null
    return Object.fromEntries(
      [...values.keys()].map((key) => [key, this.getSectionOption(name, key) ?? '']),
    )
  }

  /** @internal `true`, `yes`, `on`, `1`. */
  getBooleanOption(name: string): boolean {
    return /^(?:true|yes|on|y|t|1)$/i.test(this.getMainOption(name) ?? '')
  }

  /** @internal Folders of scripts, where there are several. */
  getVersionLocations(): readonly string[] {
    const text = this.getMainOption('version_locations')
    if (text === null) return []
    const separators: Readonly<Record<string, string | RegExp>> = {
      os: delimiter,
      space: /\s+/,
      newline: '\n',
    }
    const name = this.getMainOption('path_separator')
    const separator = name === null ? /[\s,]+/ : (separators[name] ?? name)
    return text
      .split(separator)
      .map((each) => each.trim())
      .filter((each) => each !== '')
  }

  /** @internal A line of a listing. */
  printStdout(line: string): void {
    this.stdout.write(`${line}\n`)
  }

  /** @internal Says what is done, does it, and says how it ended. */
  status(action: string, work: () => void): void {
    this.messages.write(`${action} ... `)
    try {
      work()
    } catch (error) {
      this.messages.write(' FAILED\n')
      throw error
    }
    this.messages.write(' done\n')
  }

  get #here(): string {
    return this.configFileName === null ? resolve('.') : dirname(resolve(this.configFileName))
  }

  #section(name: string): Map<string, string> | undefined {
    return this.#read().get(name)
  }

  /** Read when it is first asked for: `init` writes it. */
  #read(): IniSections {
    if (this.#sections !== null) return this.#sections
    const path = this.configFileName
    const isThere = path !== null && existsSync(path)
    this.#sections = isThere ? parseIni(readFileSync(path, 'utf8'), path) : new Map()
    return this.#sections
  }
}

/** What a user may change about the shell while it runs, and what is remembered for the next one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { nearest } from '../util/nearest.js'
import { UsageError } from './commands/usage-error.js'

export interface SettingValues {
  /** How wide tables are shown: as records when they do not fit, always, or never. */
  readonly expanded: 'auto' | 'on' | 'off'
  /** Rows of a result that are shown. */
  readonly rows: number
  /** Whether each input ends with its time. */
  readonly timing: boolean
  /** Statements an input may run; 0 is any number. */
  readonly budget: number
  /** How the terminal's editor takes keys. */
  readonly 'editing-mode': 'emacs' | 'vi'
  /** Whether results that do not fit the screen open in the pager. */
  readonly pager: 'on' | 'off' | 'always'
  /** Columns whose values are hidden, separated by commas. */
  readonly redact: string
}

export type SettingName = keyof SettingValues

interface Setting {
  readonly about: string
  readonly isText?: boolean
  /** The words it takes; without them it is a number. */
  readonly words?: readonly string[]
}

export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  expanded: {
    about: 'tables as records: when they are too wide, always, never',
    words: ['auto', 'on', 'off'],
  },
  rows: { about: 'rows of a result that are shown' },
  timing: { about: 'the time of each input', words: ['on', 'off'] },
  budget: { about: 'statements an input may run; 0 is any number' },
  'editing-mode': { about: 'keys of the editor; .help keys lists them', words: ['emacs', 'vi'] },
  pager: {
    about: 'results in the pager: when they are higher than the screen, never, always',
    words: ['on', 'off', 'always'],
  },
  redact: { about: 'columns whose values are hidden: email,*token*', isText: true },
}

const DEFAULTS: SettingValues = {
  expanded: 'auto',
  rows: 50,
  timing: false,
  budget: 0,
  'editing-mode': 'emacs',
  pager: 'on',
  redact: '',
}

export class Settings {
  #values: SettingValues = DEFAULTS

  /** @param path where they are remembered; null: they are not */
  constructor(private readonly path: string | null = null) {
    if (path !== null) this.#values = { ...DEFAULTS, ...remembered(path) }
  }

  get values(): SettingValues {
    return this.#values
  }

  /** As it is typed. */
  text(name: SettingName): string {
    const value = this.#values[name]
    return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
  }

  /** @throws UsageError for a name or a value there is not */
  set(name: string, text: string): SettingName {
    const known = settingName(name)
    this.#values = { ...this.#values, [known]: parse(known, text) }
    return known
  }

  reset(name: string): SettingName {
    const known = settingName(name)
    this.#values = { ...this.#values, [known]: DEFAULTS[known] }
    return known
  }

  /** Remembers what differs from the defaults. Answers whether it could. */
  save(): boolean {
    if (this.path === null) return false
    const names = Object.keys(DEFAULTS) as SettingName[]
    const changed = names.filter((name) => this.#values[name] !== DEFAULTS[name])
    const data = Object.fromEntries(changed.map((name) => [name, this.text(name)]))
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
      writeFileSync(this.path, `${JSON.stringify(data, null, 2)}\n`, { mode: 0o600 })
      return true
    } catch {
      return false
    }
  }
}

/** @throws UsageError that names the likely one */
export function settingName(name: string): SettingName {
  if (name in SETTINGS) return name as SettingName
  const near = nearest(name, Object.keys(SETTINGS))
  throw new UsageError(`there is no setting ${name}`, {
    hint: near ? `did you mean ${near}?` : '.set lists them',
  })
}

function parse(name: SettingName, text: string): string | number | boolean {
  const { words, isText = false } = SETTINGS[name]
  if (isText) return text
  if (!words) {
    if (/^\d+$/.test(text)) return Number(text)
    throw new UsageError(`${name} takes a number`)
  }
  if (!words.includes(text))
    throw new UsageError(`${name} takes ${words.join(', ')}`, {
      hint: `.set ${name} ${words[0] ?? ''}`,
    })
  return typeof DEFAULTS[name] === 'boolean' ? text === 'on' : text
}

/** A file that is broken or has old names in it is read as far as it makes sense. */
function remembered(path: string): Partial<SettingValues> {
  try {
    const data = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>
    const entries = Object.entries(data).flatMap(([name, text]) => {
      try {
        return [[name, parse(settingName(name), String(text))] as const]
      } catch {
        return []
      }
    })
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}

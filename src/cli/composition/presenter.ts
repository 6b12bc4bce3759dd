/** How values come out: as blocks for the screen under the user's settings, as JSON lines, or into a file. */
import type { KeySection } from '../../shell/commands/command.js'
import { Report } from '../../shell/commands/twins.js'
import type { Output } from '../../shell/format/output.js'
import { formatValue } from '../../shell/format/value.js'
import type { KernelStatus, TerminalPreferences } from '../../shell/protocol.js'
import { Redaction } from '../../shell/format/redaction/redaction.js'
import { SeenSecrets } from '../../shell/format/redaction/seen-secrets.js'
import { Outlet } from '../../shell/results/outlet.js'
import { Recorder } from '../../shell/results/recorder.js'
import { Settings } from '../../shell/settings.js'
import { jsonLine } from './json-value.js'

export interface PresenterOptions {
  readonly json: boolean
  readonly colors: boolean
  dialect(): string
  readonly redact: string
  /** Where settings are remembered; null: they are not. */
  readonly settingsPath: string | null
}

/** Before anything said how wide the screen is. */
const PLAIN_COLUMNS = 100

/** How tables are laid out for each value of the setting. */
const LAYOUTS = { auto: {}, on: { layout: 'records' }, off: { layout: 'grid' } } as const

export class Presenter {
  readonly settings: Settings
  readonly outlet: Outlet
  readonly recorder = new Recorder()
  /** What has come out of hidden columns. */
  readonly secrets = new SeenSecrets((column) => this.redaction.hides(column))
  #redaction: { readonly words: string; readonly rule: Redaction } | null = null
  columns = PLAIN_COLUMNS

  constructor(private readonly options: PresenterOptions) {
    this.settings = new Settings(options.settingsPath)
    if (options.redact !== '') this.settings.set('redact', options.redact)
    this.outlet = new Outlet(
      () => options.dialect(),
      () => this.redaction,
    )
  }

  /** Under the settings of the moment. */
  get redaction(): Redaction {
    const { redact } = this.settings.values
    const known = this.#redaction
    if (known?.words === redact) return known.rule
    const rule = new Redaction(redact, this.secrets)
    this.#redaction = { words: redact, rule }
    return rule
  }

  /** What the terminal itself obeys. */
  get preferences(): TerminalPreferences {
    const { 'editing-mode': editing, pager } = this.settings.values
    return { editing, pager }
  }

  /** What the prompt shows besides the session: what the terminal obeys, and that somebody writes along. */
  status<S extends Pick<KernelStatus, 'marks'>>(status: S) {
    const marks = this.recorder.path === null ? [] : ['recording']
    return {
      ...status,
      marks: [...(status.marks ?? []), ...marks],
      preferences: this.preferences,
    }
  }

  /** What keys do there. */
  async keys(): Promise<readonly KeySection[]> {
    const { keySections } = await import('../../tui/key-help.js')
    return keySections({ vi: true })
  }

  /** Rows worth fetching for the screen; null where all are wanted. */
  get rowCap(): number | null {
    const { json } = this.options
    return json || this.outlet.path !== null ? null : Math.max(1, this.settings.values.rows)
  }

  /** A value as the prompt shows it. */
  show(value: unknown): readonly Output[] {
    if (value instanceof Report) return value.blocks
    const { json, colors } = this.options
    const { rows, expanded } = this.settings.values
    const { columns } = this
    if (!json) return formatValue(value, { colors, columns, rows, ...LAYOUTS[expanded] })
    const text = jsonLine(value)
    return text === undefined ? [] : [{ kind: 'value', text }]
  }

  /** The value of an input, which may have to go into a file. */
  result(value: unknown, columns: number): readonly Output[] {
    this.columns = columns
    return this.outlet.take(this.show(value), value)
  }
}

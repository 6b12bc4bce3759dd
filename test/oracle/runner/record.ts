/** The shape of a recorded scenario: what SQLAlchemy did, step by step. Records are data and never change. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface RecordedEvent {
  readonly sql?: string
  readonly params?: unknown
  readonly many?: boolean
  readonly insertmanyvalues?: boolean
  readonly event?: string
  readonly unordered?: number
  readonly unordered_rows?: boolean
  /** Details of notes. */
  readonly [detail: string]: unknown
}

export interface RecordedSession {
  readonly new: readonly string[]
  readonly dirty: readonly string[]
  readonly deleted: readonly string[]
  readonly identity_map: readonly (readonly [string, readonly unknown[]])[]
  readonly in_transaction: boolean
  readonly is_active: boolean
  readonly in_nested_transaction?: boolean
}

export interface RecordedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly orig?: { readonly type: string; readonly message: string }
}

export interface RecordedWarning {
  readonly category: string
  readonly message: string
}

export interface RecordedStep {
  readonly code: string
  readonly events?: readonly RecordedEvent[]
  readonly result?: unknown
  readonly assigned?: Readonly<Record<string, unknown>>
  readonly states?: {
    readonly sessions?: Readonly<Record<string, RecordedSession>>
    readonly objects?: Readonly<Record<string, unknown>>
  }
  readonly error?: RecordedError
  readonly warnings?: readonly RecordedWarning[]
  readonly stdout?: string
}

export interface Scenario {
  readonly id: string
  readonly title: string
  readonly split?: string
  readonly options?: {
    readonly db?: string | null
    readonly foreign_keys?: boolean
    readonly create_all?: boolean
  }
  readonly python_source: {
    readonly engine: string
    readonly models: string
    readonly setup: string
  }
  readonly steps: readonly RecordedStep[]
}

/** The areas there are records of, by name. */
export function areasIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== 'INDEX.json')
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
}

export function readScenarios(folder: string, area: string): readonly Scenario[] {
  const text = readFileSync(join(folder, `${area}.json`), 'utf8')
  const { scenarios = [] } = JSON.parse(text) as {
    readonly scenarios?: readonly Partial<Scenario>[]
  }
  return scenarios.map(complete)
}

/** Records from elsewhere may leave out what is empty. */
function complete({
  id = 'unnamed',
  title = id,
  steps = [],
  ...rest
}: Partial<Scenario>): Scenario {
  const {
    engine = '',
    models = '',
    setup = '',
  } = (rest.python_source ?? {}) as Partial<Scenario['python_source']>
  return { ...rest, id, title, steps, python_source: { engine, models, setup } }
}

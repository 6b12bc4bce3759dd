/** The shape of a recorded scenario: what SQLAlchemy did, step by step. Records are data and never change. */
import { readFileSync } from 'node:fs'

export interface RecordedEvent {
  readonly sql?: string
  readonly params?: unknown
  readonly many?: boolean
  readonly insertmanyvalues?: boolean
  readonly event?: string
  readonly name?: string
  readonly unordered?: number
  readonly unordered_rows?: boolean
  readonly target?: unknown
}

export interface RecordedObject {
  readonly $obj: string
  readonly state: string
  readonly key?: readonly unknown[]
  readonly expired?: boolean
  readonly modified?: boolean
  readonly loaded: Readonly<Record<string, unknown>>
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

export interface RecordedStep {
  readonly code: string
  readonly events?: readonly RecordedEvent[]
  readonly result?: unknown
  readonly assigned?: Readonly<Record<string, unknown>>
  readonly states?: {
    readonly sessions?: Readonly<Record<string, RecordedSession>>
    readonly objects?: Readonly<Record<string, unknown>>
  }
  readonly error?: { readonly type: string; readonly message: string; readonly code?: string }
  readonly warnings?: readonly { readonly category: string; readonly message: string }[]
}

export interface Scenario {
  readonly id: string
  readonly title: string
  readonly twin_of?: string
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

export function readScenarios(area: string): readonly Scenario[] {
  const file = new URL(`../golden/${area}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { scenarios: Scenario[] }).scenarios
}

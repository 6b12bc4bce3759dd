/** Runs a translated scenario step by step against a database of its own and compares each step. */
import { transform } from 'esbuild'
import * as orm from 'orm-shell'
import { pending } from '../../../src/orm/mapping/registry.js'
import { onWarning } from '../../../src/util/warnings.js'
import { variableName } from '../../../src/translate/knowledge/naming.js'
import { compareStep, type Difference, type ExecutedStep } from './compare-step.js'
import { ddlForms, sqlForms } from './compiled.js'
import { Describer } from './describe.js'
import { captureLog, engineFactory } from './engines.js'
import { advanceSequences, freshDatabase } from './postgres.js'
import { Labels } from './labels.js'
import { ScenarioEvents } from './listeners.js'
import { EventLog } from './observer.js'
import type { ProgramPart, ScenarioProgram } from './program.js'
import { pythonNames } from './python.js'
import type { RecordedStep, RecordedWarning, Scenario } from './record.js'
import { migrationNames } from './migrations.js'
import { libraryNames, makeScope, type Names } from './scope.js'

/** Where a scenario first differs from its record. */
export interface Failure extends Difference {
  /** From 1; 0 for the preparation. */
  readonly step: number
  readonly code: string
  readonly translated: string
}

export interface RunOptions {
  /** Beyond the first step that differs. */
  readonly goesOn: boolean
  /** Steps that are run, but not compared. */
  readonly skip: readonly number[]
  /** Told before a step runs. */
  readonly atStep: (step: number) => Promise<void>
}

/** Runs all steps, up to the first that differs from the record or, if wanted, beyond it. */
export async function runScenario(
  scenario: Scenario,
  program: ScenarioProgram,
  options: RunOptions,
): Promise<readonly Failure[]> {
  const needsServer = scenario.options?.db === 'pg'
  const url = needsServer ? await freshDatabase(Number(process.env['ORACLE_PG_BROKER'])) : ''
  const stage = new Stage(scenario, url)
  try {
    const parts = await compile(program, stage.scope)
    const failed = await stage.prepare(program, parts)
    return failed ? [failed] : await stage.perform(program, parts, options)
  } finally {
    await stage.close()
  }
}

type Part = () => unknown

/** Each part as a function; the names in it are the scope's. */
async function compile(program: ScenarioProgram, scope: object): Promise<readonly Part[]> {
  const parts = [program.engine, program.models, program.setup, ...program.steps]
  const source = `$parts = [${parts.map(functionSource).join(',\n')}]`
  const { code } = await transform(`${program.helpers}\n${source}`, {
    loader: 'ts',
    target: 'node20.19',
    keepNames: true,
  })
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a judge runs what was translated
  const run = new Function('$scope', `let $parts; with ($scope) { ${code} }; return $parts`)
  return run(scope) as readonly Part[]
}

function functionSource({ code, value }: ProgramPart): string {
  const isAsync = /\bawait\b/.test(`${code} ${value ?? ''}`)
  const answer = value === null ? '' : `\nreturn (${value}\n)`
  return `${isAsync ? 'async ' : ''}() => {\n${code}${answer}\n}`
}

class Stage {
  readonly names: Names = libraryNames()
  readonly scope = makeScope(this.names)
  readonly #describer = new Describer()
  readonly #log = new EventLog(this.#describer)
  readonly #labels = new Labels()
  readonly #events = new ScenarioEvents()
  readonly #engines: { dispose(): unknown }[] = []
  readonly #stop: () => void
  readonly #lines: string[] = []
  #stdout = ''
  #warnings: RecordedWarning[] = []

  constructor(
    private readonly scenario: Scenario,
    private readonly postgresUrl: string,
  ) {
    this.#stop = onWarning((warning) => this.#warnings.push(warning))
    const lines = this.#lines
    const print = (text: string): void => void (this.#stdout += text)
    Object.assign(this.names, { ...migrationNames(print), ...this.names }, pythonNames(print), {
      ...engineFactory(scenario, {
        log: this.#log,
        engines: this.#engines,
        lines,
        postgresUrl,
      }),
      event: this.#events.event,
      sql: sqlForms(this.#describer),
      ddl: ddlForms(),
      note: (name: string, details?: Record<string, unknown>) => this.#log.note(name, details),
      captured_log: captureLog(lines),
      SuppressedError: undefined,
      FIXED_NOW: new Date('2024-05-17T12:30:45Z'),
    })
  }

  /** Engine, models, tables, rows: silent, but it has to work. */
  async prepare(program: ScenarioProgram, parts: readonly Part[]): Promise<Failure | null> {
    const codes = [program.engine, program.models, program.setup]
    for (const [index, part] of parts.slice(0, 3).entries()) {
      try {
        await part()
        if (index === 1) await this.#createTables()
        if (index === 2 && this.postgresUrl !== '') await advanceSequences(this.postgresUrl)
      } catch (error) {
        const { models, engine, setup } = this.scenario.python_source
        const code = [engine, models, setup][index] ?? ''
        return this.#failure(
          { what: 'preparation', expected: 'no error', got: errorText(error) },
          { step: 0, code, part: codes[index] },
        )
      }
    }
    this.#log.take()
    this.#lines.splice(0)
    this.#warnings = []
    this.#stdout = ''
    return null
  }

  async #createTables(): Promise<void> {
    const engine = this.names['engine'] as orm.Engine | orm.AsyncEngine | undefined
    if (this.scenario.options?.create_all === false || engine === undefined) return
    for (const metadata of metadataIn(this.names)) {
      await metadata.createAll(engine as orm.Engine)
    }
  }

  async perform(
    program: ScenarioProgram,
    parts: readonly Part[],
    { goesOn, skip, atStep }: RunOptions,
  ): Promise<readonly Failure[]> {
    const failures: Failure[] = []
    for (const [index, recorded] of this.scenario.steps.entries()) {
      const part = program.steps[index]
      const run = parts[index + 3]
      if (!part || !run) continue
      await atStep(index + 1)
      const executed = await this.#execute(recorded, part, run)
      if (skip.includes(index + 1)) continue
      const found = compareStep(recorded, executed, this.#labels)
      if (found) failures.push(this.#failure(found, { step: index + 1, code: recorded.code, part }))
      if (found && !goesOn) break
    }
    return failures
  }

  async #execute(recorded: RecordedStep, part: ProgramPart, run: Part): Promise<ExecutedStep> {
    this.#stdout = ''
    this.#warnings = []
    const outcome = await attempt(run)
    const events = this.#log.take()
    const counts = part.value !== null && !part.answersNothing && outcome.error === undefined
    return {
      events,
      ...(counts ? { result: this.#describer.value(settled(outcome.result)) } : {}),
      ...(outcome.error === undefined ? {} : { error: outcome.error }),
      assigned: this.#valuesOf(recorded.assigned ?? {}),
      objects: this.#valuesOf(recorded.states?.objects ?? {}),
      sessions: this.#sessionsOf(recorded),
      warnings: this.#warnings,
      stdout: this.#stdout,
    }
  }

  #valuesOf(wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entries = Object.keys(wanted).map((name) => [
      name,
      this.#describer.value(this.#variable(name)),
    ])
    return Object.fromEntries(entries) as Record<string, unknown>
  }

  #sessionsOf(recorded: RecordedStep): ExecutedStep['sessions'] {
    const entries = Object.keys(recorded.states?.sessions ?? {}).map((name) => {
      const value = this.#variable(name)
      const session = value instanceof orm.AsyncSession ? value.syncSession : value
      const isSession = typeof session === 'object' && session !== null && 'identityMap' in session
      return [name, isSession ? this.#describer.session(session as orm.Session) : null]
    })
    return Object.fromEntries(entries) as ExecutedStep['sessions']
  }

  #variable(name: string): unknown {
    return this.names[variableName(name)]
  }

  #failure(
    found: Difference,
    at: { readonly step: number; readonly code: string; readonly part: ProgramPart | undefined },
  ): Failure {
    const translated = [at.part?.code, at.part?.value].filter(Boolean).join('\n')
    return { ...found, step: at.step, code: at.code, translated }
  }

  async close(): Promise<void> {
    this.#stop()
    this.#events.forget()
    // Mappers that a scenario left broken would be configured again by the next.
    pending.clear()
    for (const engine of this.#engines) {
      try {
        await engine.dispose()
      } catch {
        // A scenario may leave connections in any state.
      }
    }
  }
}

/** A query that nobody ran is not run by looking at it. */
function settled(value: unknown): unknown {
  return value
}

async function attempt(run: Part): Promise<{ result?: unknown; error?: unknown }> {
  try {
    return { result: await run() }
  } catch (error) {
    return { error: error ?? new Error('undefined was thrown') }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}\n${(error.stack ?? '').split('\n').slice(1, 6).join('\n')}`
    : String(error)
}

function metadataIn(names: Names): ReadonlySet<orm.MetaData> {
  const found = new Set<orm.MetaData>()
  for (const value of Object.values(names)) {
    if (value instanceof orm.MetaData) found.add(value)
    const metadata =
      typeof value === 'function' && (Object.hasOwn(value, 'metadata') || 'model' in value)
        ? (value as { metadata?: unknown }).metadata
        : null
    if (metadata instanceof orm.MetaData) found.add(metadata)
  }
  return found
}

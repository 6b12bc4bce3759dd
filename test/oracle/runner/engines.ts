/** Engines for scenarios: every one is watched, and has a database of its own. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as orm from 'orm-shell'
import type { DriverConnection } from '../../../src/engine/driver.js'
import type { EventLog } from './observer.js'
import type { Scenario } from './record.js'
import type { Names } from './scope.js'

export interface Watching {
  readonly log: EventLog
  /** Engines made, to be disposed of. */
  readonly engines: { dispose(): unknown }[]
  readonly postgresUrl: string
  /** Lines of the echo log. */
  readonly lines: string[]
}

/** `createEngine` and what scenarios say instead of URLs. */
export function engineFactory(
  scenario: Scenario,
  { log, engines, lines, postgresUrl }: Watching,
): Names {
  const watch = <E extends orm.Engine | orm.AsyncEngine>(engine: E): E => {
    const core: orm.Engine = engine instanceof orm.AsyncEngine ? engine.syncEngine : engine
    log.watch(core)
    engines.push(engine)
    if (scenario.options?.foreign_keys) enforceForeignKeys(core)
    return engine
  }
  const isLogged = scenario.steps.some(({ code }) => code.includes('captured_log'))
  const withLog = (options: orm.EngineOptions = {}): orm.EngineOptions =>
    isLogged ? { ...options, echo: (record) => lines.push(...logLines(record)) } : options
  return {
    createEngine: (url: string, options?: orm.EngineOptions) =>
      watch(orm.createEngine(url, withLog(options))),
    createAsyncEngine: (url: string, options?: orm.EngineOptions) =>
      watch(orm.createAsyncEngine(url, withLog(options))),
    DB_URL: `sqlite:///${join(temporaryFolder(scenario), 'oracle.db')}`,
    PG_URL: postgresUrl,
  }
}

function temporaryFolder(scenario: Scenario): string {
  return scenario.options?.db === 'file' ? mkdtempSync(join(tmpdir(), 'oracle-')) : tmpdir()
}

function enforceForeignKeys(engine: orm.Engine): void {
  orm.event.listen(engine, 'connect', (connection: DriverConnection) => {
    void connection.execute('PRAGMA foreign_keys=ON', [])
  })
}

function logLines(record: unknown): string[] {
  const text =
    typeof record === 'string'
      ? record
      : String((record as { readonly message?: unknown }).message ?? record)
  return [text]
}

/** The lines of the log since the last call. */
export function captureLog(lines: string[]): () => string[] {
  return () => lines.splice(0)
}

/** Areas in processes of their own. A scenario that hangs or ends its process is reported, and the others go on. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { judgeArea, type AreaOptions, type ScenarioReport } from './area.js'
import { openBroker } from './postgres.js'
import { readScenarios, type Scenario } from './record.js'
import type { AreaReport } from './show.js'

/** Nothing a scenario does takes that long; a process that is silent for longer hangs. */
const SILENCE_MS = 60_000

/** Judges an area; as many processes as it takes. */
export async function areaReport(
  golden: string,
  area: string,
  wanted: AreaOptions,
): Promise<AreaReport> {
  let scenarios: readonly Scenario[]
  try {
    scenarios = readScenarios(golden, area)
  } catch (error) {
    return { area, reports: [], crash: `unreadable: ${String(error)}` }
  }
  const needsServer = scenarios.some(({ options }) => options?.db === 'pg')
  const broker = needsServer ? String(await openBroker()) : ''
  const reports: ScenarioReport[] = []
  let open = scenarios.filter(({ id }) => wanted.id === null || id === wanted.id)
  while (open.length > 0) {
    const { found, end } = await inProcess(
      [golden, area],
      { ...wanted, skip: done(reports) },
      broker,
    )
    reports.push(...found)
    const judged = new Set(done(reports))
    const [next] = open.filter(({ id }) => !judged.has(id))
    if (!next) break
    reports.push({ id: next.id, title: next.title, outcome: 'failed', reasons: [end] })
    open = open.filter(({ id }) => !judged.has(id) && id !== next.id)
  }
  return { area, reports }
}

function done(reports: readonly ScenarioReport[]): readonly string[] {
  return reports.map(({ id }) => id)
}

interface Ended {
  readonly found: readonly ScenarioReport[]
  /** How the process ended, in words. */
  readonly end: string
}

function inProcess(place: readonly string[], wanted: AreaOptions, broker: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(
      fileURLToPath(import.meta.url.replace(/[^/]+$/, 'main.js')),
      ['--area', ...place, JSON.stringify(wanted)],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ORACLE_PG_BROKER: broker },
      },
    )
    const found: ScenarioReport[] = []
    let hangs = false
    const stop = (): void => {
      hangs = true
      child.kill('SIGKILL')
    }
    let timer = setTimeout(stop, SILENCE_MS)
    child.on('message', (message) => {
      clearTimeout(timer)
      timer = setTimeout(stop, SILENCE_MS)
      found.push(message as ScenarioReport)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      const seconds = SILENCE_MS / 1000
      const end = hangs
        ? `hangs: nothing happened for ${seconds} s`
        : `its process ended with ${String(signal ?? code)}`
      resolve({ found, end })
    })
  })
}

/** What the process of an area does: tells each report as soon as it is there. */
export async function runArea([
  golden = '',
  area = '',
  wanted = '',
]: readonly string[]): Promise<void> {
  const tell = (report: ScenarioReport): Promise<void> =>
    new Promise((resolve) => process.send?.(report, () => resolve()))
  await judgeArea(golden, area, JSON.parse(wanted) as AreaOptions, tell)
  process.exit(0)
}

/** Areas in processes of their own. A scenario that hangs or ends its process is reported, and the others go on. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { judgeArea, type AreaOptions, type ScenarioReport } from './area.js'
import { openBroker } from './postgres.js'
import { readScenarios, type Scenario } from './record.js'
import type { AreaReport } from './show.js'

/** Milliseconds for a process to start, on a busy machine. */
const START_MS = 60_000

export interface Judging {
  readonly wanted: AreaOptions
  /** Seconds a step may take. */
  readonly stepLimit: number
}

/** Judges an area; as many processes as it takes. */
export async function areaReport(
  golden: string,
  area: string,
  { wanted, stepLimit }: Judging,
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
    const skip = reports.map(({ id }) => id)
    const args = [golden, area, JSON.stringify({ ...wanted, skip })]
    const { found, at, end } = await inProcess(args, broker, stepLimit)
    reports.push(...found)
    const judged = new Set(reports.map(({ id }) => id))
    const [next] = open.filter(({ id }) => !judged.has(id))
    if (!next) break
    reports.push(unfinished(next, at?.id === next.id ? at.step : 0, end))
    open = open.filter(({ id }) => !judged.has(id) && id !== next.id)
  }
  return { area, reports }
}

/** The report of a scenario that took its process with it. */
function unfinished({ id, title, steps }: Scenario, step: number, end: string): ScenarioReport {
  const what = step === 0 ? end : `step ${step}: ${end}`
  const code = steps[step - 1]?.code ?? ''
  const failure = { what: end, step, code, translated: '', expected: 'an end', got: end }
  return { id, title, outcome: 'failed', reasons: [what], failures: [failure] }
}

interface Place {
  readonly id: string
  readonly step: number
}

type Message = { readonly at: Place } | { readonly judged: ScenarioReport }

interface Ended {
  readonly found: readonly ScenarioReport[]
  /** Where the process was last. */
  readonly at: Place | null
  /** How the process ended, in words. */
  readonly end: string
}

function inProcess(args: readonly string[], broker: string, limit: number): Promise<Ended> {
  return new Promise((resolve) => {
    const child: ChildProcess = fork(
      fileURLToPath(import.meta.url.replace(/[^/]+$/, 'main.js')),
      ['--area', ...args],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ORACLE_PG_BROKER: broker },
      },
    )
    const found: ScenarioReport[] = []
    let at: Place | null = null
    let hangs = false
    const stop = (): void => {
      hangs = true
      child.kill('SIGKILL')
    }
    let timer = setTimeout(stop, START_MS)
    child.on('message', (message: Message) => {
      clearTimeout(timer)
      timer = setTimeout(stop, limit * 1000)
      if ('at' in message) at = message.at
      else found.push(message.judged)
    })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      const end = hangs
        ? `hangs: nothing happened for ${at === null ? START_MS / 1000 : limit} s`
        : `its process ended with ${String(signal ?? code)}`
      resolve({ found, at, end })
    })
  })
}

/** What the process of an area does: tells each report as soon as it is there. */
export async function runArea([
  golden = '',
  area = '',
  wanted = '',
]: readonly string[]): Promise<void> {
  const tell = (message: Message): Promise<void> =>
    new Promise((resolve) => process.send?.(message, () => resolve()))
  await judgeArea(golden, area, JSON.parse(wanted) as AreaOptions, {
    at: (id, step) => tell({ at: { id, step } }),
    judged: (report) => tell({ judged: report }),
  })
  process.exit(0)
}

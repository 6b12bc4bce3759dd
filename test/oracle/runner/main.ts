/** The judge's command line: one process per area, two at a time; prints the table, failures with `--show`, all of a scenario with `--all`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AreaOptions } from './area.js'
import { closeBroker } from './postgres.js'
import { areasIn } from './record.js'
import { failureText, skippedText, table, type AreaReport } from './show.js'
import { raise, shares } from './gate.js'
import { areaReport, runArea } from './workers.js'

const WORKERS = 2

/** Seconds; nothing that a step does takes that long. */
const STEP_LIMIT = 30

interface Arguments {
  readonly target: string | null
  readonly show: boolean
  readonly all: boolean
  readonly json: boolean
  readonly update: boolean
  /** Judges values and states alone, with nobody listening to the engine. */
  readonly unheard: boolean
  /** Judges what it can through AsyncSession. */
  readonly asynchronous: boolean
  readonly golden: string
  /** Where translations by hand are; null: beside the judge. */
  readonly hand: string | null
  /** Seconds that a step may be silent. */
  readonly timeout: number
}

const WITH_VALUE: readonly string[] = ['--golden', '--hand', '--timeout']

function readArguments(args: readonly string[]): Arguments {
  const valueOf = (option: string): string | undefined => {
    const at = args.indexOf(option)
    return at >= 0 ? args[at + 1] : undefined
  }
  const isValue = (index: number): boolean => WITH_VALUE.includes(args[index - 1] ?? '')
  const target = args.find((each, index) => !each.startsWith('--') && !isValue(index))
  return {
    target: target ?? null,
    show: args.includes('--show'),
    all: args.includes('--all'),
    json: args.includes('--json'),
    update: args.includes('--update'),
    asynchronous: args.includes('--async'),
    unheard: args.includes('--unheard'),
    golden: valueOf('--golden') ?? join(process.env['ORACLE_ROOT'] ?? '.', 'golden'),
    hand: valueOf('--hand') ?? null,
    timeout: Number(valueOf('--timeout') ?? STEP_LIMIT),
  }
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2))
  if (!existsSync(options.golden)) {
    console.error(`No such folder: ${options.golden}`)
    process.exitCode = 2
    return
  }
  if (options.asynchronous) process.env['ORACLE_ASYNC'] = '1'
  if (options.unheard) process.env['ORACLE_UNHEARD'] = '1'
  if (options.hand !== null) process.env['ORACLE_HAND'] = options.hand
  if (!(options.timeout > 0)) {
    console.error('--timeout takes a number of seconds')
    process.exitCode = 2
    return
  }
  const [area, name] = options.target?.split('/') ?? []
  const areas = area === undefined ? areasIn(options.golden) : [area]
  const id = name === undefined ? null : options.target
  const wanted: AreaOptions = { id, goesOn: options.all }
  const results = await inTurns(areas, (each) =>
    areaReport(options.golden, each, { wanted, stepLimit: options.timeout }),
  ).finally(closeBroker)
  const standings = join(process.env['ORACLE_ROOT'] ?? '.', 'passing.json')
  if (options.update && id === null) raise(standings, results)
  if (options.json) console.log(JSON.stringify(results))
  else print(results, options.show || options.all)
}

function print(results: readonly AreaReport[], show: boolean): void {
  for (const { area, crash, reports } of results) {
    if (crash !== undefined) console.log(`${area}: ${crash}`)
    if (!show) continue
    for (const { id, failures = [], outcome, reasons } of reports) {
      for (const failure of failures) console.log(failureText(id, failure))
      if (failures.length === 0 && outcome !== 'passed')
        console.log(`${id}: ${outcome}: ${reasons.join('; ')}\n`)
    }
  }
  console.log(skippedText(results) + table(results))
  console.log(shares(results))
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
  return results
}

await (process.argv[2] === '--area' ? runArea(process.argv.slice(3)) : main())

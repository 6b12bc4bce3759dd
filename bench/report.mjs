/** The tables that `run.mjs` prints. */
import { workloads } from './workloads.mjs'

export function printTimes(results, contenders) {
  table('Medians, ms (MEM: MiB)', results, contenders, (own) => figure(median(own.samples)))
  table('Ratios to raw', results, contenders, (own, raw) =>
    raw?.samples.length ? figure(median(own.samples) / median(raw.samples)) : '–',
  )
  printEach(results, contenders)
}

/** What one statement costs, and what one object weighs: these have no counterpart in raw. */
function printEach(results, contenders) {
  const rows = [
    ['W8', 'µs to build and compile', (own) => median(own.samples)],
    ['W8c', 'µs to build and find compiled', (own) => median(own.samples)],
    ['MEM', 'bytes an entity', (own) => own.bytesPerEntity],
  ].filter(([name]) => results[name])
  if (rows.length === 0) return
  console.log(`\n${header('Each', contenders)}`)
  for (const [name, title, value] of rows) {
    const cells = contenders.map((each) => {
      const own = results[name][each]
      return own?.samples.length ? figure(value(own)) : '–'
    })
    console.log(`| ${name} ${title} | ${cells.join(' | ')} |`)
  }
}

/** True when orm-shell sends as many statements as SQLAlchemy. */
export function printStatements(counts, contenders) {
  console.log(header('Statements', contenders))
  for (const [name, byContender] of Object.entries(counts)) {
    const cells = contenders.map((each) => byContender[each] ?? '–')
    console.log(`| ${name} ${workloads[name].title} | ${cells.join(' | ')} |`)
    const { sqlalchemy } = byContender
    if (sqlalchemy !== undefined && sqlalchemy !== byContender['orm-shell']) process.exitCode = 1
  }
}

function table(title, results, contenders, cell) {
  console.log(`\n${header(title, contenders)}`)
  for (const [name, byContender] of Object.entries(results)) {
    const cells = contenders.map((each) => {
      const own = byContender[each]
      if (own?.error) return 'error'
      return own?.samples.length ? cell(own, byContender.raw) : '–'
    })
    console.log(`| ${name} ${workloads[name].title} | ${cells.join(' | ')} |`)
  }
}

function header(title, contenders) {
  return `| ${title} | ${contenders.join(' | ')} |\n|---|${contenders.map(() => '---:').join('|')}|`
}

function figure(value) {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function median(samples) {
  const sorted = [...samples].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

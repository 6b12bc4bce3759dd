/** How results are printed: a table of areas, and a failure with both sides next to each other. */
import type { Failure } from './execute.js'
import type { ScenarioReport } from './area.js'

export interface AreaReport {
  readonly area: string
  readonly reports: readonly ScenarioReport[]
  /** The process ended without an answer. */
  readonly crash?: string
}

/** How much of a line stands beside the other side's. */
const WIDTH = 100

const COLUMNS = ['area', 'passed', 'total', 'by rule', 'by hand', 'n/a'] as const

/** One line an area, and the sum. */
export function table(areas: readonly AreaReport[]): string {
  const rows = areas.map(({ area, reports }) => [area, ...counts(reports)])
  const sum = counts(areas.flatMap(({ reports }) => reports))
  const all = [[...COLUMNS], ...rows, ['all', ...sum]]
  const widths = COLUMNS.map((_, column) =>
    Math.max(...all.map((row) => String(row[column]).length)),
  )
  return all
    .map((row) =>
      row
        .map((cell, column) => pad(String(cell), widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}

function counts(reports: readonly ScenarioReport[]): readonly number[] {
  const count = (...outcomes: readonly ScenarioReport['outcome'][]): number =>
    reports.filter(({ outcome }) => outcomes.includes(outcome)).length
  const applicable = reports.length - count('notApplicable')
  const byHand = reports.filter((each) => each.byHand).length
  const byRule = count('passed', 'failed') - byHand
  return [count('passed'), applicable, byRule, byHand, count('notApplicable')]
}

/** The steps that were not compared, one a line, with the reason. */
export function skippedText(areas: readonly AreaReport[]): string {
  const skipped = areas
    .flatMap(({ reports }) => reports)
    .flatMap(({ id, skipped = [] }) => skipped.map((each) => ({ id, ...each })))
  return skipped
    .map(({ id, step, reason }) => `not judged: ${id}, step ${step}: ${reason}\n`)
    .join('')
}

/** The step, and expected and got with the first difference marked. */
export function failureText(id: string, failure: Failure): string {
  const head = `${id}, step ${failure.step}: ${failure.what}`
  const sides = sideBySide(lines(failure.expected), lines(failure.got))
  return [head, indent(failure.code), indent(failure.translated, '  → '), sides, ''].join('\n')
}

function indent(text: string, start = '    '): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${start}${line}`)
    .join('\n')
}

/** A list has a line for each item, a record one for each entry. */
function lines(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split('\n')
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(each))
  if (typeof value === 'object' && value !== null) {
    const compiled = '$compiled' in value ? (value.$compiled as object) : value
    return Object.entries(compiled).map(([key, part]) => `${key}: ${JSON.stringify(part)}`)
  }
  return [JSON.stringify(value) ?? 'undefined']
}

function sideBySide(expected: readonly string[], got: readonly string[]): string {
  const width = Math.min(WIDTH, Math.max(8, ...expected.map((line) => line.length)))
  const rows: string[] = [`    ${'expected'.padEnd(width)}   got`]
  let isMarked = false
  for (let index = 0; index < Math.max(expected.length, got.length); index++) {
    const [left = '', right = ''] = [expected[index], got[index]]
    const differs: boolean = left !== right && !isMarked
    isMarked = isMarked || differs
    const [start, end] = differs ? window(left, right) : [left, right]
    rows.push(`${differs ? '  ! ' : '    '}${start.padEnd(width)}   ${end}`)
  }
  return rows.join('\n')
}

/** Two long lines, each from shortly before the place where they part. */
function window(left: string, right: string): readonly [string, string] {
  if (Math.min(left.length, right.length) <= WIDTH) return [left, right]
  let same = 0
  while (left[same] === right[same]) same++
  const from = Math.max(0, same - WIDTH / 2)
  const cut = (line: string): string => (from > 0 ? '…' : '') + line.slice(from)
  return [cut(left), cut(right)]
}

/** `.bench`: what an expression costs, run several times, each time as if for the first. */
import { milliseconds } from '../../format/paint/receipt.js'
import type { Output } from '../../format/output.js'
import { statements, type InputRecord } from '../../watch/query-log.js'
import { UsageError, type Answer, type Command, type ShellContext } from '../command.js'
import { fetched, isolated } from './isolated.js'

const [RUNS, MOST] = [10, 1000]

export const bench: Command = {
  name: '.bench',
  topic: 'statements',
  usage: '[runs] <expression>',
  summary: 'Run an expression several times: median, statements, rows',
  detail: [
    'Each run has a session of its own, so that no identity map hides work, and is rolled back. A statement or query is',
    'run for its rows. One run before the first is not counted: what is compiled then is there for the others.',
  ].join('\n'),
  examples: ['.bench session.query(Post).all()', '.bench 50 select(User).where(User.active)'],
  run: (argument, context) => measured(argument, context),
}

async function measured(argument: string, context: ShellContext): Promise<Answer> {
  const [, number, code = ''] = /^(?:(\d+)x?\s+)?([^]*)$/.exec(argument) ?? []
  if (code.trim() === '')
    throw new UsageError('.bench takes an expression', { hint: '.bench session.query(Post).all()' })
  const count = number === undefined ? RUNS : Number(number)
  if (count < 1 || count > MOST) throw new UsageError(`.bench makes 1 to ${MOST} runs`)
  const runs: InputRecord[] = []
  await context.keepingVariables(async () => {
    for (let run = 0; run <= count; run++) runs.push(await oneRun(code, context))
  })
  const counted = runs.slice(1)
  return { output: [report(counted)], value: counted.map(totalMs) }
}

function oneRun(code: string, context: ShellContext): Promise<InputRecord> {
  return isolated(context, (scratch) =>
    context.log.record(code, async () => void (await fetched(code, context, scratch))),
  )
}

function report(runs: readonly InputRecord[]): Output {
  const [first] = runs
  const all = first ? statements(first) : []
  const rows = all.reduce((sum, { outcome }) => sum + (outcome?.rowsFetched ?? 0), 0)
  const line = (title: string, values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    const cells = [median(sorted), sorted[0] ?? 0, sorted.at(-1) ?? 0].map(milliseconds)
    return [{ text: title }, ...cells.map((text) => ({ text, type: 'number' as const }))]
  }
  return {
    kind: 'table',
    columns: ['', 'median', 'least', 'most'].map((title, at) => ({
      title,
      align: at === 0 ? 'left' : 'right',
    })),
    rows: [line('in all', runs.map(totalMs)), line('database', runs.map(databaseMs))],
    footer: `${runs.length} runs · ${all.length} ${all.length === 1 ? 'statement' : 'statements'} · ${rows} ${rows === 1 ? 'row' : 'rows'} each`,
  }
}

function totalMs({ startedAt, finishedAt }: InputRecord): number {
  return (finishedAt ?? startedAt) - startedAt
}

function databaseMs(input: InputRecord): number {
  return statements(input).reduce((sum, { outcome }) => sum + (outcome?.durationMs ?? 0), 0)
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

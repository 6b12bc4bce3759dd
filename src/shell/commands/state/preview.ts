/** Shows the statements of a rehearsed flush: neighbours of one text together, parameters in rows below. */
import type { StatementEvent } from '../../../engine/observer.js'
import { parameterText } from '../../format/parameters.js'
import type { Output } from '../../format/output.js'

/** Parameter sets shown for one statement. */
const SETS_SHOWN = 5

export function previewBlocks(
  statements: readonly StatementEvent[],
  error: unknown,
): readonly Output[] {
  const groups: StatementEvent[][] = []
  for (const statement of statements) {
    const last = groups.at(-1)
    if (last?.[0]?.sql === statement.sql) last.push(statement)
    else groups.push([statement])
  }
  const reads = statements.filter(({ sql }) => isRead(sql)).length
  const writes = statements.reduce((sum, it) => sum + (isRead(it.sql) ? 0 : rowsOf(it)), 0)
  const rows = `${writes} ${writes === 1 ? 'row' : 'rows'}`
  const headline = `${groups.length} ${groups.length === 1 ? 'statement' : 'statements'}, ${rows}; nothing was sent`
  const notes = [
    ...(reads > 0 ? [note('what the SELECTs find may add statements')] : []),
    ...(error === null ? [] : [note(`the preview ends here: ${messageOf(error)}`)]),
  ]
  return [...groups.map(groupBlock), ...notes, { kind: 'text', text: headline, tone: 'muted' }]
}

function groupBlock(group: readonly StatementEvent[]): Output {
  const [first] = group
  const sets = group.flatMap((it) => setsOf(it))
  const texts = sets.slice(0, SETS_SHOWN).map((set) => parameterText(set, false))
  const more = sets.length > SETS_SHOWN ? [`… ${sets.length} sets of parameters`] : []
  const parameters = [...texts, ...more].filter((text) => text !== '()').join('\n')
  return { kind: 'sql', sql: first?.sql ?? '', ...(parameters === '' ? {} : { parameters }) }
}

/** Rows a statement writes: one for each set of parameters. */
export function rowsOf(event: StatementEvent): number {
  const batch = event.sql.match(/^INSERT[^]*? VALUES |FROM \(VALUES /) ? rowsInValues(event.sql) : 1
  return event.many ? event.parameters.length : batch
}

/** `VALUES (?, ?), (?, ?)` has two. */
function rowsInValues(sql: string): number {
  const values = sql.slice(sql.indexOf('VALUES ')).split(/\) (?:AS|RETURNING)/)[0] ?? ''
  return Math.max(1, (values.match(/\), \(/g)?.length ?? 0) + 1)
}

function setsOf({ many, parameters }: StatementEvent): readonly (readonly unknown[])[] {
  return many ? (parameters as readonly (readonly unknown[])[]) : [parameters]
}

function isRead(sql: string): boolean {
  return /^\s*(select|with)\b/i.test(sql)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function note(text: string): Output {
  return { kind: 'text', text, tone: 'warning' }
}

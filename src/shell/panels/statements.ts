/** The panel of statements: those of this sitting; one in full; its plan. */
import { explainRecord } from '../commands/statements/explain.js'
import { statementRow } from '../commands/statements/log.js'
import { statementBlock } from '../commands/statements/sql.js'
import { milliseconds } from '../format/paint/receipt.js'
import type { Output } from '../format/output.js'
import type { PanelPage } from '../protocol.js'
import { statements as statementsOf, type StatementRecord } from '../watch/query-log.js'
import { causeText } from '../watch/receipt.js'
import { fits, listPage, type Panel, type PanelContext } from './panel.js'

/** The latest; older ones are found with `.log`. */
const SHOWN = 300

export const statements: Panel = async ({ path, filter }, context) => {
  const [id, what] = path
  const found = id === undefined ? undefined : find(id, context)
  if (!found) return overview(filter, context)
  if (what !== 'explain') return { title: titleOf(found), ids: null, blocks: full(found) }
  const blocks = await explainRecord(found.record, context)
  return { title: `plan of ${titleOf(found)}`, ids: null, blocks }
}

interface Entry {
  readonly input: number
  readonly record: StatementRecord
}

function entries({ log }: PanelContext): readonly Entry[] {
  return log.inputs.flatMap((input) =>
    statementsOf(input).map((record) => ({ input: input.number, record })),
  )
}

function find(id: string, context: PanelContext): Entry | undefined {
  return entries(context).find(({ record }) => String(record.id) === id)
}

function overview(filter: string, context: PanelContext): PanelPage {
  const all = entries(context)
  const rows = all
    .map((entry) => ({ id: String(entry.record.id), cells: statementRow(entry) }))
    .filter((row) => fits(row, filter))
    .slice(-SHOWN)
  const title = all.length === 0 ? 'no statement has run yet' : `statements · ${all.length} in all`
  return listPage(title, ['input', 'why', 'statement', 'time', 'rows', 'line'], rows)
}

function titleOf({ input, record }: Entry): string {
  return `statement of In[${input}] · ${causeText(record.origin)}`
}

function full({ record }: Entry): readonly Output[] {
  const { outcome, site } = record
  const rows = outcome ? Math.max(outcome.rowsFetched, outcome.rowCount, 0) : null
  const facts = [
    outcome ? milliseconds(outcome.durationMs) : 'still running',
    rows === null ? '' : `${rows} ${rows === 1 ? 'row' : 'rows'}`,
    outcome?.error === undefined ? '' : 'failed',
    site ?? '',
  ]
  const text = facts.filter((fact) => fact !== '').join(' · ')
  return [statementBlock([record]), { kind: 'text', text, tone: 'muted' }]
}

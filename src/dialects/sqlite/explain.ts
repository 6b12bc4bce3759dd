/** SQLite's EXPLAIN QUERY PLAN as a plan tree. SQLite cannot measure while it runs: there are no figures. */
import type { Connection } from '../../engine/connection.js'
import type { ExplainTarget } from '../../engine/dialect.js'
import type { Plan, PlanNode } from '../../engine/explain.js'
import type { Io } from '../../engine/io.js'

/** id, parent, unused, detail */
type PlanRow = [number, number, number, string]

export function* explainIo(connection: Connection, { sql, parameters }: ExplainTarget): Io<Plan> {
  const result = yield* connection.execDriverSqlIo(`EXPLAIN QUERY PLAN ${sql}`, parameters)
  const rows = result.rawRows() as PlanRow[]
  return {
    dialect: 'sqlite',
    sql,
    analyzed: false,
    roots: childrenOf(rows, 0),
    planningTime: null,
    executionTime: null,
  }
}

function childrenOf(rows: readonly PlanRow[], parent: number): PlanNode[] {
  return rows
    .filter(([, above]) => above === parent)
    .map(([id, , , detail]) => parseDetail(detail, childrenOf(rows, id)))
}

const scanPattern =
  /^(SCAN|SEARCH)(?: TABLE)? (\S+)(?: AS (\S+))?(?: EXISTS)?(?: USING (.*?))?(?: \((.*)\))?(?: LEFT-JOIN)?$/

/** The wording changes between versions: what is not understood stays in `detail`. */
export function parseDetail(detail: string, children: readonly PlanNode[]): PlanNode {
  const scan = scanPattern.exec(detail)
  const [, operation = operationOf(detail), table = null, alias = null, using = '', terms] =
    scan ?? []
  return {
    operation,
    role: null,
    table,
    alias,
    index: indexOf(using),
    conditions: terms === undefined ? {} : { 'Index Cond': terms },
    figures: {},
    detail,
    extra: extraOf(using),
    children,
  }
}

/** The words in capitals that a line begins with. */
function operationOf(detail: string): string {
  return /^[A-Z][A-Z -]*(?:\([A-Z ]+\))?/.exec(detail)?.[0].trim() ?? detail
}

function indexOf(using: string): string | null {
  if (using.includes('PRIMARY KEY')) return 'PRIMARY KEY'
  return /INDEX (\S+)/.exec(using)?.[1] ?? null
}

function extraOf(using: string): Readonly<Record<string, unknown>> {
  return {
    ...(using.includes('COVERING') ? { covering: true } : {}),
    ...(using.startsWith('AUTOMATIC') ? { automatic: true } : {}),
  }
}

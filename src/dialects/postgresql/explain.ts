/**
 * PostgreSQL's EXPLAIN (FORMAT JSON) as a plan tree. With `analyze` the statement runs inside a savepoint that is
 * rolled back. Statements go through the extended protocol, which takes one at a time.
 */
import type { Connection } from '../../engine/connection.js'
import type { ExplainTarget } from '../../engine/dialect.js'
import type { ExplainOptions, Plan, PlanFigures, PlanNode } from '../../engine/explain.js'
import type { Io } from '../../engine/io.js'

/** A node as the server writes it. */
type ServerNode = Readonly<Record<string, unknown>> & { readonly Plans?: readonly ServerNode[] }

interface ServerPlan {
  readonly Plan: ServerNode
  readonly 'Planning Time'?: number
  readonly 'Execution Time'?: number
}

export function* explainIo(
  connection: Connection,
  target: ExplainTarget,
  options: ExplainOptions,
): Io<Plan> {
  // Also a failing EXPLAIN would leave the user's transaction aborted.
  const savepoint = yield* connection.beginNestedIo()
  try {
    const sql = `EXPLAIN (${clauses(options).join(', ')}) ${target.sql}`
    const result = yield* connection.execDriverSqlIo(sql, target.parameters)
    return planOf(target.sql, result.rawRows()[0]?.[0], options)
  } finally {
    yield* savepoint.rollbackIo()
  }
}

function clauses({ analyze, buffers, verbose }: ExplainOptions): string[] {
  return [
    ...(analyze ? ['ANALYZE'] : []),
    ...(analyze && buffers ? ['BUFFERS'] : []),
    ...(verbose ? ['VERBOSE'] : []),
    'FORMAT JSON',
  ]
}

function planOf(sql: string, answer: unknown, options: ExplainOptions): Plan {
  const [plan] = (typeof answer === 'string' ? JSON.parse(answer) : answer) as ServerPlan[]
  return {
    dialect: 'postgresql',
    sql,
    analyzed: options.analyze ?? false,
    roots: plan === undefined ? [] : [nodeOf(plan.Plan)],
    planningTime: plan?.['Planning Time'] ?? null,
    executionTime: plan?.['Execution Time'] ?? null,
  }
}

const conditionNames = [
  'Index Cond',
  'Recheck Cond',
  'Filter',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'One-Time Filter',
  'TID Cond',
]

const figureNames: Readonly<Record<string, keyof PlanFigures>> = {
  'Startup Cost': 'startupCost',
  'Total Cost': 'totalCost',
  'Plan Rows': 'planRows',
  'Plan Width': 'planWidth',
  'Actual Rows': 'actualRows',
  'Actual Loops': 'actualLoops',
  'Actual Startup Time': 'actualStartupTime',
  'Actual Total Time': 'actualTotalTime',
  'Shared Hit Blocks': 'sharedHitBlocks',
  'Shared Read Blocks': 'sharedReadBlocks',
}

const named = new Set([
  'Node Type',
  'Parent Relationship',
  'Relation Name',
  'Alias',
  'Index Name',
  'Plans',
  ...conditionNames,
  ...Object.keys(figureNames),
])

function nodeOf(node: ServerNode): PlanNode {
  const known = (names: readonly string[]): [string, unknown][] =>
    names.filter((name) => name in node).map((name) => [name, node[name]])
  const figures = Object.entries(figureNames)
    .filter(([name]) => name in node)
    .map(([name, figure]) => [figure, Number(node[name])] as const)
  return {
    operation: String(node['Node Type']),
    role: textOf(node['Parent Relationship']),
    table:
      textOf(node['Relation Name']) ?? textOf(node['CTE Name']) ?? textOf(node['Function Name']),
    alias: textOf(node['Alias']),
    index: textOf(node['Index Name']),
    conditions: Object.fromEntries(
      known(conditionNames).map(([name, text]) => [name, String(text)]),
    ),
    figures: Object.fromEntries([...figures, ...temporaryBlocks(node)]),
    detail: describe(node),
    extra: Object.fromEntries(Object.entries(node).filter(([name]) => !named.has(name))),
    children: (node.Plans ?? []).map(nodeOf),
  }
}

function temporaryBlocks(node: ServerNode): [keyof PlanFigures, number][] {
  const blocks = Number(node['Temp Read Blocks'] ?? 0) + Number(node['Temp Written Blocks'] ?? 0)
  return blocks > 0 ? [['tempBlocks', blocks]] : []
}

/** The line that EXPLAIN's text format begins a node with. */
function describe(node: ServerNode): string {
  const index = textOf(node['Index Name'])
  const table = textOf(node['Relation Name']) ?? textOf(node['CTE Name'])
  const alias = textOf(node['Alias'])
  const place =
    table === null ? '' : ` on ${table}${alias === null || alias === table ? '' : ` ${alias}`}`
  const cost = `cost=${figure(node['Startup Cost'])}..${figure(node['Total Cost'])}`
  const rows = `rows=${String(node['Plan Rows'])} width=${String(node['Plan Width'])}`
  return `${title(node)}${index === null ? '' : ` using ${index}`}${place}  (${cost} ${rows})${measured(node)}`
}

function title(node: ServerNode): string {
  const join = textOf(node['Join Type'])
  const type = String(node['Node Type'])
  if (join === null || join === 'Inner') return type
  return type === 'Nested Loop'
    ? `Nested Loop ${join} Join`
    : type.replace(' Join', ` ${join} Join`)
}

function measured(node: ServerNode): string {
  if (node['Actual Loops'] === undefined) return ''
  const time =
    node['Actual Total Time'] === undefined
      ? ''
      : `time=${time3(node['Actual Startup Time'])}..${time3(node['Actual Total Time'])} `
  return ` (actual ${time}rows=${String(node['Actual Rows'])} loops=${String(node['Actual Loops'])})`
}

function figure(value: unknown): string {
  return Number(value ?? 0).toFixed(2)
}

function time3(value: unknown): string {
  return Number(value ?? 0).toFixed(3)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

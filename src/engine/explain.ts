/**
 * Query plans in one form for all databases. Dialects read their own output into it; whoever shows or judges plans
 * (the shell's `.explain`, tests) needs no dialect.
 */

export interface ExplainOptions {
  /** Run the statement and measure. Its changes are rolled back. */
  readonly analyze?: boolean
  /** Count blocks read (PostgreSQL, with `analyze`). */
  readonly buffers?: boolean
  readonly verbose?: boolean
}

/** What the planner expects of a node, and what happened. Absent where the database does not say. */
export interface PlanFigures {
  readonly startupCost?: number
  readonly totalCost?: number
  readonly planRows?: number
  readonly planWidth?: number
  /** Per loop. */
  readonly actualRows?: number
  readonly actualLoops?: number
  /** Milliseconds, per loop. */
  readonly actualStartupTime?: number
  readonly actualTotalTime?: number
  readonly sharedHitBlocks?: number
  readonly sharedReadBlocks?: number
  readonly tempBlocks?: number
}

/** One step of a plan. */
export interface PlanNode {
  /** `Seq Scan`, `Hash Join`; `SCAN`, `SEARCH`, `USE TEMP B-TREE`. */
  readonly operation: string
  /** How the children relate to their parent: `Outer`, `Inner`, `InitPlan`, `SubPlan`, … */
  readonly role: string | null
  readonly table: string | null
  readonly alias: string | null
  readonly index: string | null
  /** Conditions by their names: `Index Cond`, `Filter`, `Hash Cond`; SQLite's terms are `Index Cond`. */
  readonly conditions: Readonly<Record<string, string>>
  readonly figures: PlanFigures
  /** The database's own line or fields, untouched. */
  readonly detail: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly children: readonly PlanNode[]
}

export interface Plan {
  readonly dialect: string
  readonly sql: string
  readonly analyzed: boolean
  readonly roots: readonly PlanNode[]
  readonly planningTime: number | null
  readonly executionTime: number | null
}

/**
 * A plan as indented lines.
 *
 * @example
 * console.log(formatPlan(engine.connect((connection) => connection.explain(select(User)))))
 */
export function formatPlan(plan: Plan): string {
  return plan.roots.flatMap((node) => nodeLines(node, 0)).join('\n')
}

function nodeLines(node: PlanNode, depth: number): string[] {
  const line = `${'  '.repeat(depth)}${depth === 0 ? '' : '-> '}${node.detail}`
  return [line, ...node.children.flatMap((child) => nodeLines(child, depth + 1))]
}

/** Shows a query plan as a tree: the step, what it reads by which index, estimates and what really happened. */
import type { Plan, PlanNode } from '../../engine/explain.js'
import type { TreeBlock, TreeNode } from './output.js'

export function planBlock(plan: Plan): TreeBlock {
  const [only, ...more] = plan.roots
  const root =
    only && more.length === 0
      ? planTree(only)
      : { label: 'plan', children: plan.roots.map(planTree) }
  const detail = [root.detail, timing(plan)].filter(Boolean).join(' · ')
  return { kind: 'tree', root: detail === '' ? root : { ...root, detail } }
}

function planTree(node: PlanNode): TreeNode {
  const scan = isFullScan(node) ? 'full scan' : ''
  const detail = [scan, conditions(node), figures(node)].filter(Boolean).join(' · ')
  return {
    label: node.figures.totalCost === undefined ? node.detail : headline(node),
    ...(detail === '' ? {} : { detail }),
    ...(scan ? { tone: 'warning' as const } : {}),
    children: node.children.map(planTree),
  }
}

/** SQLite's own lines already say all of this. */
function headline({ operation, table, alias, index }: PlanNode): string {
  const named = alias && alias !== table ? `${table} ${alias}` : table
  return [operation, named ? `on ${named}` : '', index ? `using ${index}` : '']
    .filter(Boolean)
    .join(' ')
}

function conditions({ conditions: named, figures: { totalCost } }: PlanNode): string {
  if (totalCost === undefined) return ''
  return Object.entries(named)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')
}

function figures({ figures: known }: PlanNode): string {
  const estimate = known.planRows === undefined ? '' : `~${rowsText(known.planRows)}`
  const actual =
    known.actualRows === undefined ? '' : rowsText(known.actualRows * (known.actualLoops ?? 1))
  const cost = known.totalCost === undefined ? '' : `cost ${known.totalCost}`
  const time =
    known.actualTotalTime === undefined
      ? ''
      : `${(known.actualTotalTime * (known.actualLoops ?? 1)).toFixed(2)} ms`
  const rows = actual === '' ? estimate : `${actual} (${estimate})`
  return [rows, cost, time].filter(Boolean).join(' · ')
}

function rowsText(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`
}

/** Reads a whole table. Not wrong by itself, but the first place to look. */
function isFullScan({ operation, index, table }: PlanNode): boolean {
  return table !== null && index === null && /^(seq scan|scan)$/i.test(operation)
}

function timing({ planningTime, executionTime }: Plan): string {
  const planned = planningTime === null ? '' : `planned in ${planningTime.toFixed(2)} ms`
  const ran = executionTime === null ? '' : `ran in ${executionTime.toFixed(2)} ms`
  return [planned, ran].filter(Boolean).join(', ')
}

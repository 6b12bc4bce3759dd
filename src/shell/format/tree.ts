/** Lays a tree out as lines with branches; both front ends print these lines. */
import type { TreeNode } from './output.js'
import { displayWidth } from './width.js'

export interface TreeLine {
  readonly branch: string
  /** Stands before what goes on below the line. */
  readonly below: string
  readonly node: TreeNode
  /** Columns the label takes, so that the details of leaves side by side begin below each other. */
  readonly labelWidth: number
}

export function treeLines(root: TreeNode): readonly TreeLine[] {
  const below = root.children.length > 0 ? '│  ' : ''
  return [{ branch: '', below, node: root, labelWidth: 0 }, ...childLines(root, '')]
}

function childLines(node: TreeNode, prefix: string): TreeLine[] {
  const labelWidth = commonWidth(node.children)
  return node.children.flatMap((child, index) => {
    const last = index === node.children.length - 1
    const inner = `${prefix}${last ? '   ' : '│  '}`
    const below = child.children.length > 0 ? `${inner}│  ` : inner
    const line = { branch: `${prefix}${last ? '└─ ' : '├─ '}`, below, node: child, labelWidth }
    return [line, ...childLines(child, inner)]
  })
}

function commonWidth(siblings: readonly TreeNode[]): number {
  const areLeaves = siblings.every(({ children, detail }) => children.length === 0 && detail)
  return areLeaves ? Math.max(0, ...siblings.map(({ label }) => displayWidth(label))) : 0
}

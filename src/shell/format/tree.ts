/** Lays a tree out as lines with branches; both front ends print these lines. */
import type { TreeNode } from './output.js'
import { displayWidth } from './width.js'

export interface TreeLine {
  readonly branch: string
  readonly node: TreeNode
  /** Columns the label takes, so that the details of leaves side by side begin below each other. */
  readonly labelWidth: number
}

export function treeLines(root: TreeNode): readonly TreeLine[] {
  return [{ branch: '', node: root, labelWidth: 0 }, ...childLines(root, '')]
}

function childLines(node: TreeNode, prefix: string): TreeLine[] {
  const labelWidth = commonWidth(node.children)
  return node.children.flatMap((child, index) => {
    const last = index === node.children.length - 1
    const line = { branch: `${prefix}${last ? '└─ ' : '├─ '}`, node: child, labelWidth }
    return [line, ...childLines(child, `${prefix}${last ? '   ' : '│  '}`)]
  })
}

function commonWidth(siblings: readonly TreeNode[]): number {
  const areLeaves = siblings.every(({ children, detail }) => children.length === 0 && detail)
  return areLeaves ? Math.max(0, ...siblings.map(({ label }) => displayWidth(label))) : 0
}

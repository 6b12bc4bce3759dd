/** Lays a tree out as lines with branches; both front ends print these lines. */
import type { TreeNode } from './output.js'

export interface TreeLine {
  readonly branch: string
  readonly node: TreeNode
}

export function treeLines(root: TreeNode): readonly TreeLine[] {
  return [{ branch: '', node: root }, ...childLines(root, '')]
}

function childLines(node: TreeNode, prefix: string): TreeLine[] {
  return node.children.flatMap((child, index) => {
    const last = index === node.children.length - 1
    const line = { branch: `${prefix}${last ? '└─ ' : '├─ '}`, node: child }
    return [line, ...childLines(child, `${prefix}${last ? '   ' : '│  '}`)]
  })
}

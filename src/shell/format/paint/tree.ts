/** Paints a tree: muted branches, labels in their tone, details muted. */
import type { TreeBlock } from '../output.js'
import { treeLines } from '../tree.js'
import { oneLine } from '../sanitize.js'
import { pad } from '../width.js'
import type { Painter } from './paint.js'

export const paintTree: Painter<TreeBlock> = (block, { theme }) => {
  const lines = treeLines(block.root).map(({ branch, node, labelWidth }) => {
    const label = theme.tone[node.tone ?? 'normal'](oneLine(node.label))
    if (node.detail === undefined) return theme.muted(branch) + label
    return `${theme.muted(branch)}${pad(label, labelWidth)}  ${theme.muted(oneLine(node.detail))}`
  })
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...lines].join('\n')
}

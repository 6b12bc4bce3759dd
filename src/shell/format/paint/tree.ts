/** Paints a tree: muted branches, labels in their tone, details muted. */
import type { TreeBlock } from '../output.js'
import { treeLines } from '../tree.js'
import { oneLine } from '../sanitize.js'
import type { Painter } from './paint.js'

export const paintTree: Painter<TreeBlock> = (block, { theme }) => {
  const lines = treeLines(block.root).map(({ branch, node }) => {
    const label = theme.tone[node.tone ?? 'normal'](oneLine(node.label))
    const detail = node.detail === undefined ? '' : '  ' + theme.muted(oneLine(node.detail))
    return theme.muted(branch) + label + detail
  })
  const title = block.title === undefined ? [] : [theme.strong(oneLine(block.title))]
  return [...title, ...lines].join('\n')
}

/** Paints a tree: muted branches, labels in their tone, details muted and wrapped beside their branch. */
import type { TreeBlock } from '../output.js'
import { treeLines, type TreeLine } from '../tree.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad, wrapWords } from '../width.js'
import type { PaintContext, Painter } from './paint.js'

const GAP = '  '
/** A detail is not squeezed narrower than this beside its label: it goes below. */
const MIN_DETAIL = 20

export const paintTree: Painter<TreeBlock> = (block, context) => {
  const lines = treeLines(block.root).flatMap((line) => paintLine(line, context))
  const title = block.title === undefined ? [] : [context.theme.strong(oneLine(block.title))]
  return [...title, ...lines].join('\n')
}

function paintLine(line: TreeLine, { theme, columns }: PaintContext): readonly string[] {
  const { branch, below, node, labelWidth } = line
  const paintLabel = theme.tone[node.tone ?? 'normal']
  const label = oneLine(node.label)
  // What goes on below stands behind the branches of the children.
  const room = columns - 1 - Math.max(displayWidth(branch), displayWidth(below))
  if (node.detail === undefined) {
    const [first = '', ...rest] = wrapWords(label, room).split('\n')
    const more = rest.map((text) => theme.muted(below) + paintLabel(text))
    return [theme.muted(branch) + paintLabel(first), ...more]
  }
  const detail = oneLine(node.detail)
  const width = Math.max(labelWidth, displayWidth(label))
  const beside = room - width - GAP.length
  const start = theme.muted(branch) + paintLabel(label)
  if (beside < Math.max(MIN_DETAIL, longestWord(detail))) {
    const lines = wrapWords(detail, room - GAP.length).split('\n')
    return [start, ...lines.map((text) => theme.muted(below + GAP + text))]
  }
  const [first = '', ...rest] = wrapWords(detail, beside).split('\n')
  const indent = pad(below, displayWidth(branch) + width + GAP.length)
  return [
    theme.muted(branch) + pad(paintLabel(label), width) + GAP + theme.muted(first),
    ...rest.map((text) => theme.muted(indent + text)),
  ]
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map(displayWidth))
}

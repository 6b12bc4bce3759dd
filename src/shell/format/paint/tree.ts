/** Paints a tree: muted branches, labels in their tone, details muted and wrapped beside their branch. */
import type { TreeBlock } from '../output.js'
import { treeLines, type TreeLine } from '../tree.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad, wrapWords } from '../width.js'
import type { PaintContext, Painter } from './paint.js'

const GAP = '  '
/** A detail beside its label is not squeezed narrower than this. */
const MIN_DETAIL = 24

export const paintTree: Painter<TreeBlock> = (block, context) => {
  const lines = treeLines(block.root).flatMap((line) => paintLine(line, context))
  const title = block.title === undefined ? [] : [context.theme.strong(oneLine(block.title))]
  return [...title, ...lines].join('\n')
}

function paintLine(line: TreeLine, { theme, columns }: PaintContext): readonly string[] {
  const { branch, below, node, labelWidth } = line
  const paintLabel = theme.tone[node.tone ?? 'normal']
  const label = oneLine(node.label)
  if (node.detail === undefined) {
    const [first = '', ...rest] = wrapWords(label, columns - 1 - displayWidth(branch)).split('\n')
    return [
      theme.muted(branch) + paintLabel(first),
      ...rest.map((text) => theme.muted(below) + paintLabel(text)),
    ]
  }
  const width = Math.max(labelWidth, displayWidth(label))
  const room = columns - 1 - displayWidth(branch) - width - GAP.length
  const indent = room < MIN_DETAIL ? GAP : ' '.repeat(width) + GAP
  const [first = '', ...rest] = wrapWords(oneLine(node.detail), Math.max(MIN_DETAIL, room)).split(
    '\n',
  )
  return [
    theme.muted(branch) + pad(paintLabel(label), width) + GAP + theme.muted(first),
    ...rest.map((text) => theme.muted(below + indent + text)),
  ]
}

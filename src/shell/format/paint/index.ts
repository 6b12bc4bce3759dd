/**
 * The painter of every block kind. The transcript calls `paintBlock`; a kind without a painter does not compile.
 */
import type { GroupBlock, Output } from '../output.js'
import { oneLine } from '../sanitize.js'
import { paintEntity } from './entity.js'
import { paintError } from './error.js'
import type { PaintContext, Painter } from './paint.js'
import { paintReceipt } from './receipt.js'
import { paintSql } from './sql.js'
import { paintTable } from './table.js'
import { paintClipboard, paintText, paintValue } from './text.js'
import { paintTree } from './tree.js'

const paintGroup: Painter<GroupBlock> = (block, context) => {
  const title = block.title === undefined ? [] : [context.theme.strong(oneLine(block.title))]
  return [...title, ...block.blocks.map((inner) => paintBlock(inner, context))].join('\n')
}

const PAINTERS: {
  readonly [K in Output['kind']]: Painter<Extract<Output, { readonly kind: K }>>
} = {
  text: paintText,
  value: paintValue,
  table: paintTable,
  tree: paintTree,
  sql: paintSql,
  entity: paintEntity,
  receipt: paintReceipt,
  error: paintError,
  clipboard: paintClipboard,
  group: paintGroup,
}

export function paintBlock<K extends Output['kind']>(
  block: Extract<Output, { readonly kind: K }>,
  context: PaintContext,
): string {
  const paint = PAINTERS[block.kind as K]
  return paint(block, context)
}

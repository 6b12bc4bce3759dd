/** Paints an object: its name and state, then a line per attribute; changes as `old → new`, members as `+new -old`. */
import type { EntityBlock, EntityField } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, hanging, pad, type Room } from '../width.js'
import type { Theme } from '../theme.js'
import { cellPaint, cellText } from './cell.js'
import type { Painter } from './paint.js'

export const paintEntity: Painter<EntityBlock> = (block, { theme, columns }) => {
  const width = Math.max(0, ...block.fields.map((field) => displayWidth(field.name)))
  const origin = block.origin === undefined ? '' : `, ${oneLine(block.origin)}`
  const title = `${theme.strong(oneLine(block.title))} ${theme.muted(`(${block.state}${origin})`)}`
  const room = { indent: width + 4, columns: columns - 1 }
  const lines = block.fields.map(
    (field) => `  ${theme.label(pad(oneLine(field.name), width))}  ${valueOf(field, room, theme)}`,
  )
  return [title, ...lines].join('\n')
}

function valueOf({ value, change, members }: EntityField, room: Room, theme: Theme): string {
  if (members) {
    const added = members.added.map((cell) => theme.added(`+${cellText(cell)}`))
    const removed = members.removed.map((cell) => theme.removed(`-${cellText(cell)}`))
    return [...added, ...removed].join(' ')
  }
  if (!change) return cellPaint(value, theme)(hanging(cellText(value), room))
  const from = theme.removed(cellText(change.from))
  return `${from} ${theme.muted('→')} ${theme.changed(cellText(change.to))}`
}

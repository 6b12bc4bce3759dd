/** Paints an object: its name and state, then a line per attribute; changes as `old → new`, members as `+new -old`. */
import type { EntityBlock, EntityField } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad } from '../width.js'
import type { Theme } from '../theme.js'
import { cellText, paintCell } from './cell.js'
import type { Painter } from './paint.js'

export const paintEntity: Painter<EntityBlock> = (block, { theme }) => {
  const width = Math.max(0, ...block.fields.map((field) => displayWidth(field.name)))
  const title = `${theme.strong(oneLine(block.title))} ${theme.muted(`(${block.state})`)}`
  return [title, ...block.fields.map((field) => fieldLine(field, width, theme))].join('\n')
}

function fieldLine(field: EntityField, width: number, theme: Theme): string {
  return `  ${theme.label(pad(oneLine(field.name), width))}  ${valueOf(field, theme)}`
}

function valueOf({ value, change, members }: EntityField, theme: Theme): string {
  if (members) {
    const added = members.added.map((cell) => theme.added(`+${cellText(cell)}`))
    const removed = members.removed.map((cell) => theme.removed(`-${cellText(cell)}`))
    return [...added, ...removed].join(' ')
  }
  if (!change) return paintCell(value, theme)
  const from = theme.removed(cellText(change.from))
  return `${from} ${theme.muted('→')} ${theme.changed(cellText(change.to))}`
}

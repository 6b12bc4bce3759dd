/** Paints an object: its name and state, then one line per attribute, pending changes as `old → new`. */
import type { EntityBlock, EntityField } from '../output.js'
import { oneLine } from '../sanitize.js'
import { displayWidth, pad } from '../width.js'
import type { Theme } from '../theme.js'
import { paintCell } from './cell.js'
import type { Painter } from './paint.js'

export const paintEntity: Painter<EntityBlock> = (block, { theme }) => {
  const width = Math.max(0, ...block.fields.map((field) => displayWidth(field.name)))
  const title = `${theme.strong(oneLine(block.title))} ${theme.muted(`(${block.state})`)}`
  return [title, ...block.fields.map((field) => fieldLine(field, width, theme))].join('\n')
}

function fieldLine(field: EntityField, width: number, theme: Theme): string {
  const name = theme.label(pad(oneLine(field.name), width))
  const { change } = field
  if (!change) return `  ${name}  ${paintCell(field.value, theme)}`
  const from = theme.removed(oneLine(change.from.text))
  const to = theme.changed(oneLine(change.to.text))
  return `  ${name}  ${from} ${theme.muted('→')} ${to}`
}

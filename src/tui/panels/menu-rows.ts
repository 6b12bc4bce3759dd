/**
 * The completion menu: the chosen item marked, kinds and details beside the names, a window when there are many.
 */
import type { CompletionItem } from '../../shell/protocol.js'
import { fitting } from '../editor/completion.js'
import { type TuiState, promptText } from '../state.js'
import { displayWidth, pad, truncate } from '../../shell/format/width.js'
import type { Theme } from '../../shell/format/theme.js'
import { oneLine } from '../../shell/format/sanitize.js'
import { windowStart } from './editor-rows.js'

const MAX_ROWS = 8
const MAX_NAME = 32

export function menuRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  if (state.mode.kind !== 'menu') return []
  const { menu } = state.mode
  const items = fitting(menu, state.editor.document)
  const height = Math.min(MAX_ROWS, available, items.length)
  const start = windowStart(items.length, menu.selected, height)
  const visible = items.slice(start, start + height)
  const indent = Math.max(0, promptText(state).length - 2)
  const room = state.columns - 1 - indent
  const longest = Math.max(...visible.map((item) => displayWidth(item.text)))
  const name = Math.min(MAX_NAME, longest, room - 4)
  return visible.map((item, index) => {
    const number = start + index
    const chosen = number === menu.selected
    const count = chosen && items.length > height ? `${number + 1}/${items.length}` : ''
    return ' '.repeat(indent) + menuRow(item, { theme, chosen, name, room, count })
  })
}

interface RowOptions {
  readonly theme: Theme
  readonly chosen: boolean
  readonly name: number
  readonly room: number
  readonly count: string
}

function menuRow(item: CompletionItem, options: RowOptions): string {
  const { theme, chosen, name, room, count } = options
  const text = pad(truncate(oneLine(item.text), name), name)
  const about = [item.kind, item.detail, count].filter(Boolean).map(String).join(' · ')
  const rest = truncate(oneLine(about), Math.max(0, room - name - 4))
  return chosen
    ? `${theme.selected('▸ ' + text)}  ${theme.muted(rest)}`
    : `  ${text}  ${theme.muted(rest)}`
}

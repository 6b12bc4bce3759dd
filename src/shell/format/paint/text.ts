/** Paints text in its tone, and values as the inspector wrote them. */
import type { ClipboardBlock, TextBlock, ValueBlock } from '../output.js'
import { keepColours } from '../sanitize.js'
import { wrapWords } from '../width.js'
import type { Painter } from './paint.js'

export const paintText: Painter<TextBlock> = (block, { theme, columns }) =>
  theme.tone[block.tone ?? 'normal'](wrapWords(keepColours(block.text), columns - 1))

/** The kernel's colours are kept, except where none are wanted. */
export const paintValue: Painter<ValueBlock> = (block, { theme }) => {
  const text = keepColours(block.text)
  return theme.color ? theme.inspected(text) : text.replace(/\x1b\[[0-9;:]*m/g, '')
}

/** What is said of it; putting it there is the terminal's. */
export const paintClipboard: Painter<ClipboardBlock> = ({ text }, { theme }) =>
  theme.muted(`${text.length} characters for the clipboard`)

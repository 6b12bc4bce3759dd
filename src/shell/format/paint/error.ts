/** Paints an error: name and message, the excerpt with its caret, the hint, the user's own frames. */
import type { ErrorBlock } from '../output.js'
import { visible } from '../sanitize.js'
import { wrapWords } from '../width.js'
import type { Painter } from './paint.js'

export const paintError: Painter<ErrorBlock> = (block, { theme, columns }) => {
  const message = visible(block.message)
  const origin = block.origin === undefined ? '' : theme.tone.warning(`${block.origin} · `)
  const name = origin + theme.tone.error(message === '' ? block.name : `${block.name}:`)
  const headline = wrapWords(message === '' ? name : `${name} ${message}`, columns - 1)
  const excerpt = block.excerpt === undefined ? [] : [theme.muted(visible(block.excerpt))]
  const hint = block.hint === undefined ? [] : [theme.accent(`hint: ${visible(block.hint)}`)]
  const frames = (block.stack ?? []).map((frame) => theme.muted(`    at ${visible(frame)}`))
  return [headline, ...excerpt, ...hint, ...frames].join('\n')
}

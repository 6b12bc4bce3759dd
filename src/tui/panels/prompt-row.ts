/**
 * The one row under the text that asks or tells something: the history search, the question on leaving, a hint.
 */
import type { TuiState } from '../state.js'
import { oneLine } from '../../shell/format/sanitize.js'
import { displayWidth, truncate } from '../../shell/format/width.js'
import type { Theme } from '../../shell/format/theme.js'

export function promptRow(state: TuiState, theme: Theme): readonly string[] {
  const { mode, hint } = state
  const room = state.columns - 1
  if (mode.kind === 'search') {
    const label = mode.search.failed ? 'nothing in history for: ' : 'search history: '
    const paint = mode.search.failed ? theme.tone.warning : theme.accent
    return [
      paint(truncate(label, room)) + truncate(oneLine(mode.search.query), room - label.length),
    ]
  }
  if (mode.kind === 'confirm') {
    const question = truncate(' Leave anyway? (y/n) ', room)
    const reason = truncate(oneLine(mode.reason), room - displayWidth(question))
    return [theme.tone.warning(reason) + question]
  }
  if (mode.kind === 'quote') return [theme.muted('next key is inserted as it is')]
  return hint ? [theme.tone[hint.tone](truncate(oneLine(hint.text), room))] : []
}

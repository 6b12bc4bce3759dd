/**
 * The help panel: what keys do, section by section, scrolled.
 */
import { keySections } from '../key-help.js'
import type { TuiState } from '../state.js'
import { displayWidth, pad, truncate } from '../../shell/format/width.js'
import type { Theme } from '../../shell/format/theme.js'

export function helpRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  if (state.mode.kind !== 'help') return []
  const sections = keySections({ vi: state.vi !== null })
  const entries = sections.flatMap(({ title, keys }) => [{ keys: '', help: title }, ...keys])
  const height = Math.max(1, available - 1)
  const top = Math.min(state.mode.top, Math.max(0, entries.length - height))
  const room = state.columns - 1
  const longest = Math.max(...entries.map((entry) => displayWidth(entry.keys)))
  const width = Math.min(longest, Math.floor(room / 2))
  const last = Math.min(entries.length, top + height)
  const title = `keys ${top + 1}–${last} of ${entries.length} · ↑ ↓ scroll · Esc closes`
  const rows = entries.slice(top, top + height).map((entry) => {
    if (entry.keys === '') return theme.strong(truncate(entry.help.toUpperCase(), room))
    const keys = theme.accent(pad(truncate(entry.keys, width), width))
    return `${keys}  ${truncate(entry.help, room - width - 2)}`
  })
  return [theme.muted(truncate(title, room)), ...rows]
}

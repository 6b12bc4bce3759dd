/**
 * The help panel, made from the keymap and the actions' descriptions: one row per action with all its keys.
 */
import { ACTIONS, type ActionName } from '../actions.js'
import { EDIT_KEYS } from '../keymap.js'
import type { TuiState } from '../state.js'
import { describeChord } from '../terminal/key-event.js'
import { displayWidth, pad, truncate } from '../../shell/format/width.js'
import type { Theme } from '../../shell/format/theme.js'

/** Spellings of a key that only some terminals send. */
const VARIANT = /S--|M-S-|S-backspace|C-backspace/

export interface KeyHelp {
  readonly keys: string
  readonly help: string
}

export function keyHelp(): readonly KeyHelp[] {
  const chords = new Map<ActionName, string[]>()
  for (const [name, action] of Object.entries(EDIT_KEYS)) {
    if (VARIANT.test(name)) continue
    chords.set(action, [...(chords.get(action) ?? []), describeChord(name)])
  }
  return [...chords].map(([action, names]) => ({
    keys: names.join(', '),
    help: ACTIONS[action].help,
  }))
}

export function helpRows(state: TuiState, theme: Theme, available: number): readonly string[] {
  if (state.mode.kind !== 'help') return []
  const entries = keyHelp()
  const height = Math.max(1, available - 1)
  const top = Math.min(state.mode.top, Math.max(0, entries.length - height))
  const room = state.columns - 1
  const longest = Math.max(...entries.map((entry) => displayWidth(entry.keys)))
  const width = Math.min(longest, Math.floor(room / 2))
  const last = Math.min(entries.length, top + height)
  const title = `keys ${top + 1}–${last} of ${entries.length} · ↑ ↓ scroll · Esc closes`
  const rows = entries.slice(top, top + height).map((entry) => {
    const keys = theme.accent(pad(truncate(entry.keys, width), width))
    return `${keys}  ${truncate(entry.help, room - width - 2)}`
  })
  return [theme.muted(truncate(title, room)), ...rows]
}

/**
 * The status line: what runs and for how long, or the database, its transaction and the unflushed work.
 */
import type { KernelStatus } from '../../shell/protocol.js'
import type { TuiState } from '../state.js'
import { oneLine } from '../../shell/format/sanitize.js'
import { displayWidth, truncate } from '../../shell/format/width.js'
import type { Theme } from '../../shell/format/theme.js'

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const SPINNER_AFTER_MS = 300
const SPINNER_FRAME_MS = 100

const TRANSACTION: Readonly<Record<KernelStatus['transaction'], string>> = {
  none: 'no transaction',
  open: 'transaction open',
  nested: 'savepoint open',
  failed: '! transaction failed, roll back',
}

interface Part {
  readonly text: string
  readonly paint: (text: string) => string
}

export function statusRow(state: TuiState, theme: Theme): string {
  return joinParts(statusParts(state, theme), theme, state.columns - 1)
}

/** In vi mode what keys mean comes first, in words. */
function statusParts(state: TuiState, theme: Theme): readonly Part[] {
  const parts = kernelParts(state, theme)
  const { vi, mode } = state
  if (!vi) return parts
  if (mode.kind !== 'command') return [{ text: '-- INSERT --', paint: theme.muted }, ...parts]
  const keys = mode.keys === '' ? '' : ` ${mode.keys}`
  return [{ text: `-- NORMAL --${keys}`, paint: theme.selected }, ...parts]
}

function kernelParts(state: TuiState, theme: Theme): readonly Part[] {
  const { muted } = theme
  const queued = state.held > 0 ? [{ text: 'Enter waits', paint: theme.tone.warning }] : []
  if (state.phase === 'leaving') return [{ text: 'leaving…', paint: muted }]
  if (state.phase === 'starting') {
    return [{ text: `orm-shell ${state.version} · starting…`, paint: muted }, ...queued]
  }
  const wait = waitOf(state)
  if (wait && wait.elapsed >= SPINNER_AFTER_MS) return [...waitParts(wait, theme), ...queued]
  return [...databaseParts(state.status, theme), ...queued, { text: 'F1 keys', paint: muted }]
}

interface Wait {
  readonly elapsed: number
  readonly label: string
  readonly keys: string
}

function waitOf({ phase, running, now, checkingSince }: TuiState): Wait | null {
  if (running) {
    const keys = running.interruptedAt === null ? 'Ctrl-C interrupts' : 'interrupting…'
    return { elapsed: now - running.startedAt, label: '', keys }
  }
  if (phase !== 'checking') return null
  return { elapsed: now - checkingSince, label: 'checking ', keys: 'Ctrl-C gives up' }
}

function waitParts({ elapsed, label, keys }: Wait, theme: Theme): readonly Part[] {
  const frame = SPINNER[Math.floor(elapsed / SPINNER_FRAME_MS) % SPINNER.length] ?? ''
  const clock = `${frame} ${label}${(elapsed / 1000).toFixed(1)} s`
  return [
    { text: clock, paint: theme.accent },
    { text: keys, paint: theme.muted },
  ]
}

function databaseParts(status: KernelStatus | null, theme: Theme): readonly Part[] {
  if (!status) return []
  const quiet = status.transaction === 'none'
  const failed = status.transaction === 'failed'
  const work = [
    { text: `+${status.pending}`, count: status.pending, paint: theme.added },
    { text: `~${status.dirty}`, count: status.dirty, paint: theme.changed },
    { text: `-${status.deleted}`, count: status.deleted, paint: theme.removed },
  ]
  const pending = work.some((part) => part.count > 0)
  const marks = (status.marks ?? []).map((text) => ({
    text: oneLine(text),
    paint: status.guarded ? theme.tone.error : theme.tone.warning,
  }))
  return [
    { text: oneLine(status.database), paint: status.guarded ? theme.tone.error : theme.muted },
    ...marks,
    {
      text: TRANSACTION[status.transaction],
      paint: failed ? theme.tone.error : quiet ? theme.muted : theme.accent,
    },
    ...(pending ? [{ text: work.map((part) => part.text).join(' '), paint: theme.changed }] : []),
  ]
}

const SEPARATOR = ' · '

/** Joins with dots; parts that do not fit are left out, so the line never wraps. Only the first one may be cut. */
function joinParts([first, ...others]: readonly Part[], theme: Theme, room: number): string {
  if (!first) return ''
  const start = truncate(first.text, room)
  let out = first.paint(start)
  let left = room - displayWidth(start)
  for (const { text, paint } of others) {
    const width = SEPARATOR.length + displayWidth(text)
    if (width > left) continue
    out += theme.muted(SEPARATOR) + paint(text)
    left -= width
  }
  return out
}

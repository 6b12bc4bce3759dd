/**
 * Walking through the history with Up and Down: entries that begin with what was typed before the walk began.
 * Pure; entries come from the injected history, oldest first.
 */
import { type Document, atEnd } from './document.js'

export interface HistoryWalk {
  /** Index into the entries; the draft lies at `entries.length`. */
  readonly index: number
  readonly prefix: string
  readonly draft: Document
}

export interface WalkStep {
  readonly walk: HistoryWalk | null
  readonly document: Document
}

/** Starts a walk from what is being edited: its text up to the cursor is the prefix. */
export function startWalk(entries: readonly string[], document: Document): HistoryWalk {
  return {
    index: entries.length,
    prefix: document.text.slice(0, document.cursor),
    draft: document,
  }
}

/** The next matching entry towards the past, `null` when there is none. */
export function older(entries: readonly string[], walk: HistoryWalk): WalkStep | null {
  const shown = entries[walk.index] ?? walk.draft.text
  for (let index = walk.index - 1; index >= 0; index--) {
    const entry = entries[index]
    if (entry !== undefined && entry !== shown && entry.startsWith(walk.prefix)) {
      return { walk: { ...walk, index }, document: atEnd({ text: entry, cursor: 0 }) }
    }
  }
  return null
}

/** The next matching entry towards the present, ending at the draft. */
export function newer(entries: readonly string[], walk: HistoryWalk): WalkStep | null {
  if (walk.index >= entries.length) return null
  const shown = entries[walk.index]
  for (let index = walk.index + 1; index < entries.length; index++) {
    const entry = entries[index]
    if (entry !== undefined && entry !== shown && entry.startsWith(walk.prefix)) {
      return { walk: { ...walk, index }, document: atEnd({ text: entry, cursor: 0 }) }
    }
  }
  return { walk: null, document: walk.draft }
}

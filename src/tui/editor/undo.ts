/**
 * Undo by groups: a run of typing inside one word, a paste, or any other command is one step. Immutable.
 */
import type { Document } from './document.js'

const LIMIT = 500
/** Characters of all steps together: each holds the whole text, and a pasted one may be large. */
const CHARACTERS = 20_000_000

export interface UndoStack {
  readonly past: readonly Document[]
  readonly future: readonly Document[]
}

export const NO_UNDO: UndoStack = { past: [], future: [] }

/** Remembers `before` as a step to return to; the redo side is forgotten. */
export function remember(stack: UndoStack, before: Document): UndoStack {
  return { past: withinLimits([...stack.past.slice(1 - LIMIT), before]), future: [] }
}

/** The newest steps, and always the last one. */
function withinLimits(past: readonly Document[]): readonly Document[] {
  let [first, characters] = [past.length, 0]
  while (first > 0) {
    characters += past[first - 1]?.text.length ?? 0
    if (characters > CHARACTERS && first < past.length) break
    first--
  }
  return first === 0 ? past : past.slice(first)
}

export interface UndoResult {
  readonly stack: UndoStack
  readonly document: Document
}

export function undo(stack: UndoStack, current: Document): UndoResult | null {
  const document = stack.past.at(-1)
  if (!document) return null
  return {
    document,
    stack: { past: stack.past.slice(0, -1), future: [...stack.future, current] },
  }
}

export function redo(stack: UndoStack, current: Document): UndoResult | null {
  const document = stack.future.at(-1)
  if (!document) return null
  return {
    document,
    stack: { past: [...stack.past, current], future: stack.future.slice(0, -1) },
  }
}

/**
 * Undo by groups: a run of typing inside one word, a paste, or any other command is one step. Immutable.
 */
import type { Document } from './document.js'

const LIMIT = 500

export interface UndoStack {
  readonly past: readonly Document[]
  readonly future: readonly Document[]
}

export const NO_UNDO: UndoStack = { past: [], future: [] }

/** Remembers `before` as a step to return to; the redo side is forgotten. */
export function remember(stack: UndoStack, before: Document): UndoStack {
  return { past: [...stack.past.slice(1 - LIMIT), before], future: [] }
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

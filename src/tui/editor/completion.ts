/**
 * The completion menu as a value: which of the kernel's items fit what has been typed since, and which is chosen.
 * Pure; asking the kernel is the controller's work.
 */
import type { CompletionItem, Completions } from '../../shell/protocol.js'
import type { Document } from './document.js'
import { type EditorState, change } from './state.js'

export interface CompletionMenu {
  readonly items: readonly CompletionItem[]
  readonly from: number
  /** Characters after the cursor that an accepted item replaces as well. */
  readonly tail: number
  readonly selected: number
}

/** A menu from the kernel's answer, or `null` when what has been typed meanwhile fits none of the items. */
export function openMenu(completions: Completions, document: Document): CompletionMenu | null {
  const { items, from, to } = completions
  if (document.cursor < from) return null
  const tail = Math.max(0, Math.min(to, document.text.length) - document.cursor)
  const menu = { items, from, tail, selected: 0 }
  return fitting(menu, document).length === 0 ? null : menu
}

/** The items that fit the word typed so far: those beginning with it first, then those containing it. */
export function fitting(menu: CompletionMenu, document: Document): readonly CompletionItem[] {
  const word = document.text.slice(menu.from, document.cursor).toLowerCase()
  if (word === '') return menu.items
  const beginning = menu.items.filter((item) => item.text.toLowerCase().startsWith(word))
  const containing = menu.items.filter((item) => item.text.toLowerCase().indexOf(word) > 0)
  return [...beginning, ...containing]
}

/** The menu after an edit: still open while a word is being typed that something fits. */
export function refreshMenu(menu: CompletionMenu, document: Document): CompletionMenu | null {
  if (document.cursor < menu.from) return null
  const word = document.text.slice(menu.from, document.cursor)
  const goesOn = /^[.\\]?[\p{L}\p{N}_$-]*$/u.test(word)
  return goesOn && fitting(menu, document).length > 0 ? { ...menu, selected: 0 } : null
}

export function moveSelection(
  menu: CompletionMenu,
  delta: number,
  document: Document,
): CompletionMenu {
  const count = fitting(menu, document).length
  const wraps = Math.abs(delta) === 1
  const target = menu.selected + delta
  const selected = wraps ? (target + count) % count : Math.max(0, Math.min(count - 1, target))
  return { ...menu, selected }
}

/** Replaces the word by an item's text. */
export function accept(
  state: EditorState,
  menu: CompletionMenu,
  item: CompletionItem,
): EditorState {
  const to = state.document.cursor + menu.tail
  return change(state, { from: menu.from, to, insert: item.text })
}

/** What all items that begin with the typed word have in common beyond it. */
export function commonPrefix(items: readonly CompletionItem[]): string {
  const [first, ...rest] = items.map((item) => item.text)
  let prefix = first ?? ''
  for (const text of rest) {
    while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1)
  }
  return prefix
}

/**
 * Which key does what: chords to action names, one table per mode. A key missing from a mode's table means what it
 * means while editing. The help panel is made from these tables and the actions' descriptions.
 */
import type { ActionName } from './actions.js'

export type Keymap = Readonly<Record<string, ActionName>>

export const EDIT_KEYS: Keymap = {
  enter: 'submit',
  'C-enter': 'submitNow',
  'M-enter': 'newline',
  'C-j': 'newline',
  'S-enter': 'newline',
  tab: 'completeOrIndent',
  'S-tab': 'dedent',

  left: 'charLeft',
  'C-b': 'charLeft',
  right: 'charRight',
  'C-f': 'charRight',
  'M-b': 'wordLeft',
  'C-left': 'wordLeft',
  'M-left': 'wordLeft',
  'M-f': 'wordRight',
  'C-right': 'wordRight',
  'M-right': 'wordRight',
  home: 'lineStart',
  'C-a': 'lineStart',
  end: 'lineEnd',
  'C-e': 'lineEnd',
  'C-home': 'bufferStart',
  'M-<': 'bufferStart',
  'M-S-,': 'bufferStart',
  'C-end': 'bufferEnd',
  'M->': 'bufferEnd',
  'M-S-.': 'bufferEnd',
  up: 'up',
  down: 'down',

  'C-p': 'historyOlder',
  'C-n': 'historyNewer',
  'C-r': 'searchOlder',
  'C-s': 'searchNewer',
  'M-.': 'lastArgument',
  'C-o': 'operateAndNext',

  backspace: 'deleteBackward',
  'S-backspace': 'deleteBackward',
  'C-h': 'deleteBackward',
  delete: 'deleteForward',
  'C-d': 'deleteOrLeave',
  'C-k': 'killLine',
  'C-u': 'killLineStart',
  'C-w': 'killBlankWordLeft',
  'M-backspace': 'killWordLeft',
  'C-backspace': 'killWordLeft',
  'M-d': 'killWordRight',
  'C-y': 'yank',
  'M-y': 'yankOlder',
  'C-_': 'undo',
  'C-/': 'undo',
  'C-S--': 'undo',
  'C-x C-u': 'undo',
  'M-_': 'redo',
  'M-S--': 'redo',
  'C-t': 'transposeCharacters',
  'M-t': 'transposeWords',
  'M-u': 'upcaseWord',
  'M-l': 'downcaseWord',
  'M-c': 'capitalizeWord',
  'C-v': 'quote',
  'C-q': 'quote',

  'C-c': 'interrupt',
  'C-l': 'clearScreen',
  'C-z': 'suspend',
  'C-x C-e': 'editExternally',
  f1: 'help',
  f2: 'viewStatements',
  f3: 'viewObjects',
  f4: 'viewPlan',
  f5: 'proveFix',
  f6: 'pageOutput',
  pageup: 'viewUp',
  pagedown: 'viewDown',
  escape: 'escape',
}

/** Vi's normal mode; characters are not keys there but commands. */
export const COMMAND_KEYS: Keymap = {
  ...EDIT_KEYS,
  'C-r': 'redo',
  backspace: 'charLeft',
  'C-h': 'charLeft',
  'S-backspace': 'charLeft',
}

export const MENU_KEYS: Keymap = {
  up: 'menuUp',
  'C-p': 'menuUp',
  'S-tab': 'menuUp',
  down: 'menuDown',
  'C-n': 'menuDown',
  pageup: 'menuPageUp',
  pagedown: 'menuPageDown',
  enter: 'menuAccept',
  tab: 'menuAccept',
  escape: 'close',
  'C-g': 'close',
}

export const SEARCH_KEYS: Keymap = {
  'C-r': 'searchOlder',
  up: 'searchOlder',
  'C-s': 'searchNewer',
  down: 'searchNewer',
  backspace: 'searchErase',
  'C-h': 'searchErase',
  escape: 'searchAccept',
  tab: 'searchAccept',
  'C-g': 'searchCancel',
  'C-c': 'searchCancel',
}

export const HELP_KEYS: Keymap = {
  up: 'helpUp',
  down: 'helpDown',
  pageup: 'helpPageUp',
  pagedown: 'helpPageDown',
  f1: 'close',
  escape: 'close',
  enter: 'close',
  'C-c': 'close',
  'C-g': 'close',
}

/** Characters of a panel's own are commands; all others go to the prompt. */
export const PANEL_KEYS: Keymap = {
  up: 'panelUp',
  'C-p': 'panelUp',
  down: 'panelDown',
  'C-n': 'panelDown',
  pageup: 'panelPageUp',
  pagedown: 'panelPageDown',
  enter: 'panelOpen',
  right: 'panelOpen',
  left: 'panelBack',
  escape: 'panelBack',
  'C-g': 'panelBack',
  tab: 'panelLeave',
  backspace: 'panelErase',
  'C-h': 'panelErase',
  f1: 'help',
  f2: 'viewStatements',
  f3: 'viewObjects',
  f4: 'viewPlan',
  f6: 'pageOutput',
  'C-l': 'clearScreen',
  'C-z': 'suspend',
  'C-c': 'panelLeave',
}

/** Characters are commands there, as in `less`. */
export const PAGER_KEYS: Keymap = {
  up: 'pagerUp',
  'C-p': 'pagerUp',
  down: 'pagerDown',
  'C-n': 'pagerDown',
  pageup: 'pagerPageUp',
  pagedown: 'pagerPageDown',
  left: 'pagerLeft',
  right: 'pagerRight',
  home: 'pagerStart',
  end: 'pagerEnd',
  enter: 'pagerEnter',
  backspace: 'pagerErase',
  'C-h': 'pagerErase',
  escape: 'pagerEscape',
  f6: 'pagerEscape',
  'C-l': 'clearScreen',
  'C-z': 'suspend',
  'C-c': 'pagerClose',
  'C-d': 'pagerClose',
}

export const CONFIRM_KEYS: Keymap = {
  enter: 'answerNo',
  escape: 'answerNo',
  'C-c': 'answerNo',
  'C-d': 'answerNo',
  'C-g': 'answerNo',
}

/** Chords that begin a two-chord key. */
export const PREFIXES: ReadonlySet<string> = new Set(
  Object.keys(EDIT_KEYS).flatMap((name) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])),
)

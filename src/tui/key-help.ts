/**
 * What keys do, in sections, made from the keymap and the actions' descriptions: the help panel and `.help keys` show
 * the same. Needs no terminal, so that commands may ask for it.
 */
import type { KeyHelp, KeySection } from '../shell/commands/command.js'
import { ACTION_GROUPS, ACTIONS, type ActionName } from './actions.js'
import { VI_HELP } from './editor/vi/help.js'
import { EDIT_KEYS, type Keymap, MENU_KEYS, PAGER_KEYS, PANEL_KEYS, SEARCH_KEYS } from './keymap.js'
import { describeChord } from './terminal/key-event.js'

/** Spellings of a key that only some terminals send. */
const VARIANT = /S--|M-S-|S-backspace|C-backspace/

/** One row per action with all its keys. */
function rowsOf(keymap: Keymap): readonly KeyHelp[] {
  const chords = new Map<ActionName, string[]>()
  for (const [name, action] of Object.entries(keymap)) {
    if (VARIANT.test(name)) continue
    chords.set(action, [...(chords.get(action) ?? []), describeChord(name)])
  }
  return [...chords].map(([action, names]) => ({
    keys: names.join(', '),
    help: ACTIONS[action].help,
  }))
}

function group(actions: object): readonly KeyHelp[] {
  const own = Object.entries(EDIT_KEYS).filter(([, action]) => action in actions)
  return rowsOf(Object.fromEntries(own))
}

/** Every key by what it is for; those of vi's normal mode where they are in use. */
export function keySections(options: { readonly vi: boolean }): readonly KeySection[] {
  const groups = Object.entries(ACTION_GROUPS).map(([title, actions]) => ({
    title,
    keys: group(actions),
  }))
  const vi = { title: "vi's normal mode", keys: VI_HELP }
  return [
    ...(options.vi ? [vi] : []),
    ...groups,
    { title: 'completion menu', keys: rowsOf(MENU_KEYS) },
    { title: 'history search', keys: rowsOf(SEARCH_KEYS) },
    {
      title: 'panels',
      keys: [
        ...rowsOf(PANEL_KEYS).filter(({ keys }) => !/^(F\d|Ctrl-[LZ])/.test(keys)),
        { keys: 'e', help: 'statements: explain the chosen one' },
        { keys: 'r', help: 'objects: take back what was done to the chosen object or attribute' },
      ],
    },
    { title: 'pager', keys: rowsOf(PAGER_KEYS) },
  ]
}

/**
 * What keys can do, by name, with the words the help panel uses. Editor commands change the text; the others call
 * the host (the controller), which alone may talk to the kernel or the terminal.
 */
import { EDITOR_COMMANDS } from './editor/commands.js'
import * as editing from './modes/editing.js'
import { closeMode, menuAccept, menuMove } from './modes/menu.js'
import * as panel from './modes/panel.js'
import * as pager from './modes/pager.js'
import * as search from './modes/search.js'
import * as suggestion from './modes/suggestion.js'
import { scrollHelp, toggleHelp } from './modes/help.js'
import { scrollView, type ViewKey } from './modes/view.js'
import { escape } from './modes/vi.js'
import type { TuiState } from './state.js'

/** What actions may ask of the application. */
export interface ActionHost {
  readonly entries: readonly string[]
  update(change: (state: TuiState) => TuiState): void
  submit(options?: { readonly unchecked?: boolean; readonly thenNext?: boolean }): void
  completeOrIndent(): void
  deleteOrLeave(): void
  interrupt(): void
  answer(leave: boolean): void
  clearScreen(): void
  /** Runs a command as if it had been typed, where nothing else has been. */
  runLine(line: string): void
  /** Opens or closes what commands answer below the input. */
  toggleView(key: ViewKey): void
  /** Changes what a panel shows, and asks for it where it is not here yet. */
  browse(change: (state: TuiState) => TuiState): void
  /** Opens what the last input printed in the pager. */
  pageOutput(): void
  suspend(): void
  editExternally(): void
}

export interface Action {
  readonly help: string
  readonly run: (host: ActionHost) => void
}

type Entries = readonly string[]

function command(name: keyof typeof EDITOR_COMMANDS, help: string): Action {
  return {
    help,
    run: (host) => host.update((state) => editing.runCommand(state, EDITOR_COMMANDS[name])),
  }
}

function update(help: string, change: (state: TuiState, entries: Entries) => TuiState): Action {
  return { help, run: (host) => host.update((state) => change(state, host.entries)) }
}

function effect(help: string, run: (host: ActionHost) => void): Action {
  return { help, run }
}

const RUNNING = {
  submit: effect('run, or go on in a new line when incomplete', (host) => host.submit()),
  submitNow: effect('run without asking whether it is complete', (host) =>
    host.submit({ unchecked: true }),
  ),
  operateAndNext: effect('run, then bring the next history entry', (host) =>
    host.submit({ thenNext: true }),
  ),
  newline: command('newline', 'new line'),
  completeOrIndent: effect('complete; indent at the start of a line', (host) =>
    host.completeOrIndent(),
  ),
  interrupt: effect('clear the line, or interrupt what runs', (host) => host.interrupt()),
  deleteOrLeave: effect('delete forward; leave when empty', (host) => host.deleteOrLeave()),
} satisfies Record<string, Action>

const MOVING = {
  charLeft: command('charLeft', 'one character left'),
  charRight: update('one character right; take the suggestion', suggestion.right),
  wordLeft: command('wordLeft', 'one word left'),
  wordRight: update('one word right, also of the suggestion', suggestion.nextWord),
  lineStart: command('lineStart', 'start of line'),
  lineEnd: update('end of line; take the suggestion', suggestion.lineEnd),
  bufferStart: command('bufferStart', 'start of input'),
  bufferEnd: command('bufferEnd', 'end of input'),
  up: update('row above, then history by what was typed', editing.up),
  down: update('row below, then history', editing.down),
} satisfies Record<string, Action>

const HISTORY = {
  historyOlder: update('older history entry', editing.historyOlder),
  historyNewer: update('newer history entry', editing.historyNewer),
  searchOlder: update('search history backward', (state, entries) =>
    search.searchStep(state, entries, -1),
  ),
  searchNewer: update('search history forward', (state, entries) =>
    search.searchStep(state, entries, 1),
  ),
  searchErase: update('shorten the search', search.searchErase),
  searchAccept: update('edit what was found', search.searchAccept),
  searchCancel: update('give the search up', search.searchCancel),
  lastArgument: update('last word of the previous input', editing.insertLastArgument),
} satisfies Record<string, Action>

const EDITING = {
  deleteBackward: command('deleteBackward', 'delete backward'),
  deleteForward: command('deleteForward', 'delete forward'),
  dedent: command('dedent', 'indent less'),
  killLine: command('killLine', 'cut to end of line'),
  killLineStart: command('killLineStart', 'cut to start of line'),
  killBlankWordLeft: command('killBlankWordLeft', 'cut back to white space'),
  killWordLeft: command('killWordLeft', 'cut word left'),
  killWordRight: command('killWordRight', 'cut word right'),
  yank: command('yank', 'insert what was cut'),
  yankOlder: command('yankOlder', 'replace it by an older cut'),
  undo: command('undo', 'undo'),
  redo: command('redo', 'redo'),
  transposeCharacters: command('transposeCharacters', 'swap characters'),
  transposeWords: command('transposeWords', 'swap words'),
  upcaseWord: command('upcaseWord', 'word in upper case'),
  downcaseWord: command('downcaseWord', 'word in lower case'),
  capitalizeWord: command('capitalizeWord', 'word capitalized'),
  quote: update('insert the next key as it is', (state) => ({ ...state, mode: { kind: 'quote' } })),
  editExternally: effect('edit in $EDITOR', (host) => host.editExternally()),
} satisfies Record<string, Action>

const BROWSING = {
  panelUp: effect('row up', (host) => host.browse((state) => panel.panelMove(state, -1))),
  panelDown: effect('row down', (host) => host.browse((state) => panel.panelMove(state, 1))),
  panelPageUp: effect('rows up', (host) => host.browse((state) => panel.panelMove(state, -8))),
  panelPageDown: effect('rows down', (host) => host.browse((state) => panel.panelMove(state, 8))),
  panelOpen: effect('open: attributes of an object, the whole statement', (host) =>
    host.browse(panel.panelOpen),
  ),
  panelBack: effect('back; from the list to the prompt (q)', (host) =>
    host.browse(panel.panelBack),
  ),
  panelLeave: effect('type at the prompt, keep the panel in view', (host) =>
    host.browse(panel.panelLeave),
  ),
  panelErase: effect('shorten the filter (/ begins one)', (host) => host.browse(panel.panelErase)),
} satisfies Record<string, Action>

const PAGING = {
  pageOutput: effect('the last output from its beginning, in the pager', (host) =>
    host.pageOutput(),
  ),
  pagerUp: update('line up', (state) => pager.pagerScroll(state, -1)),
  pagerDown: update('line down', (state) => pager.pagerScroll(state, 1)),
  pagerPageUp: update('page up (b)', (state) => pager.pagerPage(state, -1)),
  pagerPageDown: update('page down (Space)', (state) => pager.pagerPage(state, 1)),
  pagerLeft: update('to the left (h)', (state) => pager.pagerSide(state, -1)),
  pagerRight: update('to the right (l)', (state) => pager.pagerSide(state, 1)),
  pagerStart: update('first line (g)', (state) => pager.pagerEdge(state, 'start')),
  pagerEnd: update('last line (G)', (state) => pager.pagerEdge(state, 'end')),
  pagerEnter: update('search what was typed behind / (n next, N previous)', pager.pagerEnter),
  pagerErase: update('shorten the search', pager.pagerErase),
  pagerEscape: update('give the search up, or close (q)', pager.pagerEscape),
  pagerClose: update('close at once', pager.closePager),
} satisfies Record<string, Action>

const SCREEN = {
  help: update('show or hide these keys', toggleHelp),
  helpUp: update('scroll up', (state) => scrollHelp(state, -1)),
  helpDown: update('scroll down', (state) => scrollHelp(state, 1)),
  helpPageUp: update('page up', (state) => scrollHelp(state, -10)),
  helpPageDown: update('page down', (state) => scrollHelp(state, 10)),
  viewStatements: effect('statements of the last input, kept in view', (host) =>
    host.toggleView('F2'),
  ),
  viewObjects: effect('changed and loaded objects, kept in view', (host) => host.toggleView('F3')),
  viewPlan: effect('plan of the last query, kept in view', (host) => host.toggleView('F4')),
  proveFix: effect('prove the fix of the last N+1 loads', (host) => host.runLine('.n1 fix')),
  viewUp: update('scroll the view up', (state) => scrollView(state, -5)),
  viewDown: update('scroll the view down', (state) => scrollView(state, 5)),
  escape: update('close the view; in vi mode: to normal mode', escape),
  menuUp: update('previous completion', (state) => menuMove(state, -1)),
  menuDown: update('next completion', (state) => menuMove(state, 1)),
  menuPageUp: update('completions above', (state) => menuMove(state, -8)),
  menuPageDown: update('completions below', (state) => menuMove(state, 8)),
  menuAccept: update('take the completion', menuAccept),
  close: update('close', closeMode),
  clearScreen: effect('clear the screen', (host) => host.clearScreen()),
  suspend: effect('suspend to the shell', (host) => host.suspend()),
  answerNo: effect('stay', (host) => host.answer(false)),
} satisfies Record<string, Action>

/** The actions by what they are for, as help lists them. */
export const ACTION_GROUPS = {
  running: RUNNING,
  moving: MOVING,
  history: HISTORY,
  editing: EDITING,
  screen: { ...SCREEN, pageOutput: PAGING.pageOutput },
}

export const ACTIONS = {
  ...RUNNING,
  ...MOVING,
  ...HISTORY,
  ...EDITING,
  ...BROWSING,
  ...PAGING,
  ...SCREEN,
}

export type ActionName = keyof typeof ACTIONS

/**
 * Serves input events one after the other: looks the key up for the present mode, runs the action, and holds keys
 * back while an Enter waits for the kernel, so that typing ahead is never lost nor reordered.
 */
import type { History } from '../shell/kernel/history.js'
import { ACTIONS, type ActionHost, type ActionName } from './actions.js'
import { lineBeforeCursor, type Document } from './editor/document.js'
import { EDITOR_COMMANDS } from './editor/commands.js'
import { newline, typeText } from './editor/edit.js'
import { replaceAll } from './editor/state.js'
import type { FollowUp, KernelSession } from './kernel-session.js'
import {
  COMMAND_KEYS,
  CONFIRM_KEYS,
  EDIT_KEYS,
  HELP_KEYS,
  type Keymap,
  MENU_KEYS,
  PAGER_KEYS,
  PANEL_KEYS,
  PREFIXES,
  SEARCH_KEYS,
} from './keymap.js'
import * as editing from './modes/editing.js'
import { panelLeave, panelType, withBrowse } from './modes/panel.js'
import { pagerType } from './modes/pager.js'
import { searchAccept, searchType } from './modes/search.js'
import { toggleView, type ViewKey } from './modes/view.js'
import { settled, typeCommand } from './modes/vi.js'
import { withSuggestion } from './modes/suggestion.js'
import { EDIT_MODE, type Mode, type TuiState, promptText, withHint } from './state.js'
import type { Store } from './store.js'
import { type InputEvent, type KeyEvent, chord, key } from './terminal/key-event.js'
import type { Transcript } from './transcript.js'

/** What the controller may do to the terminal itself. */
export interface ScreenControls {
  clear(): void
  suspend(): void
  /** Runs the user's editor on a text; `null` when that failed. */
  edit(text: string): string | null
  kittySupported(): void
}

export interface ControllerParts {
  readonly store: Store<TuiState>
  readonly session: KernelSession
  readonly transcript: Transcript
  readonly history: History
  readonly screen: ScreenControls
}

const MODE_KEYS: Readonly<Record<Mode['kind'], Keymap>> = {
  edit: EDIT_KEYS,
  menu: { ...EDIT_KEYS, ...MENU_KEYS },
  search: { ...EDIT_KEYS, ...SEARCH_KEYS },
  help: HELP_KEYS,
  confirm: CONFIRM_KEYS,
  quote: {},
  prefix: EDIT_KEYS,
  command: COMMAND_KEYS,
  pager: PAGER_KEYS,
  panel: PANEL_KEYS,
}

/** Actions that leave an open search or menu as it is. */
const SEARCH_ACTIONS: ReadonlySet<string> = new Set(Object.values(SEARCH_KEYS))
const MENU_ACTIONS: ReadonlySet<string> = new Set([
  ...Object.values(MENU_KEYS),
  'deleteBackward',
  'charRight',
])
/** Actions that need the kernel. */
const SUBMITTING: ReadonlySet<ActionName> = new Set(['submit', 'submitNow', 'operateAndNext'])
/** Keys that are served even while others are held. */
const URGENT: ReadonlySet<string> = new Set(['C-c', 'C-z', 'C-l'])

/** Where the keys of editing mean nothing. */
const MODAL: ReadonlySet<Mode['kind']> = new Set(['confirm', 'help', 'pager', 'panel'])

export class Controller implements ActionHost {
  readonly #parts: ControllerParts
  readonly #held: InputEvent[] = []
  /** The entry to edit after this input, and the text to correct where it cannot be parsed. */
  #next: string | null = null
  #broken: Document | null = null

  constructor(parts: ControllerParts) {
    this.#parts = parts
  }

  get entries(): readonly string[] {
    return this.#parts.history.entries()
  }

  update(change: (state: TuiState) => TuiState): void {
    this.#parts.store.update((state) => withSuggestion(settled(change(state)), this.entries))
  }

  /** Serves an event in its turn: it may have to wait for the kernel, and so do those behind it. */
  handle(event: InputEvent): void {
    if (event.type === 'kittySupported') return this.#parts.screen.kittySupported()
    if (event.type === 'focus') return
    if (event.type === 'key' && URGENT.has(chord(event))) return this.#serve(event)
    this.#held.push(event)
    this.#serveHeld()
  }

  /** The kernel is idle: what a command brings is shown, and the Enter that waited can run. */
  idle({ next, edit }: FollowUp = {}): void {
    if (edit !== undefined) this.#edit(edit)
    if (next !== undefined) this.#bring({ text: next, cursor: next.length })
    this.#bringBroken()
    this.#serveHeld()
  }

  submit(options: { readonly unchecked?: boolean; readonly thenNext?: boolean } = {}): void {
    this.update(searchAccept)
    const state = this.#state
    const { text } = state.editor.document
    if (text.trim() === '') return this.update(editing.startInput)
    if (options.thenNext) this.#next = this.#entryAfterCurrent()
    if (options.unchecked) return this.#run(text)
    this.#parts.session.check(text, (input) => {
      if (input.state === 'invalid') this.#broken = { text, cursor: input.offset }
      if (input.state !== 'incomplete') return this.#run(text)
      this.#next = null
      this.update((now) => editing.runCommand(now, (editor) => newline(editor, input.indent)))
    })
  }

  completeOrIndent(): void {
    const { editor, phase } = this.#state
    const { text, cursor } = editor.document
    const atLineStart = lineBeforeCursor(editor.document).trim() === ''
    if (text !== '' && atLineStart) return this.update(editing.indent)
    if (phase === 'ready') return this.#parts.session.complete(text, cursor)
    this.update((state) => withHint(state, 'no completion while the kernel is busy'))
  }

  deleteOrLeave(): void {
    const { editor, phase } = this.#state
    if (editor.document.text !== '') {
      return this.update((state) => editing.runCommand(state, EDITOR_COMMANDS.deleteForward))
    }
    if (phase !== 'running') return this.#parts.session.leave(false)
    this.update((state) => withHint(state, 'an input is running · Ctrl-C interrupts it'))
  }

  /** Ctrl-C: interrupts what runs, else clears the line, else says how to leave. */
  interrupt(): void {
    const { phase, editor } = this.#state
    this.#held.length = 0
    this.#next = this.#broken = null
    this.#showHeld()
    if (phase === 'leaving') return this.#parts.session.leave(true)
    if (this.#parts.session.interrupt()) return
    if (editor.document.text !== '') return this.update(editing.startInput)
    const text =
      phase === 'starting'
        ? 'database and models are still being opened · Ctrl-D leaves'
        : 'Ctrl-D leaves · F1 shows the keys'
    this.update((state) => withHint(editing.startInput(state), text))
  }

  answer(leave: boolean): void {
    this.update((state) => ({ ...state, mode: EDIT_MODE }))
    if (leave) this.#parts.session.leave(true)
  }

  clearScreen(): void {
    this.#parts.screen.clear()
  }

  runLine(line: string): void {
    const { editor, phase } = this.#state
    if (editor.document.text === '' && phase === 'ready') return this.#run(line)
    const text =
      editor.document.text === '' ? 'an input is running' : 'finish or clear the line first'
    this.update((state) => withHint(state, `${line} · ${text}`))
  }

  toggleView(key: ViewKey): void {
    this.update((state) => toggleView(state, key))
    this.#parts.session.fillView()
  }

  /** Where another page is wanted than before, it is asked for. */
  browse(change: (state: TuiState) => TuiState): void {
    const before = this.#state.view?.browse
    this.update(change)
    const after = this.#state.view?.browse
    const wants = after && (after.path !== before?.path || after.filter !== before.filter)
    if (wants) this.#parts.session.browse(after)
  }

  pageOutput(): void {
    this.#parts.session.pageOutput()
  }

  suspend(): void {
    this.#parts.screen.suspend()
  }

  editExternally(): void {
    this.#edit(this.#state.editor.document.text)
  }

  get #state(): TuiState {
    return this.#parts.store.get()
  }

  /** What is saved stands at the prompt; undo brings back what stood there. */
  #edit(before: string): void {
    const edited = this.#parts.screen.edit(before)
    if (edited === null) return this.update((state) => withHint(state, '$EDITOR failed', 'warning'))
    const text = edited.replace(/\r\n?/g, '\n').replace(/\n$/, '')
    this.update((state) =>
      editing.runCommand(state, (editor) => replaceAll(editor, { text, cursor: text.length })),
    )
  }

  #serveHeld(): void {
    for (let event = this.#held[0]; event && !this.#mustWait(event); event = this.#held[0]) {
      this.#held.shift()
      this.#serve(event)
    }
    this.#showHeld()
  }

  /** Nothing is typed into a text that is being checked, and an Enter waits for the input before it. */
  #mustWait(event: InputEvent): boolean {
    const { phase } = this.#state
    if (phase === 'checking') return true
    const action = event.type === 'key' ? this.#actionOf(event) : undefined
    return phase !== 'ready' && action !== undefined && SUBMITTING.has(action)
  }

  #showHeld(): void {
    const held = this.#held.length
    if (this.#state.held !== held) this.update((state) => ({ ...state, held }))
  }

  #serve(event: InputEvent): void {
    if (event.type === 'text') this.#type(event.text)
    else if (event.type === 'paste') this.#paste(event.text)
    else if (event.type === 'key') this.#press(event)
  }

  #type(text: string): void {
    const { mode } = this.#state
    switch (mode.kind) {
      case 'confirm':
        return this.#answer(text)
      case 'search':
        return this.update((state) => searchType(state, this.entries, text))
      case 'quote':
        return this.#quote(text)
      case 'panel':
        return this.#typeInPanel(text)
      case 'pager':
        return this.update((state) => pagerType(state, text))
      case 'command':
        return this.update((state) => typeCommand(state, this.entries, text))
      case 'prefix':
        return this.update((state) => ({ ...state, mode: EDIT_MODE, hint: null }))
      case 'help':
        this.update((state) => ({ ...state, mode: EDIT_MODE }))
        break
      case 'edit':
      case 'menu':
    }
    this.update((state) => editing.type(state, text))
  }

  /** Most characters go to the prompt, and the keys with them; the panel stays in sight. */
  #typeInPanel(text: string): void {
    const characters = Array.from(text)
    for (const [index, character] of characters.entries()) {
      if (this.#state.mode.kind !== 'panel') return this.#type(characters.slice(index).join(''))
      this.#pressInPanel(character)
    }
  }

  #pressInPanel(character: string): void {
    const { session } = this.#parts
    const browse = this.#state.view?.browse
    if (browse && browse.asks !== null) {
      this.update((state) => withBrowse(state, () => ({ asks: null })))
      if (/^y/i.test(character)) session.browse(browse, browse.asks)
      return
    }
    const next = panelType(this.#state, character)
    if (next) return this.browse(() => next)
    this.browse(panelLeave)
    this.#type(character)
  }

  /** What follows a no belongs to the next input. */
  #answer(text: string): void {
    if (!/^[yn]/i.test(text)) return
    const leaves = /^y/i.test(text)
    this.answer(leaves)
    if (!leaves && text.length > 1) this.#type(text.slice(1))
  }

  #paste(text: string): void {
    const { mode } = this.#state
    if (mode.kind === 'confirm') return
    if (mode.kind === 'panel') this.browse(panelLeave)
    if (mode.kind === 'pager') return this.#type(text.replace(/\n.*$/s, ''))
    if (mode.kind === 'search') {
      return this.update((state) => searchType(state, this.entries, text.replace(/\n.*$/s, '')))
    }
    this.update((state) => editing.paste(state, text))
  }

  #press(event: KeyEvent): void {
    const { mode } = this.#state
    if (mode.kind === 'quote') return this.#quote(controlCharacter(event))
    if (this.#state.vi && isEscaped(event)) {
      this.#press(key('escape'))
      return this.#type(event.shift ? event.name.toUpperCase() : event.name)
    }
    const name = this.#chordOf(event)
    if (mode.kind === 'prefix') this.update((state) => ({ ...state, mode: EDIT_MODE, hint: null }))
    if (PREFIXES.has(name) && !MODAL.has(mode.kind)) {
      return this.update((state) =>
        withHint({ ...state, mode: { kind: 'prefix', chord: name } }, `${name} …`),
      )
    }
    const action = MODE_KEYS[mode.kind][name]
    if (action) this.#perform(action)
  }

  /** The key's name, behind the prefix that was pressed before it. */
  #chordOf(event: KeyEvent): string {
    const { mode } = this.#state
    return mode.kind === 'prefix' ? `${mode.chord} ${chord(event)}` : chord(event)
  }

  #actionOf(event: KeyEvent): ActionName | undefined {
    return MODE_KEYS[this.#state.mode.kind][this.#chordOf(event)]
  }

  #perform(action: ActionName): void {
    const { mode } = this.#state
    if (mode.kind === 'search' && !SEARCH_ACTIONS.has(action)) this.update(searchAccept)
    if (mode.kind === 'menu' && !MENU_ACTIONS.has(action)) {
      this.update((state) => ({ ...state, mode: EDIT_MODE }))
      if (action === 'interrupt') return
    }
    ACTIONS[action].run(this)
  }

  #quote(character: string): void {
    this.update((state) => ({ ...state, mode: EDIT_MODE }))
    if (character === '') return
    this.update((state) => editing.runCommand(state, (editor) => typeText(editor, character)))
  }

  #run(code: string): void {
    const { store, transcript, history, session } = this.#parts
    const { pasted } = store.get()
    transcript.input(promptText(store.get()), code)
    history.append(code)
    this.update(editing.startInput)
    this.#bringNext()
    session.run(code, pasted)
    this.#serveHeld()
  }

  #entryAfterCurrent(): string | null {
    const { walk } = this.#state
    return walk ? (this.entries[walk.index + 1] ?? null) : null
  }

  /** After Ctrl-O: the entry that followed the one just run. */
  #bringNext(): void {
    const text = this.#next ?? ''
    this.#next = null
    this.#bring({ text, cursor: text.length })
  }

  /** After a syntax error: the input, unless something else waits to be typed. */
  #bringBroken(): void {
    const broken = this.#broken
    this.#broken = null
    if (broken && this.#held.length === 0) this.#bring(broken)
  }

  #bring(document: Document): void {
    if (document.text === '' || this.#state.editor.document.text !== '') return
    this.update((state) => editing.runCommand(state, (editor) => replaceAll(editor, document)))
  }
}

/** Alt with a character is what Escape and the character are when they come quickly: in vi mode they are two keys. */
function isEscaped({ alt, ctrl, name }: KeyEvent): boolean {
  return alt && !ctrl && name.length === 1
}

/** The character a key stands for when it is inserted as it is. */
function controlCharacter(event: KeyEvent): string {
  const named: Readonly<Record<string, string>> = { tab: '\t', enter: '\n', escape: '\x1b' }
  const character = named[event.name]
  if (character !== undefined) return character
  if (event.ctrl && /^[a-z]$/.test(event.name)) {
    return String.fromCharCode(event.name.charCodeAt(0) - 96)
  }
  return ''
}

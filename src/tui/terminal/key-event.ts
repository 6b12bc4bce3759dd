/**
 * What the key decoder emits, and the short names (`C-a`, `M-S-left`) under which the keymap lists keys.
 */
export interface Modifiers {
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
}

export interface KeyEvent extends Modifiers {
  readonly type: 'key'
  readonly name: string
}

export type InputEvent =
  | KeyEvent
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'focus'; readonly focused: boolean }
  /** The terminal's answer to our question: it speaks the kitty keyboard protocol. */
  | { readonly type: 'kittySupported' }

export function key(name: string, modifiers: Partial<Modifiers> = {}): KeyEvent {
  return { type: 'key', name, ctrl: false, alt: false, shift: false, ...modifiers }
}

/** The keymap's name of a key: modifiers in the order C, M, S. */
export function chord(event: KeyEvent): string {
  const ctrl = event.ctrl ? 'C-' : ''
  const alt = event.alt ? 'M-' : ''
  const shift = event.shift ? 'S-' : ''
  return ctrl + alt + shift + event.name
}

const SPOKEN: Readonly<Record<string, string>> = {
  C: 'Ctrl',
  M: 'Alt',
  S: 'Shift',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
}

/** A chord as people read it: `C-x C-u` is `Ctrl-X Ctrl-U`. */
export function describeChord(name: string): string {
  return name.split(' ').map(describeOne).join(' ')
}

function describeOne(name: string): string {
  const match = /^((?:[CMS]-)*)(.+)$/.exec(name)
  const modifiers = (match?.[1] ?? '').split('-').filter(Boolean)
  const base = match?.[2] ?? name
  const spoken = SPOKEN[base] ?? base.charAt(0).toUpperCase() + base.slice(1)
  return [...modifiers.map((modifier) => SPOKEN[modifier] ?? modifier), spoken].join('-')
}

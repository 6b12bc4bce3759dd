/**
 * Tables of terminal escape sequences, xterm's and kitty's. Used by the key decoder only.
 */
import type { Modifiers } from './key-event.js'

type Names = Readonly<Record<string | number, string>>

/** `ESC [ n ~`. */
export const TILDE_KEYS: Names = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
}

/** `ESC [ X` and `ESC [ 1 ; m X`. */
export const LETTER_KEYS: Names = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'clear',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'tab',
}

/** `ESC O X`: application mode. */
export const SS3_KEYS: Names = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
}

/** Code points that `ESC [ n u` uses for named keys. */
export const CODEPOINT_KEYS: Names = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
  57414: 'enter',
}

/** Control characters that are keys of their own rather than Ctrl with a letter. */
export const CONTROL_KEYS: Readonly<Record<string, { name: string; ctrl?: boolean }>> = {
  '\r': { name: 'enter' },
  '\t': { name: 'tab' },
  '\x7f': { name: 'backspace' },
  '\0': { name: 'space', ctrl: true },
  '\x1c': { name: '\\', ctrl: true },
  '\x1d': { name: ']', ctrl: true },
  '\x1e': { name: '^', ctrl: true },
  '\x1f': { name: '_', ctrl: true },
}

/** Decodes xterm's modifier parameter: 1 + shift(1) + alt(2) + ctrl(4) + super/meta(8 and up, ignored). */
export function modifiers(parameter: number): Modifiers {
  const bits = Math.max(0, parameter - 1)
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 }
}

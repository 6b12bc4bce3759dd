/**
 * Colours by meaning. Only the sixteen colours every terminal theme defines, chosen so that no meaning rests on
 * telling red from green; a sign or a word always says the same. `NO_COLOR`, `FORCE_COLOR` and dumb terminals count.
 */
import type { Tone } from './output.js'

/** What a token of the input is; the editor classifies, the theme colours. */
export type TokenRole =
  | 'plain'
  | 'keyword'
  | 'literal'
  | 'string'
  | 'number'
  | 'comment'
  | 'type'
  | 'call'
  | 'property'
  | 'punctuation'
  | 'command'

export type Paint = (text: string) => string

/** What colours are chosen for: dark or light backgrounds, or weight alone. */
export const THEMES = ['dark', 'light', 'mono'] as const

export type ThemeName = (typeof THEMES)[number]

interface Palette {
  readonly accent: string
  readonly blue: string
  readonly magenta: string
  readonly yellow: string
  readonly error: string
}

/** Yellow and cyan are hard to read on white. */
const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  dark: { accent: '36', blue: '34', magenta: '35', yellow: '33', error: '1;31' },
  light: { accent: '34', blue: '34', magenta: '35', yellow: '31', error: '1;31' },
  mono: { accent: '1', blue: '1', magenta: '1', yellow: '4', error: '1' },
}

export interface Theme {
  readonly color: boolean
  readonly muted: Paint
  readonly strong: Paint
  readonly accent: Paint
  readonly label: Paint
  readonly selected: Paint
  readonly added: Paint
  readonly changed: Paint
  readonly removed: Paint
  readonly nothing: Paint
  readonly number: Paint
  readonly string: Paint
  readonly keyword: Paint
  readonly bracket: Paint
  /** What Node's inspector has coloured, in this theme's colours. */
  readonly inspected: Paint
  /** What a search has found. */
  readonly found: Paint
  readonly tone: Readonly<Record<Tone, Paint>>
  readonly token: Readonly<Record<TokenRole, Paint>>
}

const CLOSING: Readonly<Record<string, string>> = {
  '1': '22',
  '2': '22',
  '3': '23',
  '4': '24',
  '7': '27',
}

/** A paint from SGR attributes, `1;31` for bold red; each line is painted on its own, so that lines can be cut. */
function sgr(codes: string): Paint {
  const open = `\x1b[${codes}m`
  const ends = codes.split(';').map((code) => CLOSING[code] ?? '39')
  const close = `\x1b[${[...new Set(ends)].reverse().join(';')}m`
  return (text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : open + line + close))
      .join('\n')
}

const plain: Paint = (text) => text

/** Node's inspector paints numbers yellow and what is special cyan. */
const INSPECTED: Readonly<Record<ThemeName, Paint>> = {
  dark: plain,
  light: (text) => text.replaceAll('\x1b[33m', '\x1b[35m').replaceAll('\x1b[36m', '\x1b[34m'),
  mono: (text) => text.replace(/\x1b\[3\dm/g, ''),
}

export function createTheme(options: {
  readonly color: boolean
  readonly name?: ThemeName
}): Theme {
  const paint = options.color ? sgr : () => plain
  const palette = PALETTES[options.name ?? 'dark']
  const muted = paint('2')
  const accent = paint(palette.accent)
  const blue = paint(palette.blue)
  const magenta = paint(palette.magenta)
  const yellow = paint(palette.yellow)
  return {
    color: options.color,
    muted,
    accent,
    strong: paint('1'),
    label: blue,
    selected: paint(`1;${palette.accent}`),
    added: accent,
    changed: yellow,
    removed: magenta,
    nothing: paint('2;3'),
    number: magenta,
    string: yellow,
    keyword: blue,
    bracket: paint('1;4'),
    inspected: INSPECTED[options.name ?? 'dark'],
    found: paint('7'),
    tone: {
      normal: plain,
      muted,
      accent,
      success: accent,
      warning: yellow,
      error: paint(palette.error),
    },
    token: {
      plain,
      keyword: blue,
      literal: magenta,
      string: yellow,
      number: magenta,
      comment: muted,
      type: accent,
      call: plain,
      property: plain,
      punctuation: plain,
      command: paint(`1;${palette.accent}`),
    },
  }
}

/** Whether to colour at all: `FORCE_COLOR` wins over `NO_COLOR`, which wins over what the terminal says. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env['NO_COLOR']) return false
  return env['TERM'] !== 'dumb'
}

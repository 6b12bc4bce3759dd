/**
 * Decodes the first event of a buffer of terminal input. Pure; the key decoder adds the clock and the paste state.
 * Sequences nobody knows (mouse, OSC, device reports) are consumed and yield nothing, so they never leak as text.
 */
import { type InputEvent, type KeyEvent, type Modifiers, key } from './key-event.js'
import {
  CODEPOINT_KEYS,
  CONTROL_KEYS,
  LETTER_KEYS,
  SS3_KEYS,
  TILDE_KEYS,
  modifiers,
} from './key-sequences.js'

export interface Decoded {
  /** Characters consumed; 0 asks for more input. */
  readonly length: number
  readonly event?: InputEvent | { readonly type: 'pasteStart' }
}

const MORE: Decoded = { length: 0 }

const CSI = /^\x1b\[(\[?[0-9;:<=>?]*[ -/]*)([@-~])/

const CSI_PARTIAL = /^\x1b\[\[?[0-9;:<=>?]*[ -/]*$/

const STRING_SEQUENCE = /^\x1b[\]P_^][\s\S]*?(?:\x07|\x1b\\)/

const PRINTABLE = /^[^\x00-\x1f\x7f]+/

/** Decodes one event; `flush` means that the escape timeout has passed and a lone prefix stands for itself. */
export function decodeOne(buffer: string, flush: boolean): Decoded {
  if (buffer.startsWith('\x1b')) return decodeEscape(buffer, flush)
  const text = PRINTABLE.exec(buffer)?.[0]
  if (text !== undefined) return { length: text.length, event: { type: 'text', text } }
  return { length: 1, event: controlKey(buffer.charAt(0), false) }
}

function decodeEscape(buffer: string, flush: boolean): Decoded {
  if (buffer.length === 1) return flush ? { length: 1, event: key('escape') } : MORE
  switch (buffer.charAt(1)) {
    case '[':
      return decodeCsi(buffer, flush)
    case 'O':
      return decodeSs3(buffer, flush)
    case ']':
    case 'P':
    case '_':
    case '^':
      return decodeString(buffer, flush)
    case '\x1b':
      return decodeAltSequence(buffer, flush)
    default: {
      const character = String.fromCodePoint(buffer.codePointAt(1) ?? 0)
      return { length: 1 + character.length, event: controlKey(character, true) }
    }
  }
}

function decodeCsi(buffer: string, flush: boolean): Decoded {
  const match = CSI.exec(buffer)
  if (match)
    return { length: match[0].length, ...eventOf(csiEvent(match[1] ?? '', match[2] ?? '')) }
  if (!CSI_PARTIAL.test(buffer)) return { length: 2 }
  if (!flush) return MORE
  return buffer.length === 2
    ? { length: 2, event: key('[', { alt: true }) }
    : { length: buffer.length }
}

function eventOf(event: Decoded['event'] | undefined): { event?: NonNullable<Decoded['event']> } {
  return event === undefined ? {} : { event }
}

function csiEvent(parameters: string, final: string): Decoded['event'] {
  if (/^[<>=?]/.test(parameters)) {
    return parameters.startsWith('?') && final === 'u' ? { type: 'kittySupported' } : undefined
  }
  const [first = 0, second = 1, third = 0] = parameters
    .replace('[', '')
    .split(';')
    .map((part) => Number.parseInt(part, 10) || 0)
  if (final === '~') return tildeEvent(first, second, third)
  if (final === 'u') return codepointKey(first, modifiers(second))
  if (parameters === '' && (final === 'I' || final === 'O'))
    return { type: 'focus', focused: final === 'I' }
  const name = LETTER_KEYS[final]
  if (name === undefined) return undefined
  return final === 'Z' ? key(name, { shift: true }) : key(name, modifiers(second))
}

function tildeEvent(code: number, modifier: number, codepoint: number): Decoded['event'] {
  if (code === 200) return { type: 'pasteStart' }
  if (code === 27) return codepointKey(codepoint, modifiers(modifier))
  const name = TILDE_KEYS[code]
  return name === undefined ? undefined : key(name, modifiers(modifier))
}

function codepointKey(codepoint: number, held: Modifiers): InputEvent | undefined {
  const plain = !held.ctrl && !held.alt
  const name = CODEPOINT_KEYS[codepoint]
  if (name !== undefined && !(plain && name === 'space')) return key(name, held)
  if (codepoint < 32 || codepoint > 0x10ffff) return undefined
  const character = String.fromCodePoint(codepoint)
  return plain ? { type: 'text', text: character } : key(character.toLowerCase(), held)
}

function decodeSs3(buffer: string, flush: boolean): Decoded {
  if (buffer.length < 3)
    return flush ? { length: 2, event: key('o', { alt: true, shift: true }) } : MORE
  const name = SS3_KEYS[buffer.charAt(2)]
  return { length: 3, ...eventOf(name === undefined ? undefined : key(name)) }
}

function decodeString(buffer: string, flush: boolean): Decoded {
  const match = STRING_SEQUENCE.exec(buffer)
  if (match) return { length: match[0].length }
  if (!flush) return MORE
  return buffer.length === 2
    ? { length: 2, event: key(buffer.charAt(1).toLowerCase(), { alt: true }) }
    : { length: buffer.length }
}

/** `ESC ESC [ A` is Alt with an arrow in several terminals; otherwise the first escape stands alone. */
function decodeAltSequence(buffer: string, flush: boolean): Decoded {
  if (buffer.length === 2 && !flush) return MORE
  if (buffer[2] !== '[' && buffer[2] !== 'O') return { length: 1, event: key('escape') }
  const inner = decodeEscape(buffer.slice(1), flush)
  if (inner.length === 0) return MORE
  const event = inner.event?.type === 'key' ? { ...inner.event, alt: true } : inner.event
  return { length: inner.length + 1, ...eventOf(event) }
}

function controlKey(character: string, alt: boolean): KeyEvent {
  const named = CONTROL_KEYS[character]
  if (named) return key(named.name, { ctrl: named.ctrl ?? false, alt })
  const code = character.charCodeAt(0)
  if (code < 27) return key(String.fromCharCode(code + 96), { ctrl: true, alt })
  const lower = character.toLowerCase()
  return key(lower, { alt, shift: character !== lower })
}

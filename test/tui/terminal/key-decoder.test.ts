/** The key decoder: bytes in, events out, however the bytes are cut. */
import { describe, expect, test, vi } from 'vitest'
import { type InputEvent, chord, describeChord } from '../../../src/tui/terminal/key-event.js'
import { KeyDecoder } from '../../../src/tui/terminal/key-decoder.js'

function decode(...chunks: readonly string[]): InputEvent[] {
  vi.useFakeTimers()
  const events: InputEvent[] = []
  const decoder = new KeyDecoder((event) => events.push(event))
  for (const chunk of chunks) decoder.push(chunk)
  vi.advanceTimersByTime(100)
  vi.useRealTimers()
  return events
}

/** Chords of keys, texts in quotes. */
function names(...chunks: readonly string[]): string[] {
  return decode(...chunks).map((event) => {
    if (event.type === 'key') return chord(event)
    return 'text' in event ? `"${event.text}"` : event.type
  })
}

describe('keys', () => {
  test.each([
    ['\r', 'enter'],
    ['\n', 'C-j'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\x08', 'C-h'],
    ['\x1b[3~', 'delete'],
    ['\x01', 'C-a'],
    ['\x1a', 'C-z'],
    ['\x1f', 'C-_'],
    ['\x1c', 'C-\\'],
    ['\0', 'C-space'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1;5C', 'C-right'],
    ['\x1b[1;3D', 'M-left'],
    ['\x1b[1;5P', 'C-f1'],
    ['\x1bOP', 'f1'],
    ['\x1b[15~', 'f5'],
    ['\x1b[Z', 'S-tab'],
    ['\x1bb', 'M-b'],
    ['\x1bB', 'M-S-b'],
    ['\x1b<', 'M-<'],
    ['\x1b\r', 'M-enter'],
    ['\x1b\x7f', 'M-backspace'],
    ['\x1b\x1b[A', 'M-up'],
    ['\x1b[13;2u', 'S-enter'],
    ['\x1b[13;5u', 'C-enter'],
    ['\x1b[97;5u', 'C-a'],
    ['\x1b[27;5;13~', 'C-enter'],
    ['\x1b', 'escape'],
    ['\x1b[', 'M-['],
    ['\x1bO', 'M-S-o'],
  ])('%j is %s', (bytes, name) => {
    expect(names(bytes)).toEqual([name])
  })

  test('typing in one chunk is text and keys in order', () => {
    expect(names('ab\rc\x7f')).toEqual(['"ab"', 'enter', '"c"', 'backspace'])
  })

  test('wide characters and emoji are text', () => {
    expect(names('日本 👩‍👩‍👧')).toEqual(['"日本 👩‍👩‍👧"'])
  })

  test('a key the kitty protocol reports as text is text', () => {
    expect(names('\x1b[229u')).toEqual(['"å"'])
  })
})

describe('sequences that are not keys', () => {
  test.each([
    ['colours in typed text', '\x1b[31m'],
    ['mouse reports', '\x1b[<0;10;10M'],
    ['device attributes', '\x1b[?62;22c'],
    ['operating system commands', '\x1b]11;rgb:0000/0000/0000\x07'],
    ['device control strings', '\x1bP1$r0m\x1b\\'],
    ['cursor position reports', '\x1b[12;40R'.replace('R', 'n')],
  ])('%s are swallowed', (_what, bytes) => {
    expect(names(`a${bytes}b`)).toEqual(['"a"', '"b"'])
  })

  test('the answer to the kitty question and focus reports are events', () => {
    expect(names('\x1b[?1u\x1b[I\x1b[O')).toEqual(['kittySupported', 'focus', 'focus'])
  })
})

describe('cut input', () => {
  test('every cut of a sequence yields the same key', () => {
    for (const sequence of ['\x1b[1;5C', '\x1b[3~', '\x1bOA', '\x1b]0;x\x1b\\', '\x1b\x1b[A']) {
      const whole = names(`a${sequence}b`)
      for (let cut = 1; cut < sequence.length; cut++) {
        const parts = [`a${sequence.slice(0, cut)}`, `${sequence.slice(cut)}b`]
        expect(names(...parts), JSON.stringify(parts)).toEqual(whole)
      }
    }
  })

  test('an escape followed by nothing is the Escape key after the timeout', () => {
    expect(names('x\x1b')).toEqual(['"x"', 'escape'])
  })
})

describe('bracketed paste', () => {
  test('is one event with line ends unified, whatever is inside', () => {
    const text = 'a\r\nb\rc\n\td \x1b[31mred\x1b[0m'
    expect(decode(`\x1b[200~${text}\x1b[201~x`)).toEqual([
      { type: 'paste', text: 'a\nb\nc\n\td \x1b[31mred\x1b[0m' },
      { type: 'text', text: 'x' },
    ])
  })

  test('is one event when it arrives in many chunks', () => {
    const text = 'line of text\n'.repeat(2000)
    const bytes = `\x1b[200~${text}\x1b[201~`
    const chunks = bytes.match(/[\s\S]{1,997}/g) ?? []
    expect(decode(...chunks)).toEqual([{ type: 'paste', text }])
  })
})

test('chords are described in words', () => {
  expect(describeChord('C-x C-u')).toBe('Ctrl-X Ctrl-U')
  expect(describeChord('M-left')).toBe('Alt-←')
})

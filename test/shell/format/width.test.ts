/** Widths that are known without Unicode's tables are those of the tables. */
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { displayWidth, graphemes } from '../../../src/shell/format/width.js'

/** Letters, marks, signs and shapes; what lies behind them is ideographs. */
const characters = Array.from({ length: 0x3040 - 0x20 }, (_, index) =>
  String.fromCharCode(index + 0x20),
).filter((character) => character < '\x7f' || character > '\x9f')

test('a character is as wide as string-width says, by itself and between others', () => {
  const differing = characters.filter((character) => {
    const text = `${character}a${character}·`
    return displayWidth(text) !== stringWidth(text)
  })
  expect(differing).toEqual([])
})

test('what changes the character before it is not taken for one of its own', () => {
  for (const text of ['↔\ufe0f', '▶\ufe0f', 'e\u0301', '·\u200d·', '日本→'])
    expect(displayWidth(text)).toBe(stringWidth(text))
  expect(graphemes('e\u0301→')).toEqual(['e\u0301', '→'])
})

test('colours take no room', () => {
  expect(displayWidth('\x1b[38;5;12m→ x\x1b[0m')).toBe(3)
  expect(displayWidth('\x1b]8;;https://a.example\x07link\x1b]8;;\x07')).toBe(4)
})

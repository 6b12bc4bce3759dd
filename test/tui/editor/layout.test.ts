/** Rows, places and movement by rows. */
import { fc } from '../../helpers/fast-check.js'
import { describe, expect, test } from 'vitest'
import { layoutRows, offsetAt, placeOf } from '../../../src/tui/editor/layout.js'
import { EMPTY_EDITOR, type EditorState } from '../../../src/tui/editor/state.js'
import { moveVertically } from '../../../src/tui/editor/vertical.js'
import { displayWidth, graphemes } from '../../../src/shell/format/width.js'

function rowsOf(text: string, width: number): string[] {
  return layoutRows(text, width).map((row) => text.slice(row.from, row.to))
}

describe('rows', () => {
  test('long lines are wrapped by columns, not characters', () => {
    expect(rowsOf('abcdef', 4)).toEqual(['abcd', 'ef'])
    expect(rowsOf('日本語', 5)).toEqual(['日本', '語'])
    expect(rowsOf('a\n\nb', 5)).toEqual(['a', '', 'b'])
    expect(rowsOf('', 5)).toEqual([''])
  })

  test('every row fits and together they are the text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '日', '👩‍👩‍👧', 'é', '\n', '\t') })
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 12 }), (input, width) => {
        const rows = layoutRows(input, width)
        for (const row of rows) {
          const shown = input.slice(row.from, row.to).replace(/\t/g, '  ')
          expect(displayWidth(shown)).toBeLessThanOrEqual(width)
        }
        const joined = rows.map(
          (row) => (row.startsLine ? '\n' : '') + input.slice(row.from, row.to),
        )
        expect(joined.join('').slice(1)).toBe(input)
      }),
    )
  })

  test('a place leads back to its offset', () => {
    const text = 'const x = 日本;\n\tfoo(👩‍👩‍👧, bar)\n\nend'
    const rows = layoutRows(text, 9)
    let offset = 0
    for (const grapheme of graphemes(text)) {
      expect(offsetAt(text, rows, placeOf(text, rows, offset)), `offset ${offset}`).toBe(offset)
      offset += grapheme.length
    }
  })
})

describe('movement by rows', () => {
  const text = 'long line here\nab\nanother line'
  const at = (cursor: number): EditorState => ({ ...EMPTY_EDITOR, document: { text, cursor } })

  test('keeps the column across a shorter row', () => {
    const once = moveVertically(at(10), 1, 40)
    expect(once?.document.cursor).toBe(17)
    expect(once && moveVertically(once, 1, 40)?.document.cursor).toBe(28)
  })

  test('answers null at the edges', () => {
    expect(moveVertically(at(3), -1, 40)).toBeNull()
    expect(moveVertically(at(20), 1, 40)).toBeNull()
  })

  test('moves inside a wrapped line', () => {
    expect(moveVertically(at(9), -1, 8)?.document.cursor).toBe(1)
  })
})

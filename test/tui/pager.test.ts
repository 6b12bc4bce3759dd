import { describe, expect, test } from 'vitest'
import type { TableBlock } from '../../src/shell/format/output.js'
import { createTheme } from '../../src/shell/format/theme.js'
import { displayWidth } from '../../src/shell/format/width.js'
import { layoutFrame } from '../../src/tui/frame.js'
import {
  openPager,
  pagerEdge,
  pagerEnter,
  pagerEscape,
  pagerPage,
  pagerSide,
  pagerType,
  wantsPager,
} from '../../src/tui/modes/pager.js'
import { pagerText } from '../../src/tui/panels/pager-rows.js'
import { type TuiState, initialState } from '../../src/tui/state.js'

const theme = createTheme({ color: false })
const COLUMNS = 20

const table: TableBlock = {
  kind: 'table',
  columns: Array.from({ length: COLUMNS }, (_, index) => ({
    title: `column${index}`,
    align: 'left',
  })),
  rows: Array.from({ length: 100 }, (_, row) =>
    Array.from({ length: COLUMNS }, (_column, index) => ({ text: `r${row}c${index}` })),
  ),
}

function opened(columns = 80, rows = 24): TuiState {
  const state = initialState({ version: '1', columns, rows })
  return openPager(state, [table], pagerText([table], columns))
}

function shown(state: TuiState): readonly string[] {
  const frame = layoutFrame(state, theme)
  return [...frame.tail, ...frame.editor, ...frame.panel, ...frame.status]
}

const body = (state: TuiState): string => shown(state).slice(2, -2).join('\n')

describe('the pager', () => {
  test('titles stay while rows scroll', () => {
    const state = pagerPage(opened(), 1)
    expect(shown(state)[0]).toMatch(/^column0 +column1/)
    expect(body(state)).toMatch(/^r18c0 /)
    expect(body(pagerPage(state, -1))).toMatch(/^r0c0 /)
  })

  test('no column is left out: what is wider than the screen lies to the right', () => {
    const side = pagerSide(opened(), 8)
    expect(shown(side).join('\n')).toContain('column19')
    expect(shown(pagerSide(side, -100))[0]).toMatch(/^column0/)
  })

  test('the last line is the last that scrolls', () => {
    const end = pagerEdge(opened(), 'end')
    expect(body(end)).toMatch(/\(100 rows\)$/)
    expect(body(pagerPage(end, 1))).toBe(body(end))
  })

  test('a search goes to the next match, n and N go on, round the end', () => {
    const found = pagerEnter(pagerType(opened(), '/r3'))
    expect(body(found)).toMatch(/^r3c0 /)
    expect(body(pagerType(found, 'n'))).toMatch(/^r30c0 /)
    expect(body(pagerType(found, 'nN'))).toMatch(/^r3c0 /)
    expect(body(pagerType(found, 'N'))).toMatch(/^r39c0 /)
    const missing = pagerEnter(pagerType(opened(), '/nowhere'))
    expect(shown(missing).join('\n')).toContain('no more nowhere')
  })

  test('q and Escape close it; while a search is typed they belong to the search', () => {
    expect(pagerType(opened(), 'q').mode.kind).toBe('edit')
    expect(pagerEscape(opened()).mode.kind).toBe('edit')
    const typing = pagerType(opened(), '/q')
    expect(typing.mode.kind).toBe('pager')
    expect(pagerEscape(typing).mode.kind).toBe('pager')
  })

  test.each([
    [120, 40],
    [40, 10],
    [12, 6],
    [5, 4],
  ])('fits %d columns and %d rows at every place', (columns, rows) => {
    const first = opened(columns, rows)
    for (const state of [
      first,
      pagerSide(first, 3),
      pagerEdge(first, 'end'),
      pagerType(first, '/x'),
    ]) {
      const lines = shown(state)
      expect(lines.length).toBeLessThanOrEqual(Math.max(2, rows - 1))
      for (const line of lines) expect(displayWidth(line)).toBeLessThan(columns)
    }
  })

  test('opens for what is higher than the screen, never, or always', () => {
    expect(wantsPager('on', 30, 24)).toBe(true)
    expect(wantsPager('on', 10, 24)).toBe(false)
    expect(wantsPager('off', 300, 24)).toBe(false)
    expect(wantsPager('always', 1, 24)).toBe(true)
    expect(wantsPager('always', 0, 24)).toBe(false)
  })
})

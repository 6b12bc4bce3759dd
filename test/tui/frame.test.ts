/** The live region: never too high, never too wide, the cursor where the text is. */
import { fc } from '../helpers/fast-check.js'
import { describe, expect, test } from 'vitest'
import type { Output, TableBlock } from '../../src/shell/format/output.js'
import type { CompletionItem, KernelStatus, PanelPage } from '../../src/shell/protocol.js'
import { layoutFrame } from '../../src/tui/frame.js'
import { paste, type as typeInto } from '../../src/tui/modes/editing.js'
import { showCompletions } from '../../src/tui/modes/menu.js'
import { closeView, fillView, scrollView, toggleView } from '../../src/tui/modes/view.js'
import { openSearch, searchType } from '../../src/tui/modes/search.js'
import { FRESH_VI } from '../../src/tui/editor/vi/memory.js'
import { keySections } from '../../src/tui/key-help.js'
import { openPager } from '../../src/tui/modes/pager.js'
import { panelBack, panelMove, panelOpen, panelType, showPage } from '../../src/tui/modes/panel.js'
import { pagerText } from '../../src/tui/panels/pager-rows.js'
import { type TuiState, initialState, withHint } from '../../src/tui/state.js'
import { displayWidth } from '../../src/shell/format/width.js'
import { createTheme } from '../../src/shell/format/theme.js'

const theme = createTheme({ color: false })

const STATUS: KernelStatus = {
  database: 'sqlite :memory:',
  dialect: 'sqlite',
  transaction: 'none',
  pending: 0,
  dirty: 0,
  deleted: 0,
  identityMap: 0,
  inputNumber: 7,
}

function ready(size: { columns: number; rows: number } = { columns: 80, rows: 24 }): TuiState {
  return { ...initialState({ version: '1.0.0', ...size }), phase: 'ready', status: STATUS }
}

function lines(state: TuiState): readonly string[] {
  const frame = layoutFrame(state, theme)
  return [...frame.tail, ...frame.editor, ...frame.panel, ...frame.status]
}

describe('status line', () => {
  const statusOf = (state: TuiState): string => layoutFrame(state, theme).status.join()

  test('names database, transaction and unflushed work', () => {
    const status = { ...STATUS, transaction: 'open' as const, pending: 1, dirty: 2, deleted: 3 }
    expect(statusOf({ ...ready(), status })).toBe(
      'sqlite :memory: · transaction open · +1 ~2 -3 · F1 keys',
    )
  })

  test('shows what runs only after a moment', () => {
    const running = { id: 1, startedAt: 1000, interruptedAt: null }
    const state: TuiState = { ...ready(), phase: 'running', running, now: 1100 }
    expect(statusOf(state)).toContain('sqlite')
    expect(statusOf({ ...state, now: 2500 })).toMatch(/^\S 1\.5 s · Ctrl-C interrupts$/)
  })
})

const VIEWED: Output = {
  kind: 'text',
  text: Array.from({ length: 60 }, (_, index) => `row ${index} ${'wide '.repeat(30)}`).join('\n'),
}

const OBJECTS: PanelPage = {
  title: 'objects · 40 persistent',
  ids: Array.from({ length: 40 }, (_, index) => `id ${index}`),
  blocks: [
    {
      kind: 'table',
      columns: ['object', 'state', 'changes'].map((name) => ({ title: name, align: 'left' })),
      rows: Array.from({ length: 40 }, (_, index) => [
        { text: `Post#${index}` },
        { text: 'persistent' },
        { text: '日本語 '.repeat(20) },
      ]),
      footer: '',
      layout: 'grid',
    },
  ],
}

describe('a panel', () => {
  const open = (state = ready()): TuiState => showPage(toggleView(state, 'F3'), 'F3', OBJECTS)
  const panel = (state: TuiState) => layoutFrame(state, theme).panel.join('\n')

  test('marks the chosen row and keeps it in sight', () => {
    expect(panel(open())).toMatch(/^▸ Post#0 /m)
    expect(panel(panelMove(open(), 25))).toMatch(/^▸ Post#25 /m)
    expect(panel(panelMove(open(), 1000))).toMatch(/^▸ Post#39 /m)
  })

  test('the chosen row stays chosen by its name when the list changes', () => {
    const [, ...ids] = OBJECTS.ids ?? []
    const table = OBJECTS.blocks[0] as TableBlock
    const page = { ...OBJECTS, ids, blocks: [{ ...table, rows: table.rows.slice(1) }] }
    expect(panel(showPage(panelMove(open(), 5), 'F3', page))).toMatch(/^▸ Post#5 /m)
  })

  test('asks by name before anything is taken back', () => {
    const asked = panelType(panelMove(open(), 2), 'r') ?? ready()
    expect(panel(asked)).toContain('take back what was done to Post#2? (y/n)')
    expect(panel(panelBack(asked))).not.toContain('(y/n)')
  })

  test('Enter goes in, Escape comes back to the row and then to the prompt', () => {
    const inside = panelOpen(panelMove(open(), 3))
    expect(inside.view?.browse).toMatchObject({ path: ['id 3'], page: null })
    const back = panelBack(inside)
    expect(back.view?.browse).toMatchObject({ path: [], selected: 3 })
    expect(panelBack(back)).toMatchObject({ view: null, mode: { kind: 'edit' } })
  })

  test('what is no key of the panel belongs to the prompt', () => {
    expect(panelType(open(), 's')).toBeNull()
    expect(panelType(panelType(open(), '/') ?? ready(), 's')?.view?.browse?.filter).toBe('s')
  })
})

describe('the view', () => {
  const viewing = fillView(toggleView(ready(), 'F4'), 'F4', [VIEWED])
  const panel = (state: TuiState) => layoutFrame(state, theme).panel

  test('shows what a command answers in half of the screen, below the input', () => {
    expect(panel(viewing)).toHaveLength(12)
    expect(panel(viewing)[0]).toBe('.explain · 1–11 of 180 · PgUp PgDn scroll · F4 closes')
    expect(panel(viewing)[1]).toMatch(/^row 0/)
  })

  test('scrolls no further than there is, and the same key closes it', () => {
    expect(panel(scrollView(viewing, 1000)).at(-1)).toMatch(/wide/)
    expect(panel(scrollView(viewing, 1000))[0]).toContain('170–180 of 180')
    expect(panel(toggleView(viewing, 'F4'))).toEqual([])
    expect(panel(closeView(viewing))).toEqual([])
  })

  test('leaves an answer alone that is not for it', () => {
    expect(fillView(toggleView(viewing, 'F2'), 'F4', [])).toMatchObject({
      view: { key: 'F2', blocks: null },
    })
  })
})

describe('panels', () => {
  test('the search takes the cursor to its query', () => {
    const state = searchType(openSearch(ready(), ['select(1)']), ['select(1)'], 'sel')
    const frame = layoutFrame(state, theme)
    expect(frame.editor).toEqual(['In [7]: select(1)'])
    expect(frame.panel).toEqual(['search history: sel'])
    expect(frame.cursor).toEqual({ row: 1, column: 'search history: sel'.length })
  })

  test('every action a key can start is in the help', () => {
    const help = keySections({ vi: false }).flatMap(({ keys }) => keys)
    expect(help.find((entry) => entry.keys.includes('Ctrl-R'))?.help).toBe(
      'search history backward',
    )
    expect(help.find((entry) => entry.keys === 'Home, Ctrl-A')?.help).toBe('start of line')
    for (const { keys } of keySections({ vi: true }))
      expect(new Set(keys.map((entry) => entry.help)).size).toBe(keys.length)
  })

  test('control characters in completions and reasons are shown, not sent', () => {
    const item: CompletionItem = { text: 'a\x1b[2J', kind: 'column' }
    const other: CompletionItem = { text: 'ab', kind: 'column' }
    const completions = { items: [item, other], from: 0, to: 0 }
    const menu = showCompletions(ready(), completions)
    const confirm: TuiState = { ...ready(), mode: { kind: 'confirm', reason: 'x\x1b[3Jy' } }
    for (const state of [menu, confirm]) expect(lines(state).join()).not.toContain('\x1b')
  })
})

test('whatever is shown fits into the screen less two rows, and no row wraps', () => {
  const items: CompletionItem[] = Array.from({ length: 30 }, (_, index) => ({
    text: `candidate${index}`,
    kind: 'column',
    detail: 'relationship to a model with a very long name, many-to-many through a table',
  }))
  const completions = { items, from: 0, to: 0 }
  const modes: ((state: TuiState) => TuiState)[] = [
    (state) => state,
    (state) => withHint(state, 'a hint that is rather long for a narrow terminal, as hints are'),
    (state) => ({ ...state, mode: { kind: 'help', top: 1000 } }),
    (state) => ({ ...state, mode: { kind: 'confirm', reason: 'very much would be lost' } }),
    (state) => showCompletions({ ...state, editor: initialState(state).editor }, completions),
    (state) => ({ ...state, tail: 'unfinished' }),
    (state) => fillView(toggleView(state, 'F4'), 'F4', [VIEWED]),
    (state) => showPage(toggleView(state, 'F3'), 'F3', OBJECTS),
    (state) => openPager(state, [VIEWED], pagerText([VIEWED], state.columns)),
    (state) => ({ ...state, vi: FRESH_VI, mode: { kind: 'command', keys: '2d' } }),
    (state) => openSearch(state, []),
  ]
  const text = fc.string({
    unit: fc.constantFrom('a', '(', ' ', '日', '\n', '\n', '👍'),
    maxLength: 400,
  })
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(...modes),
      fc.integer({ min: 20, max: 100 }),
      fc.integer({ min: 4, max: 40 }),
      (input, mode, columns, rows) => {
        const state = mode(typeInto(paste(ready({ columns, rows }), input), 'x'))
        const shown = lines(state)
        expect(shown.length).toBeLessThanOrEqual(rows - 2)
        for (const line of shown) expect(displayWidth(line)).toBeLessThan(columns)
        const { cursor, editor } = layoutFrame(state, theme)
        if (state.mode.kind !== 'pager') expect(editor.length).toBeGreaterThan(0)
        expect(cursor.row).toBeLessThan(shown.length)
        expect(cursor.column).toBeLessThan(columns)
      },
    ),
  )
})

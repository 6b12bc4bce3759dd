/** Highlighting, bracket pairs and completion. */
import { describe, expect, test } from 'vitest'
import type { CompletionItem } from '../../../src/shell/protocol.js'
import { matchingPair } from '../../../src/tui/editor/brackets.js'
import {
  accept,
  commonPrefix,
  fitting,
  moveSelection,
  openMenu,
  refreshMenu,
} from '../../../src/tui/editor/completion.js'
import { highlight } from '../../../src/tui/editor/highlight.js'
import { EMPTY_EDITOR } from '../../../src/tui/editor/state.js'

function roles(text: string): string[] {
  return highlight(text)
    .filter((span) => text.slice(span.from, span.to).trim() !== '')
    .map((span) => `${text.slice(span.from, span.to)}:${span.role}`)
}

describe('highlighting', () => {
  test('tells the parts of code apart', () => {
    expect(roles('const u = User.get(1) // ok')).toEqual([
      'const:keyword',
      'u:plain',
      '=:punctuation',
      'User:type',
      '.:punctuation',
      'get:call',
      '(:punctuation',
      '1:number',
      '):punctuation',
      '// ok:comment',
    ])
  })

  test('a keyword behind a dot or before a colon is a name', () => {
    expect(roles('a.delete')).toContain('delete:property')
    expect(roles('({ default: 1 })')).toContain('default:plain')
  })

  test('an unfinished template is still text', () => {
    expect(roles('`a ${x')).toEqual(['`a ${:string', 'x:plain'])
  })

  test('commands are commands, continuations are code', () => {
    expect(roles('.models User')).toEqual(['.models:command', ' User:plain'])
    expect(roles('\\dt')).toEqual(['\\dt:command'])
    expect(roles('.where(x)')).toContain('where:call')
  })

  test('spans cover the whole text', () => {
    const text = 'let a = /x[/]y/g;\n\t"é日" ?? #p'
    const spans = highlight(text)
    expect(spans.map((span) => text.slice(span.from, span.to)).join('')).toBe(text)
  })
})

describe('bracket pairs', () => {
  test('the partner of the bracket at or before the cursor', () => {
    expect(matchingPair('f(a[0])', 7)).toEqual([1, 6])
    expect(matchingPair('f(a[0])', 1)).toEqual([1, 6])
    expect(matchingPair('f(a[0])', 3)).toEqual([3, 5])
  })

  test('brackets in text do not count, unmatched ones have no partner', () => {
    expect(matchingPair('f(")")', 6)).toEqual([1, 5])
    expect(matchingPair('f(', 2)).toBeNull()
    expect(matchingPair('no brackets', 4)).toBeNull()
  })
})

describe('completion', () => {
  const items: CompletionItem[] = ['name', 'nickname', 'id'].map((text) => ({
    text,
    kind: 'column',
  }))
  const document = (text: string) => ({ text, cursor: text.length })
  const menu = openMenu({ items, from: 5, to: 5 }, document('user.'))

  test('what is typed filters: beginnings before the rest', () => {
    const texts = menu ? fitting(menu, document('user.n')).map((item) => item.text) : []
    expect(texts).toEqual(['name', 'nickname'])
    const inner = menu ? fitting(menu, document('user.na')).map((item) => item.text) : []
    expect(inner).toEqual(['name', 'nickname'])
  })

  test('the menu closes when nothing fits or the word ends', () => {
    expect(menu && refreshMenu(menu, document('user.x'))).toBeNull()
    expect(menu && refreshMenu(menu, document('user.name('))).toBeNull()
    expect(menu && refreshMenu(menu, document('user'))).toBeNull()
    expect(openMenu({ items: [], from: 0, to: 0 }, document(''))).toBeNull()
  })

  test('the selection wraps by one and stops by pages', () => {
    const up = menu && moveSelection(menu, -1, document('user.'))
    expect(up?.selected).toBe(2)
    expect(up && moveSelection(up, 1, document('user.')).selected).toBe(0)
    expect(up && moveSelection(up, 8, document('user.')).selected).toBe(2)
  })

  test('accepting replaces the word, also what follows the cursor', () => {
    const state = { ...EMPTY_EDITOR, document: { text: 'user.nxx + 1', cursor: 6 } }
    const opened = openMenu({ items, from: 5, to: 8 }, state.document)
    const [item] = items
    const next = opened && item ? accept(state, opened, item) : null
    expect(next?.document).toEqual({ text: 'user.name + 1', cursor: 9 })
  })

  test('the common prefix of all items', () => {
    expect(commonPrefix(items.slice(0, 2))).toBe('n')
    expect(commonPrefix([])).toBe('')
  })
})

/** Editor commands, driven through a text with a `|` for the cursor. */
import { describe, expect, test } from 'vitest'
import { EDITOR_COMMANDS } from '../../../src/tui/editor/commands.js'
import { newline, pasteText, typeText } from '../../../src/tui/editor/edit.js'
import { EMPTY_EDITOR, type EditorState } from '../../../src/tui/editor/state.js'

type CommandName = keyof typeof EDITOR_COMMANDS

function editor(marked: string): EditorState {
  const cursor = marked.indexOf('|')
  return { ...EMPTY_EDITOR, document: { text: marked.replace('|', ''), cursor } }
}

function marked({ document }: EditorState): string {
  return `${document.text.slice(0, document.cursor)}|${document.text.slice(document.cursor)}`
}

function run(state: EditorState, ...names: readonly CommandName[]): EditorState {
  return names.reduce((current, name) => EDITOR_COMMANDS[name](current), state)
}

function type(state: EditorState, text: string): EditorState {
  return Array.from(text).reduce(typeText, state)
}

describe('movement and deletion', () => {
  test.each<[CommandName, string, string]>([
    ['lineStart', 'ab\ncd|', 'ab\n|cd'],
    ['lineEnd', '|ab\ncd', 'ab|\ncd'],
    ['charLeft', 'a👩‍👩‍👧|', 'a|👩‍👩‍👧'],
    ['charLeft', 'a\n|b', 'a|\nb'],
    ['charRight', 'é|x', 'éx|'],
    ['charLeft', '|a', '|a'],
    ['wordLeft', 'session.query(User)|', 'session.query(|User)'],
    ['wordLeft', 'session.|query', '|session.query'],
    ['wordRight', 'session|.query', 'session.query|'],
    ['bufferStart', 'a\nb|', '|a\nb'],
    ['bufferEnd', '|a\nb', 'a\nb|'],
    ['deleteBackward', 'a日|b', 'a|b'],
    ['deleteBackward', 'a\n    |b', 'a\n  |b'],
    ['deleteBackward', 'a\n|b', 'a|b'],
    ['deleteForward', 'a|👩‍👩‍👧b', 'a|b'],
    ['deleteForward', 'a|', 'a|'],
    ['dedent', 'a\n   b|', 'a\n b|'],
    ['transposeCharacters', 'ab|', 'ba|'],
    ['transposeCharacters', 'a|bc', 'ba|c'],
    ['transposeCharacters', '|ab', '|ab'],
    ['transposeWords', 'one| two', 'two one|'],
    ['transposeWords', 'a.b(c|)', 'a.c(b|)'],
    ['transposeWords', 'one|', 'one|'],
    ['upcaseWord', '|name x', 'NAME| x'],
    ['downcaseWord', 'a |NAME', 'a name|'],
    ['capitalizeWord', '| user', ' User|'],
    ['killLine', 'a|b\nc', 'a|\nc'],
    ['killLine', 'a|\nb', 'a|b'],
    ['killLineStart', 'ab\ncd|e', 'ab\n|e'],
    ['killBlankWordLeft', 'x user.name |', 'x |'],
    ['killWordLeft', 'user.name|', 'user.|'],
    ['killWordRight', 'user|.name', 'user|'],
    ['newline', 'f(|)', 'f(\n  |)'],
    ['newline', '  x|', '  x\n  |'],
  ])('%s: %j becomes %j', (name, before, after) => {
    expect(marked(run(editor(before), name))).toBe(after)
  })
})

describe('typing', () => {
  test('a closing bracket at the start of a line goes one level out', () => {
    expect(marked(typeText(editor('f(\n    |'), ')'))).toBe('f(\n  )|')
  })

  test('pasted text is taken as it is', () => {
    expect(marked(pasteText(editor('f(|)'), 'a,\n\tb'))).toBe('f(a,\n\tb|)')
  })

  test('a new line takes the indentation it is told', () => {
    expect(marked(newline(editor('x|'), 4))).toBe('x\n    |')
  })
})

describe('kill ring', () => {
  test('kills in a row are one entry, in reading order', () => {
    const killed = run(editor('one two three|'), 'killWordLeft', 'killWordLeft')
    expect(marked(run(killed, 'bufferStart', 'yank'))).toBe('two three|one ')
  })

  test('a movement between kills starts a new entry, Alt-Y turns to the older', () => {
    const killed = run(editor('one two|'), 'killWordLeft', 'lineStart', 'killLine')
    const yanked = run(killed, 'yank')
    expect(marked(yanked)).toBe('one |')
    expect(marked(run(yanked, 'yankOlder'))).toBe('two|')
    expect(marked(run(yanked, 'yankOlder', 'yankOlder'))).toBe('one |')
  })

  test('yanking twice inserts twice', () => {
    const killed = run(editor('ab|'), 'killLineStart')
    expect(marked(run(killed, 'yank', 'yank'))).toBe('abab|')
  })

  test('a yank is one step to undo, however often it was turned', () => {
    const killed = run(editor('one two|'), 'killWordLeft', 'lineStart', 'killLine')
    expect(marked(run(killed, 'yank', 'yankOlder', 'undo'))).toBe('|')
  })
})

describe('undo', () => {
  test('goes back by words and forth again', () => {
    const typed = type(EMPTY_EDITOR, 'select from users')
    const once = run(typed, 'undo')
    expect(marked(once)).toBe('select from |')
    expect(marked(run(once, 'undo'))).toBe('select |')
    expect(marked(run(once, 'undo', 'redo', 'redo'))).toBe('select from users|')
  })

  test('takes a paste back as a whole', () => {
    const pasted = pasteText(type(EMPTY_EDITOR, 'x'), 'one\ntwo three')
    expect(marked(run(pasted, 'undo'))).toBe('x|')
  })

  test('with nothing to undo leaves everything as it is', () => {
    expect(marked(run(editor('a|b'), 'undo', 'redo'))).toBe('a|b')
  })

  test('a change after undo forgets what could be redone', () => {
    const state = typeText(run(type(EMPTY_EDITOR, 'a b'), 'undo'), 'c')
    expect(marked(run(state, 'redo'))).toBe(marked(state))
  })
})

import { describe, expect, test } from 'vitest'
import { type TuiState, initialState } from '../../../src/tui/state.js'
import { MOTIONS } from '../../../src/tui/editor/vi/motions.js'
import { VI_HELP } from '../../../src/tui/editor/vi/help.js'
import { EMPTY_EDITOR } from '../../../src/tui/editor/state.js'
import { type as typeText } from '../../../src/tui/modes/editing.js'
import { FRESH_VI } from '../../../src/tui/editor/vi/memory.js'
import { escape, settled, typeCommand } from '../../../src/tui/modes/vi.js'

const ESC = '\x1b'

/** A state whose text has its cursor at `|`, in normal mode. */
function at(marked: string): TuiState {
  const cursor = marked.indexOf('|')
  const document = { text: marked.replace('|', ''), cursor }
  return {
    ...initialState({ version: '1', columns: 80, rows: 24 }),
    editor: { ...EMPTY_EDITOR, document },
    vi: FRESH_VI,
    mode: { kind: 'command', keys: '' },
  }
}

function press(state: TuiState, keys: string, entries: readonly string[] = []): TuiState {
  return keys.split(/(\x1b)/).reduce((now, part) => {
    if (part === '') return now
    if (part === ESC) return settled(escape(now))
    return settled(
      now.mode.kind === 'command' ? typeCommand(now, entries, part) : typeText(now, part),
    )
  }, state)
}

function marked({ editor: { document } }: TuiState): string {
  return document.text.slice(0, document.cursor) + '|' + document.text.slice(document.cursor)
}

const run = (start: string, keys: string): string => marked(press(at(start), keys))

describe('motions', () => {
  test.each([
    ['a|bc', 'h', '|abc'],
    ['|abc', 'l', 'a|bc'],
    ['ab|c', 'l', 'ab|c'],
    ['|abc', '2l', 'ab|c'],
    ['|foo.bar baz', 'w', 'foo|.bar baz'],
    ['|foo.bar baz', 'W', 'foo.bar |baz'],
    ['|foo bar baz', '2w', 'foo bar |baz'],
    ['foo ba|r', 'b', 'foo |bar'],
    ['foo.bar |x', 'B', '|foo.bar x'],
    ['|foo bar', 'e', 'fo|o bar'],
    ['fo|o bar', 'e', 'foo ba|r'],
    ['  foo|bar', '0', '|  foobar'],
    ['  foo|bar', '^', '  |foobar'],
    ['|foo', '$', 'fo|o'],
    ['|a,b,c', 'f,', 'a|,b,c'],
    ['|a,b,c', '2f,', 'a,b|,c'],
    ['|ab,c', 't,', 'a|b,c'],
    ['a,b|,c', 'F,', 'a|,b,c'],
    ['a,b|c', 'T,', 'a,|bc'],
    ['|a,b,c', 'f,;', 'a,b|,c'],
    ['|a,b,c', 'f,;,', 'a|,b,c'],
    ['|one\ntwo', 'j', 'one\n|two'],
    ['one\nt|wo', 'k', 'o|ne\ntwo'],
    ['one\n|two', 'gg', '|one\ntwo'],
    ['|one\ntwo', 'G', 'one\n|two'],
    ['one\ntwo\nthre|e', '2G', 'one\n|two\nthree'],
    ['|f(a, [b])', '%', 'f(a, [b]|)'],
    ['|日本語', 'l', '日|本語'],
    ['|abc', 'fz', '|abc'],
  ])('%s with %s is %s', (start, keys, end) => expect(run(start, keys)).toBe(end))

  test('a key that is no command does nothing', () => {
    expect(run('a|bc', 'Q')).toBe('a|bc')
    expect(run('a|bc', 'dQl')).toBe('ab|c')
  })
})

describe('operators', () => {
  test.each([
    ['|foo bar', 'dw', '|bar'],
    ['foo |bar', 'dw', 'foo| '],
    ['one |two\nthree', 'dw', 'one| \nthree'],
    ['|foo bar baz', 'd2w', '|baz'],
    ['|foo bar baz qux', '2dw', '|baz qux'],
    ['foo |bar', 'db', '|bar'],
    ['|foo bar', 'de', '| bar'],
    ['foo |bar', 'd0', '|bar'],
    ['foo |bar', 'D', 'foo| '],
    ['|a(b, c)', 'df,', '| c)'],
    ['|a(b, c)', 'dt,', '|, c)'],
    ['|one\ntwo\nthree', 'dd', '|two\nthree'],
    ['one\ntwo|', 'dd', '|one'],
    ['|one\ntwo\nthree', '2dd', '|three'],
    ['|one\ntwo\nthree', 'dj', '|three'],
    ['a|bc', 'x', 'a|c'],
    ['ab|c', 'x', 'a|b'],
    ['a|bcd', '2x', 'a|d'],
    ['ab|c', 'X', 'a|c'],
    ['ab|c', 'ra', 'ab|a'],
    ['a|bc', '~', 'aB|c'],
    ['|one\n  two', 'J', 'one| two'],
    ['|one\ntwo', '>>', '  |one\ntwo'],
    ['  |one', '<<', '|one'],
    ['foo(|a, b)', 'di(', 'foo(|)'],
    ['foo(a, |b)', 'da(', 'fo|o'],
    ["x = 'a|b'", "di'", "x = '|'"],
    ['foo b|ar baz', 'diw', 'foo | baz'],
    ['foo b|ar baz', 'daw', 'foo |baz'],
  ])('%s with %s is %s', (start, keys, end) => expect(run(start, keys)).toBe(end))

  test.each([
    ['|foo bar', 'cwnew', 'new| bar'],
    ['foo |bar baz', 'Cend', 'foo end|'],
    ['  |foo', 'ccnew', '  new|'],
    ['a|bc', 'sX', 'aX|c'],
    ['foo(|a)', 'ci(b, c', 'foo(b, c|)'],
    ['a|b', 'iX', 'aX|b'],
    ['a|b', 'aX', 'abX|'],
    ['  f|oo', 'IX', '  X|foo'],
    ['|foo', 'AX', 'fooX|'],
    ['  |foo', 'obar', '  foo\n  bar|'],
    ['  |foo', 'Obar', '  bar|\n  foo'],
  ])('%s with %s goes on typing: %s', (start, keys, end) => {
    const state = press(at(start), keys)
    expect(marked(state)).toBe(end)
    expect(state.mode.kind).toBe('edit')
  })
})

describe('what is kept', () => {
  test.each([
    ['|foo bar', 'dwP', 'foo| bar'],
    ['|ab', 'xp', 'b|a'],
    ['|one\ntwo', 'ddp', 'two\n|one'],
    ['one\n|two', 'yyP', 'one\n|two\ntwo'],
    ['|one', 'yy2p', 'one\n|one\none'],
    ['|foo bar', 'yw$p', 'foo barfoo| '],
    ['|foo bar', 'dwu', '|foo bar'],
    ['|foo bar baz', 'dwdw2u', '|foo bar baz'],
  ])('%s with %s is %s', (start, keys, end) => expect(run(start, keys)).toBe(end))

  test('Escape comes back from insert mode and stands on the last character typed', () => {
    expect(run('|foo', `cwbar${ESC}`)).toBe('ba|r')
  })

  test('the dot repeats the last change with what was typed', () => {
    expect(run('|one two three', `cwX${ESC}w.`)).toBe('X |X three')
    expect(run('|one two three', 'dw.')).toBe('|three')
  })

  test('beyond the first line lies the history', () => {
    const state = press(at('|'), 'k', ['older', 'newest'])
    expect(state.editor.document.text).toBe('newest')
    expect(press(state, 'k', ['older', 'newest']).editor.document.text).toBe('older')
  })
})

test('every motion is in the help', () => {
  const keys = VI_HELP.flatMap((entry) => entry.keys.replace('Space', '_').split(' '))
  for (const name of Object.keys(MOTIONS)) expect(keys).toContain(name === ' ' ? '_' : name)
})

import { expect, test } from 'vitest'
import { wantsLines } from '../../src/tui/line-mode.js'

test.each([
  [{ TERM: 'dumb' }, true],
  [{ TERM: 'xterm', INK_SCREEN_READER: 'true' }, true],
  [{ TERM: 'xterm', ORM_SHELL_LINES: '1' }, true],
  [{ TERM: 'xterm', ORM_SHELL_LINES: '0' }, false],
  [{ TERM: 'xterm-256color' }, false],
])('%j has lines instead of a screen: %s', (env, lines) => expect(wantsLines(env)).toBe(lines))

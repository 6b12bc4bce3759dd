/** Themes for light backgrounds and for weight alone. */
import { expect, test } from 'vitest'
import { paintBlock } from '../../../src/shell/format/paint/index.js'
import { createTheme, type ThemeName } from '../../../src/shell/format/theme.js'

const printed = (name: ThemeName): string =>
  paintBlock(
    { kind: 'value', text: '[ \x1b[33m1\x1b[39m, \x1b[36m[Function: f]\x1b[39m ]' },
    { theme: createTheme({ color: true, name }), columns: 80 },
  )

test('what the inspector has coloured can be read on every background', () => {
  expect(printed('dark')).toContain('\x1b[33m1')
  expect(printed('light')).toBe('[ \x1b[35m1\x1b[39m, \x1b[34m[Function: f]\x1b[39m ]')
  expect(printed('mono')).toBe('[ 1, [Function: f] ]')
})

/** Widths, boundaries and the cleaning of foreign text. */
import { describe, expect, test } from 'vitest'
import { OutputLines } from '../../../src/tui/output-lines.js'
import { keepColours, oneLine, visible } from '../../../src/shell/format/sanitize.js'
import {
  displayWidth,
  nextBoundary,
  pad,
  previousBoundary,
  truncate,
} from '../../../src/shell/format/width.js'

describe('width', () => {
  test('wide characters take two columns, colours none', () => {
    expect(displayWidth('日本')).toBe(4)
    expect(displayWidth('\x1b[31mred\x1b[39m')).toBe(3)
  })

  test('truncation never splits a grapheme nor exceeds the room', () => {
    expect(truncate('日本語', 5)).toBe('日本…')
    expect(truncate('日本語', 4)).toBe('日…')
    expect(truncate('fits', 4)).toBe('fits')
    expect(truncate('nothing', 0)).toBe('')
  })

  test('padding aligns by columns', () => {
    expect(pad('日', 4)).toBe('日  ')
    expect(pad('7', 3, 'right')).toBe('  7')
  })

  test('boundaries step over graphemes and line breaks', () => {
    const text = 'a👩‍👩‍👧\né'
    expect(nextBoundary(text, 0)).toBe(1)
    expect(nextBoundary(text, 1)).toBe(9)
    expect(nextBoundary(text, 9)).toBe(10)
    expect(previousBoundary(text, 9)).toBe(1)
    expect(previousBoundary(text, 10)).toBe(9)
  })
})

describe('foreign text', () => {
  test('colours stay, everything else that moves the terminal goes', () => {
    const nasty = '\x1b[31mred\x1b[0m\x1b[2J\x1b[3J\x1b[H\x1b]0;t\x07\x1bc\x07end\tx\n'
    expect(keepColours(nasty)).toBe('\x1b[31mred\x1b[0m␇end\tx\n')
  })

  test('in data, controls become pictures', () => {
    expect(visible('a\x1b[31mb')).toBe('a␛[31mb')
    expect(oneLine('two\nlines\tand\x00')).toBe('two↵lines and␀')
  })
})

describe('output lines', () => {
  test('only whole lines are released', () => {
    const lines = new OutputLines()
    expect(lines.push('one\ntw')).toBe('one\n')
    expect(lines.tail).toBe('tw')
    expect(lines.push('o\n')).toBe('two\n')
    expect(lines.tail).toBe('')
  })

  test('a carriage return starts the line again', () => {
    const lines = new OutputLines()
    lines.push('10 %\r20 %\r30 %')
    expect(lines.tail).toBe('30 %')
    expect(lines.push('\r\ndone\r\n')).toBe('30 %\ndone\n')
  })

  test('colours left open do not leak', () => {
    const lines = new OutputLines()
    expect(lines.push('\x1b[31mred\n')).toBe('\x1b[31mred\x1b[0m\n')
  })
})

/** What becomes scrollback: order, blank lines, the safety of foreign text. */
import { describe, expect, test } from 'vitest'
import { createTheme } from '../../src/shell/format/theme.js'
import { Transcript } from '../../src/tui/transcript.js'

function start(color = false) {
  const printed: string[] = []
  const screen = { columns: 80, print: (text: string) => void printed.push(text) }
  return { printed, transcript: new Transcript(screen, createTheme({ color })) }
}

test('an input is shown with its prompt, further lines behind dots', () => {
  const { transcript, printed } = start()
  transcript.input('In [12]: ', 'f(\n  1,\n)')
  expect(printed).toEqual(['In [12]: f(\n    ...:   1,\n    ...: )'])
})

test('colours of the input are closed on every line', () => {
  const { transcript, printed } = start(true)
  transcript.input('In [1]: ', '`a\nb`')
  expect(printed[0]).toContain('\x1b[33m`a\x1b[39m\n')
  expect(printed[0]).toContain('\x1b[33mb`\x1b[39m')
})

describe('an input is parted from the next', () => {
  test('by a blank line when it printed something', () => {
    const { transcript, printed } = start()
    transcript.input('In [1]: ', 'x')
    transcript.block({ kind: 'value', text: '1' })
    transcript.endInput()
    expect(printed).toEqual(['In [1]: x', '1', ''])
  })

  test('by nothing when it did not', () => {
    const { transcript, printed } = start()
    transcript.input('In [1]: ', 'x = 1')
    transcript.endInput()
    expect(printed).toEqual(['In [1]: x = 1'])
  })
})

test('an unfinished line is shown apart and printed before what follows', () => {
  const { transcript, printed } = start()
  transcript.stream('stdout', 'one\nhalf')
  expect(printed).toEqual(['one\n'])
  expect(transcript.tail).toBe('half')
  transcript.block({ kind: 'text', text: 'block' })
  expect(printed).toEqual(['one\n', 'half', 'block'])
  expect(transcript.tail).toBe('')
})

test('what programs write to the error stream is tinted, unless it has colours of its own', () => {
  const { transcript, printed } = start(true)
  transcript.stream('stderr', 'warn\n')
  transcript.stream('stderr', '\x1b[35mown\x1b[0m\n')
  expect(printed[0]).toBe('\x1b[33mwarn\x1b[39m\n')
  expect(printed[1]).toBe('\x1b[35mown\x1b[0m\x1b[0m\n')
})

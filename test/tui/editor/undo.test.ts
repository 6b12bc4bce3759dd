/** The undo stack: as many steps as there is room for, and the last one in any case. */
import { expect, test } from 'vitest'
import { NO_UNDO, remember, undo, type UndoStack } from '../../../src/tui/editor/undo.js'

function after(steps: number, length: number): UndoStack {
  let stack = NO_UNDO
  for (let step = 0; step < steps; step++)
    stack = remember(stack, { text: String(step).padEnd(length), cursor: 0 })
  return stack
}

test('short texts keep five hundred steps', () => {
  expect(after(600, 10).past).toHaveLength(500)
})

test('of large texts as many are kept as fit, the newest', () => {
  const stack = after(60, 1_000_000)
  expect(stack.past).toHaveLength(20)
  expect(undo(stack, { text: '', cursor: 0 })?.document.text.trim()).toBe('59')
})

test('a text beyond all bounds can be taken back once', () => {
  expect(after(3, 30_000_000).past).toHaveLength(1)
})

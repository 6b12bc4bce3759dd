/** When Python at the prompt is at its end. */
import { expect, test } from 'vitest'
import { pythonIsComplete } from '../../../src/shell/commands/shell/python-input.js'

test('one line is an input', () => {
  expect(pythonIsComplete('session.query(User).all()')).toBe(true)
  expect(pythonIsComplete('x = "it\'s (:"')).toBe(true)
  expect(pythonIsComplete('>>> select(User)  # not (')).toBe(true)
})

test('open brackets, texts and backslashes want another line', () => {
  expect(pythonIsComplete('users = session.scalars(')).toBe(false)
  expect(pythonIsComplete('"""a\nb')).toBe(false)
  expect(pythonIsComplete('x = 1 + \\')).toBe(false)
  expect(pythonIsComplete('f(\n  1\n)')).toBe(true)
})

test('a block ends with an empty line', () => {
  expect(pythonIsComplete('class A(Base):')).toBe(false)
  expect(pythonIsComplete('class A(Base):\n    id = 1')).toBe(false)
  expect(pythonIsComplete('class A(Base):\n    id = 1\n')).toBe(true)
})

test('code on the lines below the command ends with an empty line', () => {
  expect(pythonIsComplete('')).toBe(false)
  expect(pythonIsComplete('\nx = 1')).toBe(false)
  expect(pythonIsComplete('\nx = 1\ny = 2\n')).toBe(true)
})

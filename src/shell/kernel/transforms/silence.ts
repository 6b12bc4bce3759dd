/** Decides whether the value of a cell is for printing: its last statement is an expression without `;`. */
import type { Program } from 'acorn'

export function endsInExpression(program: Program): boolean {
  return program.body.at(-1)?.type === 'ExpressionStatement'
}

/** For code that is evaluated as typed: there the statement ends with the semicolon, if it has one. */
export function showsValue(program: Program, code: string): boolean {
  const last = program.body.at(-1)
  return last?.type === 'ExpressionStatement' && code[last.end - 1] !== ';'
}

/**
 * Puts a check into every loop body, so that Ctrl-C also stops a loop that runs after an `await`,
 * where terminating the thread from outside is not safe. Costs about 3 ns an iteration.
 */
import type { Program, Statement } from 'acorn'
import { simple } from 'acorn-walk'
import type { Edits } from '../edits.js'

export const TICK = '__tick'

export function guardLoops(program: Program, edits: Edits): void {
  const guard = ({ body }: { readonly body: Statement }) => guardBody(body, edits)
  simple(program, {
    ForStatement: guard,
    WhileStatement: guard,
    DoWhileStatement: guard,
    ForOfStatement: guard,
    ForInStatement: guard,
  })
}

function guardBody(body: Statement, edits: Edits): void {
  if (body.type === 'BlockStatement') {
    edits.insert(body.start + 1, `${TICK}();`)
  } else {
    edits.insert(body.start, `{${TICK}();`)
    edits.insert(body.end, '}')
  }
}

/**
 * Marks where the synchronous part of a cell begins and ends, inside the cell itself: a termination that arrives
 * when the script has returned to V8's evaluator would crash the process (fatal in `ProtocolPromiseHandler`). And
 * marks what the cell waits for, so that the kernel can keep it.
 */
import type { Expression, Node, Program } from 'acorn'
import { base, simple } from 'acorn-walk'
import type { Edits } from '../edits.js'

/** Called first: from here on the thread may be terminated. */
export const ENTER = '__enter'

/** Called with what a cell answers: from here on it may not. Passes its argument on. */
export const LEAVE = '__leave'

/** The same for what a cell awaits, and for what it iterates with `for await`. */
export const AWAIT = '__await'
export const ITERATE = '__iterate'

const skip = (): void => {}
/** Only what the cell itself awaits matters; functions run whenever they are called. */
const topLevel = {
  ...base,
  Function: skip,
  FunctionExpression: skip,
  ArrowFunctionExpression: skip,
}

/** Before the loop guard: what closes an `await` inside a loop body comes before what closes the body. */
export function markAwaits(program: Program, edits: Edits): void {
  simple<unknown>(
    program,
    {
      AwaitExpression: (node) => wrap(node, AWAIT, edits, 'await'.length),
      ForOfStatement: (node) => {
        if (node.await) wrap(node.right, ITERATE, edits)
      },
    },
    topLevel,
  )
}

/** After all other passes, because it speaks of the cell as a whole. */
export function markBounds(program: Program, edits: Edits): void {
  edits.insert(0, `${ENTER}();`)
  const last = program.body.at(-1)
  if (last?.type === 'ExpressionStatement') wrapStatement(last, edits)
  else edits.insert(edits.source.length, `\n;${LEAVE}()`)
}

/** Two parentheses, because what they enclose may be a list with commas. */
function wrap({ start, end }: Node, call: string, edits: Edits, keyword = 0): void {
  edits.insert(start + keyword, ` ${call}((`)
  edits.insert(end, '))')
}

function wrapStatement(statement: Node & { readonly expression: Expression }, edits: Edits): void {
  const hasSemicolon = edits.source[statement.end - 1] === ';'
  const { start, end } = statement
  wrap({ ...statement, start, end: hasSemicolon ? end - 1 : end }, LEAVE, edits)
}

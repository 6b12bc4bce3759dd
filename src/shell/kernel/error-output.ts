/** What was thrown, as an error block in the user's coordinates; syntax errors get their line and a caret. */
import { errorBlock } from '../format/error.js'
import type { ErrorBlock } from '../format/output.js'
import { CellSyntaxError, InterruptedError } from './errors.js'
import { userFrames } from './stack.js'

/** `hint`: what is known about the cause beyond what the error itself says. */
export function errorOutput(error: unknown, hint: string | null = null): ErrorBlock {
  if (error instanceof InterruptedError)
    return { kind: 'error', name: 'Interrupted', message: error.message }
  if (error instanceof CellSyntaxError) return syntaxBlock(error)
  const block = errorBlock(error, { stack: true, userFrames })
  return hint === null || block.hint !== undefined ? block : { ...block, hint }
}

function syntaxBlock(error: CellSyntaxError): ErrorBlock {
  const { position, sourceLine } = error
  // Tabs stay tabs, or the caret would stand under another character.
  const indent = sourceLine.slice(0, position.column).replace(/[^\t]/g, ' ')
  return {
    ...errorBlock(error, { stack: false }),
    excerpt: `${sourceLine}\n${indent}^`,
  }
}

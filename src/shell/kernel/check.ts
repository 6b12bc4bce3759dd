/**
 * Whether an input would run now, wants another line, or can never parse. Asked at every Enter.
 * A wrong "incomplete" would hold the user captive, so in doubt an input counts as complete.
 */
import type { Token } from 'js-tokens'
import jsTokens from 'js-tokens'
import type { InputState } from '../protocol.js'
import { CellSyntaxError } from './errors.js'
import { offsetAt } from './positions.js'
import { continuationPrefix } from './transforms/leading-dot.js'
import { readingsOf } from './transforms/object-literal.js'
import { parsePlain } from './transforms/parse.js'

const INDENT = 2
const COMPLETE: InputState = { state: 'complete' }

/** How esbuild says that more text could still save the input. */
const WANTS_MORE = /end of file|terminate multi-line comment/

/** Two empty lines end any input: the way out of one that is never going to be complete. */
const GIVEN_UP = /\n[^\S\n]*\n[^\S\n]*\n$/

/** The state of code; commands are the caller's business, and always complete. */
export async function checkInput(code: string): Promise<InputState> {
  if (code.trim() === '' || GIVEN_UP.test(code)) return COMPLETE
  const prefix = continuationPrefix(code)
  const source = prefix + code
  if (readingsOf(source).some((reading) => parsePlain(reading.source))) return COMPLETE
  const error = await syntaxErrorOf(source)
  if (error === null) return COMPLETE
  if (WANTS_MORE.test(error.message) || endsInTemplate(source))
    return { state: 'incomplete', indent: indentOf(code) }
  const offset = offsetAt(source, error.position) - prefix.length
  return { state: 'invalid', message: error.message, offset: Math.max(0, offset) }
}

async function syntaxErrorOf(source: string): Promise<CellSyntaxError | null> {
  const { stripTypes } = await import('./transforms/strip-types.js')
  try {
    await stripTypes(source)
    return null
  } catch (error) {
    return error instanceof CellSyntaxError ? error : null
  }
}

/** esbuild does not tell an open template from an open string, which a line break would not save. */
function endsInTemplate(source: string): boolean {
  const last = [...jsTokens(source)].at(-1)
  return last !== undefined && /Template/.test(last.type) && isOpenText(last)
}

/** Columns the next line starts at: one step for each line that leaves a bracket open. */
function indentOf(code: string): number {
  const openedOn: number[] = []
  let line = 0
  for (const token of jsTokens(code)) {
    if (isOpenText(token)) return 0
    if (/^(?:[([{]|.*\$\{)$/s.test(token.value)) openedOn.push(line)
    else if (/^(?:[)\]}]|\}[^]*`)$/.test(token.value)) openedOn.pop()
    line += token.value.split('\n').length - 1
  }
  return INDENT * new Set(openedOn).size
}

/** Inside a template or comment the text is the user's own; indenting would change it. */
function isOpenText(token: Token): boolean {
  return 'closed' in token && !token.closed
}

/** What could not be translated, and the exception that leads there from deep inside an expression. */
import { OrmError } from '../../errors.js'
import type { Span } from '../syntax/nodes.js'

/** One construct that was left as it is. */
export interface LeftOver {
  /** Line in the Python source, from 1. */
  readonly line: number
  readonly construct: string
  readonly reason: string
}

/** Ends the translation of one statement; the statement is written as a comment instead. @internal */
export class Untranslatable extends OrmError {
  constructor(
    readonly span: Span,
    readonly construct: string,
    readonly reason: string,
  ) {
    super(`${construct}: ${reason}`)
  }
}

/** @throws Untranslatable always */
export function leave(span: Span, construct: string, reason: string): never {
  throw new Untranslatable(span, construct, reason)
}

/** The line of an offset, from 1. */
export function lineAt(source: string, offset: number): number {
  let line = 1
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1))
    line++
  return line
}

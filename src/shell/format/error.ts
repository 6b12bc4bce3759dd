/** Turns anything thrown into an error block: name, message, hint, and the frames of the user's own code. */
import { inspect } from 'node:util'
import { OrmError } from '../../errors.js'
import type { ErrorBlock } from './output.js'

export interface ErrorFormatOptions {
  /** Off for mistakes that the message alone explains. */
  readonly stack: boolean
  /** Maps and filters the stack text down to the user's lines. */
  readonly userFrames?: (stack: string) => readonly string[]
}

export function errorBlock(error: unknown, { stack, userFrames }: ErrorFormatOptions): ErrorBlock {
  if (!(error instanceof Error))
    return { kind: 'error', name: 'Thrown', message: inspect(error, { depth: 2 }) }
  const hint = error instanceof OrmError ? error.hint : undefined
  const frames = stack && error.stack && userFrames ? userFrames(error.stack) : []
  return {
    kind: 'error',
    name: error.name,
    message: error.message,
    ...(hint ? { hint } : {}),
    ...(frames.length > 0 ? { stack: frames } : {}),
  }
}

/** Turns anything thrown into an error block: name, message, hint, and the frames of the user's own code. */
import { inspect } from 'node:util'
import { PendingRollbackError } from '../../engine/errors.js'
import { DBAPIError } from '../../engine/statement-error.js'
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
  const hint = hintOf(error)
  const frames = stack && error.stack && userFrames ? userFrames(error.stack) : []
  return {
    kind: 'error',
    name: error.name,
    message: error.message,
    ...(hint ? { hint } : {}),
    ...(frames.length > 0 ? { stack: frames } : {}),
  }
}

/** Both databases and sessions refuse everything until a broken transaction is rolled back. */
const ABORTED = /current transaction is aborted/

/** Whether the database refuses because the transaction has failed before. */
export function isAborted(error: Error): boolean {
  return ABORTED.test(error.message)
}

const READ_ONLY = /attempt to write a readonly database|in a read-only transaction/

function hintOf(error: Error): string | undefined {
  if (error instanceof PendingRollbackError || isAborted(error))
    return '.rollback ends the transaction'
  if (READ_ONLY.test(error.message))
    return 'this connection only reads; a shell without --read-only, or with --writable, may write'
  if (error instanceof DBAPIError && error.connectionInvalidated)
    return 'the connection is lost; after .rollback the next statement opens another'
  return error instanceof OrmError ? error.hint : undefined
}

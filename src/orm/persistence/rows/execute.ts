/** The one place where a flush reaches the database: a statement, its parameters, and why it runs. */
import type { Connection } from '../../../engine/connection.js'
import type { CursorResult } from '../../../engine/result/cursor-result.js'
import type { Io } from '../../../engine/io.js'
import type { StatementOrigin } from '../../../engine/observer.js'
import type { FlushSession } from '../unit-of-work/flush-session.js'
import type { Parameters } from './insert-commands.js'
import type { DmlStatement } from './statements.js'

export type DmlResult = CursorResult

export interface Execution {
  readonly connection: Connection
  readonly statement: DmlStatement
  /** One row, or one per row to write. */
  readonly parameters: Parameters | readonly Parameters[]
}

/** Why the flush runs, and for whom. */
export interface FlushContext {
  readonly origin: StatementOrigin
  readonly session: Pick<FlushSession, 'site'>
}

export function* executeIo(
  { origin, session }: FlushContext,
  { connection, statement, parameters }: Execution,
): Io<DmlResult> {
  return yield* connection.executeIo(statement, parameters, { origin, site: session.site })
}

/** One execution of a statement of the SQL layer, as its steps hand it on to each other. */
import type { Compiled, ParameterValues } from '../../sql/compiler/compiled.js'
import type { BindParameter } from '../../sql/elements/bind-parameter.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Connection } from '../connection.js'
import type { ExecutionOptions } from '../execution-options.js'
import { StatementError } from '../statement-error.js'

/** One execution of a compiled statement; what listeners get as the context. */
export interface ExecutionContext {
  readonly statement: ClauseElement
  readonly compiled: Compiled
  /** The parameter sets with defaults filled in, by name. */
  readonly sets: readonly ParameterValues[]
  readonly many: boolean
  readonly options: ExecutionOptions
  /** Values that differ from those the compiled form was made with. */
  readonly extracted: readonly BindParameter[] | null
  readonly remark: () => string
}

/** What went wrong before the driver got to see the statement. */
export function bindError(
  connection: Connection,
  { compiled, sets }: Pick<ExecutionContext, 'compiled' | 'sets'>,
  error: unknown,
): unknown {
  if (!(error instanceof Error)) return error
  return new StatementError(`(${error.name}) ${error.message}`, {
    statement: compiled.sql,
    params: sets,
    many: true,
    orig: error,
    hideParameters: connection.engine.hideParameters,
  })
}

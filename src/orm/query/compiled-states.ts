/** From an executed statement to the load plan that was made when it was compiled, perhaps for an earlier execution. */
import type { ResultMetaData } from '../../engine/result/result-metadata.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { InvalidRequestError } from '../../errors.js'
import type { OrmSelectCompileState } from './compile/select-compile-state.js'

const byStatement = new WeakMap<ClauseElement, OrmSelectCompileState>()
/** Results of one compiled form share their metadata, whichever statement they came from. */
const byMetadata = new WeakMap<ResultMetaData, OrmSelectCompileState>()

export function rememberCompileState(statement: ClauseElement, state: OrmSelectCompileState): void {
  byStatement.set(statement, state)
}

export function compileStateOf(
  statement: ClauseElement,
  metadata: ResultMetaData,
): OrmSelectCompileState {
  const known = byMetadata.get(metadata)
  if (known) return known
  const state = byStatement.get(statement)
  if (!state) throw new InvalidRequestError('The statement was compiled without the ORM')
  byMetadata.set(metadata, state)
  return state
}

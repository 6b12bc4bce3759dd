/** Asks the plugin of a statement about entities for the one about tables that is really compiled. */
import type { ClauseElement } from '../../elements/clause-element.js'
import type { SqlCompiler } from '../compiler.js'

/** The statement to compile in place of `statement`; often itself. */
export function coreStatement(statement: ClauseElement, compiler: SqlCompiler): ClauseElement {
  const plugin = statement.propagateAttrs?.plugin
  if (!plugin || compiler.isCore(statement)) return statement
  const toplevel = compiler.stack.length === 0
  const state = plugin.createCompileState(statement, { toplevel, compiler })
  if (toplevel && !compiler.compileState) compiler.compileState = state
  compiler.markCore(state.statement)
  return state.statement
}

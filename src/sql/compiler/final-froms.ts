/** What `Select.getFinalFroms()` answers: the FROM elements once joins are made. Installed when the compiler is loaded. */
import { install } from '../build.js'
import type { FromClause } from '../selectable/from-clause.js'
import { Select } from '../selectable/select.js'
import { SqlCompiler } from './compiler.js'
import { dialectOf } from './dialect-registry.js'
import { SelectState } from './select-state.js'
import { coreStatement } from './visitors/core-statement.js'

function finalFroms(statement: Select): readonly FromClause[] {
  const compiler = new SqlCompiler(dialectOf(undefined))
  compiler.keptFroms = null
  const core = coreStatement(statement, compiler)
  return core instanceof Select ? new SelectState(core).displayFroms(null, null) : []
}

install({ finalFroms })

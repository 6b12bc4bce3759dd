/** What may be executed: statements as they are, functions and sequences as a SELECT of them. */
import { Sequence } from '../../schema/defaults.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { FunctionElement } from '../../sql/elements/functions.js'
import { clauseElement, hasClauseElement } from '../../sql/protocol.js'
import { select } from '../../sql/selectable/select.js'
import { ObjectNotExecutableError } from '../errors.js'

const executableKinds = new Set([
  'select',
  'compoundSelect',
  'selectGrouping',
  'textualSelect',
  'insert',
  'update',
  'delete',
  'text',
])

/** @throws ObjectNotExecutableError */
export function executableOf(statement: unknown): ClauseElement {
  if (statement instanceof Sequence) return select(statement.nextValue())
  if (!hasClauseElement(statement)) throw new ObjectNotExecutableError(statement)
  const element = statement[clauseElement]()
  if (element instanceof FunctionElement) return select(element)
  if (executableKinds.has(element.kind)) return element
  throw new ObjectNotExecutableError(statement)
}

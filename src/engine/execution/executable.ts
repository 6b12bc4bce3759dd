/** What may be executed: statements as they are, functions as a SELECT of them, sequences as text. */
import { Sequence } from '../../schema/defaults.js'
import type { CompilerDialect } from '../../sql/compiler/dialect.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { FunctionElement } from '../../sql/elements/functions.js'
import { text } from '../../sql/elements/literals.js'
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
  'custom',
])

/** @throws ObjectNotExecutableError */
export function executableOf(statement: unknown, dialect: CompilerDialect): ClauseElement {
  if (statement instanceof Sequence) return nextValueOf(statement, dialect)
  if (!hasClauseElement(statement)) throw new ObjectNotExecutableError(statement)
  const element = statement[clauseElement]()
  if (element instanceof FunctionElement) return select(element)
  if (executableKinds.has(element.kind)) return element
  throw new ObjectNotExecutableError(statement)
}

function nextValueOf(sequence: Sequence, dialect: CompilerDialect): ClauseElement {
  return text(`select ${sequence.nextValue().compile({ dialect }).sql}`)
}

/** SQLite cannot change constraints of a table: batch mode copies it instead; `alembic.ddl.sqlite.SQLiteImpl`. */
import type { ReflectedColumn } from '../../engine/reflection/introspection.js'
import type { Constraint } from '../../schema/constraints.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { hasClauseElement } from '../../sql/protocol.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import { warn } from '../../util/warnings.js'
import { NotImplementedError } from '../errors.js'
import { DefaultImpl, typeRuleOf, type BatchChange } from './default-impl.js'

const REMEDY =
  'Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.'

export class SQLiteImpl extends DefaultImpl {
  override requiresRecreate(changes: readonly BatchChange[]): boolean {
    return changes.some(({ name, column }) => {
      if (name !== 'addColumn') return name !== 'createIndex' && name !== 'dropIndex'
      return (
        hasClauseElement(column?.serverDefault?.arg) || column?.computed?.options.persisted === true
      )
    })
  }

  override addConstraint(constraint: Constraint): void {
    const rule = typeRuleOf(constraint)
    if (rule === null) throw unsupported()
    if (rule(this.dialect))
      warn(`Skipping unsupported ALTER for creation of implicit constraint. ${REMEDY}`)
  }

  override dropConstraint(constraint: Constraint): void {
    if (typeRuleOf(constraint) === null) throw unsupported()
  }

  /** Expressions need parentheses when they are declared again. */
  override reflectedColumn(column: ReflectedColumn): ReflectedColumn {
    return { ...column, default: inParentheses(column.default) }
  }

  override castsForBatch(from: TypeEngine, to: TypeEngine): boolean {
    return super.castsForBatch(from, to) && to.affinity !== 'json'
  }

  override expressionText(
    element: ClauseElement,
    use: { readonly isServerDefault?: boolean; readonly isIndex?: boolean } = {},
  ): string {
    const text = super.expressionText(element, use)
    return use.isServerDefault ? (inParentheses(text) ?? text) : text
  }
}

function inParentheses(text: string | null): string | null {
  if (!text || /^[0-9.]$|^'.+'$|^\(.+\)$/.test(text)) return text
  return `(${text})`
}

function unsupported(): NotImplementedError {
  return new NotImplementedError(
    `No support for ALTER of constraints in SQLite dialect. ${REMEDY}`,
    { hint: "op.batchAlterTable('table', (batchOp) => batchOp.createUniqueConstraint(…))" },
  )
}

/** Whether an UPDATE or DELETE of entities can say itself which rows it met, on the database at hand. */
import type { Io } from '../../../engine/io.js'
import type { Dialect } from '../../../engine/dialect.js'
import { CompileError } from '../../../sql/errors.js'
import { otherTables } from '../../../sql/compiler/visitors/dml.js'
import type { Delete } from '../../../sql/dml/delete.js'
import type { DmlWhereBase } from '../../../sql/dml/dml-base.js'
import type { Update } from '../../../sql/dml/update.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { OrmExecution } from '../orm-execution.js'
import { coreDml } from './core-dml.js'

/** What differs between UPDATE and DELETE. */
export interface ReturningRule {
  /** The statement with several tables, as messages call it. */
  readonly form: 'UPDATE..FROM' | 'DELETE..USING'
  /** The execution option that announces several tables, and its name in messages. */
  readonly option: 'isUpdateFrom' | 'isDeleteUsing'
  readonly optionText: string
  readonly returns: (dialect: Dialect) => boolean
  readonly returnsWithOthers: (dialect: Dialect) => boolean
}

export const UPDATE_RULE: ReturningRule = {
  form: 'UPDATE..FROM',
  option: 'isUpdateFrom',
  optionText: 'is_update_from',
  returns: ({ features }) => features.updateReturning,
  returnsWithOthers: ({ features }) => features.updateReturningWithOthers,
}

export const DELETE_RULE: ReturningRule = {
  form: 'DELETE..USING',
  option: 'isDeleteUsing',
  optionText: 'is_delete_using',
  returns: ({ features }) => features.deleteReturning,
  returnsWithOthers: ({ features }) => features.deleteReturningWithOthers,
}

/** @throws CompileError when several tables are met unannounced where that keeps keys from being answered */
export function* returnsKeys(
  { session, executionOptions, given }: OrmExecution,
  statement: DmlWhereBase,
  { mapper, rule }: { readonly mapper: Mapper; readonly rule: ReturningRule },
): Io<boolean> {
  const bind = { mapper, clause: statement, ...given.bindArguments }
  const { dialect } = yield* session.connectionForIo(bind)
  if (!rule.returns(dialect)) return false
  if (executionOptions[rule.option] === true) return rule.returnsWithOthers(dialect)
  if (rule.returnsWithOthers(dialect)) return true
  if (otherTables(coreDml(statement) as Update | Delete).length === 0) return true
  throw new CompileError(
    `Dialect "${dialect.name}" does not support RETURNING with ${rule.form}; for synchronize_session='fetch', ` +
      `please add the additional execution option '${rule.optionText}=True' to the statement to indicate that a ` +
      'separate SELECT should be used for this backend.',
  )
}

/** What `alterColumn` takes, and the operation it stands for. */
import type { ServerDefaultArgument } from '../../schema/defaults.js'
import type { TypeArg } from '../../sql/types/type-engine.js'
import { AlterColumnOp, type AlterColumnExtras } from './ops/column-ops.js'

/** What is left out stays as it is. What exists has to be said where the database wants the whole column (MySQL). */
export interface AlterColumnOptions extends AlterColumnExtras {
  readonly nullable?: boolean | null
  /** `null` drops it. */
  readonly comment?: string | null
  /** `null` drops it. */
  readonly serverDefault?: ServerDefaultArgument | null
  readonly newColumnName?: string | null
  readonly type?: TypeArg | null
  readonly existingType?: TypeArg | null
  readonly existingServerDefault?: ServerDefaultArgument | null
  readonly existingNullable?: boolean | null
  readonly existingComment?: string | null
  /** Batch only: the column's new place. */
  readonly insertBefore?: string
  readonly insertAfter?: string
}

export function alterColumnOp(
  table: string,
  column: string,
  options: AlterColumnOptions,
): AlterColumnOp {
  const { nullable, comment, serverDefault, type, newColumnName, ...others } = options
  const { existingType, existingServerDefault, existingNullable, existingComment, ...extras } =
    others
  const existing = given({
    type: existingType,
    serverDefault: existingServerDefault,
    nullable: existingNullable,
    comment: existingComment,
  })
  const modify = given({ nullable, comment, serverDefault, type, name: newColumnName })
  return new AlterColumnOp(table, column, { existing, modify }, extras)
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without what was left out. */
function given<T extends object>(facts: T): Given<T> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as Given<T>
}

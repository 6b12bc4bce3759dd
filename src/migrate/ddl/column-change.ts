/** What `alterColumn` was asked to change, and the statements for it by the standard. */
import {
  Computed,
  Identity,
  makeServerDefault,
  type ServerDefault,
  type ServerDefaultArgument,
} from '../../schema/defaults.js'
import { toInstance, type TypeArg } from '../../sql/types/type-engine.js'
import { warn } from '../../util/warnings.js'
import {
  ColumnComment,
  ColumnDefault,
  ColumnName,
  ColumnNullable,
  ColumnType,
  ComputedColumnDefault,
  IdentityColumnDefault,
  type AlterColumn,
  type ColumnPlace,
} from './elements.js'

/** What is left out stays as it is; `null` as default or comment drops it. */
export interface ColumnChange {
  readonly schema?: string | null
  readonly nullable?: boolean | null
  readonly serverDefault?: ServerDefaultArgument | null
  readonly name?: string | null
  readonly type?: TypeArg | null
  readonly autoincrement?: boolean | null
  readonly comment?: string | null
  readonly existingType?: TypeArg | null
  readonly existingServerDefault?: ServerDefaultArgument | null
  readonly existingNullable?: boolean | null
  readonly existingAutoincrement?: boolean | null
  readonly existingComment?: string | null
  /** PostgreSQL: how old values become values of the new type. */
  readonly postgresqlUsing?: string
}

/** One statement for each thing that changes, the new name last. */
export function* columnChanges(place: ColumnPlace, change: ColumnChange): Generator<AlterColumn> {
  if (isGiven(change.autoincrement) || isGiven(change.existingAutoincrement))
    warn('autoincrement and existingAutoincrement only make sense for MySQL')
  if (isGiven(change.nullable)) yield new ColumnNullable(place, change.nullable)
  if (change.serverDefault !== undefined) yield defaultChange(place, change)
  if (isGiven(change.type)) yield new ColumnType(place, toInstance(change.type))
  if (change.comment !== undefined) yield new ColumnComment(place, change.comment)
  if (isGiven(change.name)) yield new ColumnName(place, change.name)
}

function defaultChange(place: ColumnPlace, change: ColumnChange): AlterColumn {
  const [wanted, existing] = [
    serverDefaultOf(change.serverDefault),
    serverDefaultOf(change.existingServerDefault),
  ]
  if (isAny(Computed, wanted, existing)) return new ComputedColumnDefault(place, wanted)
  if (isAny(Identity, wanted, existing)) return new IdentityColumnDefault(place, wanted, existing)
  return new ColumnDefault(place, wanted)
}

/** True if the default, or the one there is, belongs to a class. */
export function isAny(
  class_: typeof Computed | typeof Identity,
  ...defaults: readonly (ServerDefault | null)[]
): boolean {
  return defaults.some((each) => each instanceof class_)
}

/** A server default as the schema knows it. */
export function serverDefaultOf(
  value: ServerDefaultArgument | null | undefined,
): ServerDefault | null {
  return makeServerDefault(value ?? undefined)
}

/** Neither left out nor null. */
export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null
}

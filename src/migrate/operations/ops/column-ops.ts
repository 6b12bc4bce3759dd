/** Operations on columns. */
import { ArgumentError } from '../../../errors.js'
import type { Column } from '../../../schema/column.js'
import type { ServerDefaultArgument } from '../../../schema/defaults.js'
import type { TypeArg } from '../../../sql/types/type-engine.js'
import type { AddColumnOptions } from '../../ddl/default-impl.js'
import { SchemaObjects } from '../schema-objects.js'
import type { SchemaOption } from './constraint-ops.js'
import { MigrateOperation, type Diff } from './migrate-operation.js'

/** What a column is. */
export interface ColumnFacts {
  type?: TypeArg | null
  nullable?: boolean | null
  serverDefault?: ServerDefaultArgument | null
  comment?: string | null
}

/** What is to change: what is left out stays; `null` as default or comment drops it. */
export interface ColumnModification extends ColumnFacts {
  name?: string | null
}

/** What only some databases ask for. */
export interface AlterColumnExtras extends SchemaOption {
  readonly autoincrement?: boolean | null
  readonly existingAutoincrement?: boolean | null
  readonly postgresqlUsing?: string
}

/** `op.alterColumn`. */
export class AlterColumnOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly columnName: string,
    readonly facts: {
      /** What it is now, as far as it is known. */
      readonly existing: ColumnFacts
      readonly modify: ColumnModification
    },
    public options: AlterColumnExtras = {},
  ) {
    super()
  }

  get existing(): ColumnFacts {
    return this.facts.existing
  }

  get modify(): ColumnModification {
    return this.facts.modify
  }

  hasChanges(): boolean {
    const { type, nullable, serverDefault, comment } = this.modify
    return (
      (type ?? null) !== null ||
      (nullable ?? null) !== null ||
      serverDefault !== undefined ||
      comment !== undefined
    )
  }

  /** The old column becomes the wanted one. */
  override reverse(): AlterColumnOp {
    const [existing, modify]: [ColumnFacts, ColumnFacts] = [{ ...this.existing }, {}]
    const swap = <K extends keyof ColumnFacts>(key: K): void => {
      if (this.modify[key] === undefined) return
      modify[key] = this.existing[key] ?? (null as never)
      existing[key] = this.modify[key]
    }
    swap('type')
    swap('nullable')
    swap('serverDefault')
    swap('comment')
    return new AlterColumnOp(this.tableName, this.columnName, { existing, modify }, this.options)
  }

  /** One tuple for each thing that changes. */
  override toDiffTuple(): Diff {
    const { modify, existing } = this
    const place = [this.options.schema ?? null, this.tableName, this.columnName]
    const changes = [
      ['modify_type', 'type'],
      ['modify_nullable', 'nullable'],
      ['modify_default', 'serverDefault'],
      ['modify_comment', 'comment'],
    ] as const
    return changes
      .filter(([, key]) => modify[key] !== undefined)
      .map(([what, key]) => {
        const { [key]: old = null, ...others } = existing
        return [what, ...place, existingNames(others), old, modify[key]]
      })
  }
}

function existingNames(facts: ColumnFacts): Readonly<Record<string, unknown>> {
  const named = Object.entries(facts).map(([key, value]) => [
    `existing${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    value,
  ])
  return Object.fromEntries(named) as Readonly<Record<string, unknown>>
}

/** `op.addColumn`. */
export class AddColumnOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly column: Column,
    readonly options: AddColumnOptions = {},
  ) {
    super()
  }

  override reverse(): DropColumnOp {
    const { schema = null, ifNotExists } = this.options
    const options = { schema, ...(ifNotExists === undefined ? {} : { ifExists: ifNotExists }) }
    return new DropColumnOp(this.tableName, this.column.name, options, this)
  }

  override toDiffTuple(): Diff {
    return ['add_column', this.options.schema ?? null, this.tableName, this.column]
  }
}

export interface DropColumnOpOptions extends SchemaOption {
  readonly ifExists?: boolean
}

/** `op.dropColumn`. */
export class DropColumnOp extends MigrateOperation {
  constructor(
    readonly tableName: string,
    readonly columnName: string,
    readonly options: DropColumnOpOptions = {},
    private readonly original: AddColumnOp | null = null,
  ) {
    super()
  }

  static fromColumn(tableName: string, column: Column, schema: string | null): DropColumnOp {
    return new AddColumnOp(tableName, column, { schema }).reverse()
  }

  toColumn(objects = new SchemaObjects()): Column {
    return this.original?.column ?? objects.column(this.columnName)
  }

  override reverse(): AddColumnOp {
    if (this.original === null)
      throw new ArgumentError('operation is not reversible; original column is not present')
    const { schema = null, ifExists } = this.options
    const options = { schema, ...(ifExists === undefined ? {} : { ifNotExists: ifExists }) }
    return new AddColumnOp(this.tableName, this.original.column, options)
  }

  override toDiffTuple(): Diff {
    return ['remove_column', this.options.schema ?? null, this.tableName, this.toColumn()]
  }
}

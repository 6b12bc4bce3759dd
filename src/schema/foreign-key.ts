/** A column's reference to another column, resolved when somebody asks: the other table may come later. */
import { ArgumentError } from '../errors.js'
import type { DialectKeywords } from '../sql/dialect-options.js'
import { unexpected } from '../sql/elements/coercions.js'
import type { ColumnElement, ForeignKeyLike } from '../sql/elements/column-element.js'
import { NoReferencedColumnError, NoReferencedTableError, NoReferenceError } from '../sql/errors.js'
import { clauseElement, hasClauseElement, type HasClauseElement } from '../sql/protocol.js'
import type { FromClause } from '../sql/selectable/from-clause.js'
import { Column } from './column.js'
import type { ConventionName, ForeignKeyConstraint } from './constraints.js'

export interface ForeignKeyOptions extends DialectKeywords {
  readonly name?: string | ConventionName | null
  readonly ondelete?: string
  readonly onupdate?: string
  readonly deferrable?: boolean
  readonly initially?: string
  readonly match?: string
  /** Add it by ALTER TABLE, after all tables exist. */
  readonly useAlter?: boolean
  /** The name in `"table.name"` is the column's in the database rather than its key. */
  readonly linkToName?: boolean
  readonly comment?: string
  readonly info?: Readonly<Record<string, unknown>>
}

/** What a copy refers to where that is another table. */
export interface ReferredTable {
  /** Null: none; undefined: as it is. */
  readonly schema?: string | null | undefined
  readonly table?: string | undefined
}

/** What a foreign key may point at: `"table.column"`, a column, or a function that answers one later. */
export type ForeignKeyTarget = string | HasClauseElement | (() => string | HasClauseElement)

/** `sqlalchemy.ForeignKey`. */
export class ForeignKey implements ForeignKeyLike {
  constraint: ForeignKeyConstraint | null = null
  private owner: Column | null = null
  private resolved: Column | null = null

  constructor(
    readonly target: ForeignKeyTarget,
    readonly options: ForeignKeyOptions = {},
  ) {
    const isTarget =
      typeof target === 'string' || typeof target === 'function' || hasClauseElement(target)
    if (!isTarget)
      throw unexpected('String column name or Column object for DDL foreign key constraint', target)
  }

  /** The column that refers. */
  get parent(): Column {
    if (!this.owner) throw new ArgumentError('This ForeignKey is not attached to a column yet')
    return this.owner
  }

  /** @internal */
  get isAttached(): boolean {
    return this.owner !== null
  }

  /** @internal */
  attach(column: Column): void {
    this.owner = column
  }

  /** The column referred to. @throws NoReferencedTableError, NoReferencedColumnError */
  get column(): Column {
    return (this.resolved ??= this.resolve())
  }

  /** The column referred to, if its table is known by now: classes refer to tables of later ones. @internal */
  get columnIfKnown(): Column | null {
    try {
      return this.column
    } catch (error) {
      if (error instanceof NoReferenceError || error instanceof ReferenceError) return null
      throw error
    }
  }

  get name(): string | null {
    const { name = null } = this.options
    return name === null || typeof name === 'string' ? name : name.text
  }

  get ondelete(): string | null {
    return this.options.ondelete ?? null
  }

  get onupdate(): string | null {
    return this.options.onupdate ?? null
  }

  /** `table.column` as it was written. */
  get targetFullname(): string {
    const target = this.spec()
    if (typeof target === 'string') return this.withDefaultSchema(target)
    return `${(target.table as { fullname?: string } | null)?.fullname ?? '?'}.${target.key}`
  }

  /** The name of the table referred to, with its schema. */
  get referredTableKey(): string {
    return this.targetFullname.split('.').slice(0, -1).join('.')
  }

  /** True if it refers to the column's own table or to `table`. */
  references(table: FromClause): boolean {
    return table.correspondingColumn(this.column) !== null
  }

  getReferent(from: FromClause): ColumnElement | null {
    return from.correspondingColumn(this.columnFor(from))
  }

  /** A copy for another column or table, which may refer to a table of another schema or name. */
  copy({ schema, table }: ReferredTable = {}): ForeignKey {
    if (schema === undefined && table === undefined && typeof this.target === 'function')
      return new ForeignKey(this.target, this.options)
    const parts = this.targetFullname.split('.')
    const [ownTable = '', column = ''] = parts.slice(-2)
    const own = parts.length > 2 ? parts.slice(0, -2).join('.') : null
    const moved = [schema === undefined ? own : schema, table ?? ownTable, column]
    return new ForeignKey(moved.filter((part) => part !== null).join('.'), this.options)
  }

  toString(): string {
    return `foreignKey('${this.targetFullname}')`
  }

  /** Tables that are not there cannot be joined to; only a missing table of the very name asked about is an error. */
  private columnFor(_from: FromClause): Column {
    return this.column
  }

  private spec(): string | Column {
    const target =
      typeof this.target === 'function' && !hasClauseElement(this.target)
        ? this.target()
        : this.target
    if (typeof target === 'string') return target
    const element = (target as HasClauseElement)[clauseElement]()
    if (element.identity instanceof Column) return element.identity as Column
    throw new ArgumentError('A ForeignKey refers to a column of a table')
  }

  private resolve(): Column {
    const target = this.spec()
    if (typeof target !== 'string') return target
    const table = this.parent.table
    if (!table) throw new ArgumentError('This ForeignKey is not attached to a table yet')
    const parts = this.withDefaultSchema(target).split('.')
    const columnName = parts.at(-1) ?? ''
    const tableKey = parts.slice(0, -1).join('.')
    const referred = table.metadata.tables.get(tableKey)
    if (!referred) {
      throw new NoReferencedTableError(
        `Foreign key associated with column '${table.name}.${this.parent.name}' could not find table ` +
          `'${tableKey}' with which to generate a foreign key to target column '${columnName}'`,
        tableKey,
      )
    }
    const found = referred.columnNamed(columnName) ?? referred.columnByReference(columnName)
    if (found) return found
    throw new NoReferencedColumnError(
      `Could not initialize target column for ForeignKey '${target}' on table '${table.name}': ` +
        `table '${referred.name}' has no column named '${columnName}'`,
      tableKey,
      columnName,
    )
  }

  private withDefaultSchema(target: string): string {
    const metadataSchema = this.owner?.table?.metadata.schema ?? null
    return target.split('.').length === 2 && metadataSchema !== null
      ? `${metadataSchema}.${target}`
      : target
  }
}

/**
 * A reference to another table's column; `sqlalchemy.ForeignKey`.
 *
 * @param target `"table.column"`, `"schema.table.column"`, a column, or a function that answers one
 * @example
 * column('company_id', integer, foreignKey('companies.id', { ondelete: 'CASCADE' }))
 */
export function foreignKey(target: ForeignKeyTarget, options: ForeignKeyOptions = {}): ForeignKey {
  return new ForeignKey(target, options)
}

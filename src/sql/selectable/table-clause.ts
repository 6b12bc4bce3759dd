/** A table by name with columns by name; what `table("users", column("id"))` makes and `schema.Table` extends. */
import { internals, type Internals } from '../internals.js'
import { qualifiedName, type Name } from '../names.js'
import { ColumnElement } from '../elements/column-element.js'
import { ColumnClause } from '../elements/column-clause.js'
import { ColumnCollection } from './column-collection.js'
import { FromClause, type AnyColumns } from './from-clause.js'
import { makeTableDml, type TableDml } from './table-dml.js'

const PARTS = internals({})

/** `sqlalchemy.sql.expression.TableClause`. */
export class TableClause<C extends AnyColumns = AnyColumns> extends FromClause<C> {
  override readonly kind = 'table'
  protected readonly tableName: string
  protected readonly tableSchema: string | null
  protected readonly ownColumns = new ColumnCollection()

  constructor(name: string, columns: readonly ColumnClause[] = [], schema: string | null = null) {
    super()
    this.tableName = name
    this.tableSchema = schema
    for (const column of columns) this.ownColumns.add(Object.assign(column, { ownTable: this }))
  }

  override get internals(): Internals {
    return PARTS
  }

  override get columns(): ColumnCollection {
    return this.ownColumns
  }

  override get name(): string {
    return this.tableName
  }

  override get schema(): string | null {
    return this.tableSchema
  }

  /** `schema.name`. */
  get fullname(): string {
    return this.schema === null ? this.name : `${this.schema}.${this.name}`
  }

  override get labelQualifier(): Name {
    return this.schema === null
      ? this.name
      : qualifiedName(this.schema.replaceAll('.', '_'), this.name)
  }

  /** Tables stand for themselves in every copy of a statement. */
  override clone(): this {
    return this
  }

  /** `INSERT INTO this`. */
  insert(): TableDml['insert'] {
    return makeTableDml('insert', this)
  }

  /** `UPDATE this`. */
  update(): TableDml['update'] {
    return makeTableDml('update', this)
  }

  /** `DELETE FROM this`. */
  delete(): TableDml['delete'] {
    return makeTableDml('delete', this)
  }

  /** The name, with its schema. */
  override toString(): string {
    return this.fullname
  }

  override describe(): string {
    return this.fullname
  }

  protected override makeColumns(): ColumnCollection {
    return this.ownColumns
  }
}

/**
 * A table known only by name and columns; `sqlalchemy.table`.
 *
 * @example
 * const t = table('users', column('id', integer))
 */
export function table(
  name: string,
  ...given: readonly (ColumnElement | { readonly schema?: string | null })[]
): TableClause {
  const columns = given.filter((each) => each instanceof ColumnElement)
  const schema = given.flatMap((each) => (each instanceof ColumnElement ? [] : [each.schema]))[0]
  const clauses = columns.map((each) =>
    each instanceof ColumnClause && each.table === null && each.constructor === ColumnClause
      ? each
      : new ColumnClause(each.name ?? '', each.type, { key: each.key ?? '' }),
  )
  return new TableClause(name, clauses, schema ?? null)
}

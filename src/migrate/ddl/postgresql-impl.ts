/** PostgreSQL undoes DDL, and converts values with USING; `alembic.ddl.postgresql.PostgresqlImpl`. */
import type { Constraint } from '../../schema/constraints.js'
import { constraintName } from '../../schema/naming.js'
import type { Table } from '../../schema/table.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { ColumnClause } from '../../sql/elements/column-clause.js'
import { toInstance } from '../../sql/types/type-engine.js'
import { CommandError } from '../errors.js'
import { isGiven, type ColumnChange } from './column-change.js'
import { DefaultImpl } from './default-impl.js'
import { ColumnType } from './elements.js'

export class PostgresqlImpl extends DefaultImpl {
  protected override get hasTransactionalDdl(): boolean {
    return true
  }

  /** The copy takes over the names of constraints. */
  override prepareTableForBatch(constraints: ReadonlyMap<string, Constraint>, table: Table): void {
    for (const constraint of table.constraints) {
      const name = constraintName(constraint)?.name
      if (name !== undefined && constraints.has(name)) this.dropConstraint(constraint)
    }
  }

  override alterColumn(table: string, column: string, change: ColumnChange): void {
    const { type, postgresqlUsing, ...others } = change
    if (postgresqlUsing !== undefined && !isGiven(type))
      throw new CommandError('postgresqlUsing must be used with the type parameter')
    if (isGiven(type)) {
      const place = { table, column, schema: change.schema ?? null }
      this.execute(new ColumnType(place, toInstance(type), postgresqlUsing ?? null))
    }
    super.alterColumn(table, column, others)
  }

  override expressionText(
    element: ClauseElement,
    use: { readonly isServerDefault?: boolean; readonly isIndex?: boolean } = {},
  ): string {
    const grouped = use.isIndex && !(element instanceof ColumnClause)
    return super.expressionText(grouped ? element.selfGroup() : element, use)
  }
}

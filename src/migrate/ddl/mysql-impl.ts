/** MySQL changes a column by saying all of it again; `alembic.ddl.mysql.MySQLImpl`. */
import type { Constraint } from '../../schema/constraints.js'
import { Computed, Identity } from '../../schema/defaults.js'
import type { IfExists } from '../../schema/ddl-elements.js'
import { toInstance } from '../../sql/types/type-engine.js'
import { CommandError, NotImplementedError } from '../errors.js'
import { isAny, isGiven, serverDefaultOf, type ColumnChange } from './column-change.js'
import { DefaultImpl, typeRuleOf } from './default-impl.js'
import {
  ColumnDefault,
  MySQLChangeColumn,
  MySQLModifyColumn,
  type ColumnPlace,
  type ColumnSpecification,
} from './elements.js'
import { GenericConstraint } from './generic-constraint.js'

export class MySQLImpl extends DefaultImpl {
  override alterColumn(table: string, column: string, change: ColumnChange): void {
    const [wanted, existing] = [
      serverDefaultOf(change.serverDefault),
      serverDefaultOf(change.existingServerDefault),
    ]
    if (isAny(Computed, wanted, existing) || isAny(Identity, wanted, existing))
      super.alterColumn(table, column, change)
    const place: ColumnPlace = { table, column, schema: change.schema ?? null }
    if (isGiven(change.name) || hasFunctionalDefault(change))
      this.execute(new MySQLChangeColumn(place, specification(column, change)))
    else if (changesMoreThanDefault(change))
      this.execute(new MySQLModifyColumn(place, specification(column, change)))
    else if (change.serverDefault !== undefined) this.execute(new ColumnDefault(place, wanted))
  }

  override dropConstraint(constraint: Constraint, options: IfExists = {}): void {
    if (typeRuleOf(constraint) !== null) return
    if (constraint instanceof GenericConstraint) {
      throw new NotImplementedError(
        "No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type",
      )
    }
    super.dropConstraint(constraint, options)
  }
}

function changesMoreThanDefault({ nullable, type, autoincrement, comment }: ColumnChange): boolean {
  return isGiven(nullable) || isGiven(type) || isGiven(autoincrement) || comment !== undefined
}

/** Only a whole column can get the current time as its default. */
function hasFunctionalDefault({ type, existingType, serverDefault }: ColumnChange): boolean {
  const final = type ?? existingType
  return isGiven(final) && toInstance(final).affinity === 'datetime' && serverDefault !== null
}

function specification(column: string, change: ColumnChange): ColumnSpecification {
  const type = change.type ?? change.existingType
  if (!isGiven(type))
    throw new CommandError('All MySQL CHANGE/MODIFY COLUMN operations require the existing type.')
  const { comment, serverDefault } = change
  return {
    newName: change.name ?? column,
    nullable: change.nullable ?? change.existingNullable ?? true,
    type: toInstance(type),
    serverDefault: serverDefaultOf(
      serverDefault === undefined ? change.existingServerDefault : serverDefault,
    ),
    autoincrement: change.autoincrement ?? change.existingAutoincrement ?? false,
    comment: (comment === undefined ? change.existingComment : comment) ?? null,
  }
}

/** Operations on constraints; the part of `alembic.operations.ops` about them. */
import { ArgumentError } from '../../../errors.js'
import {
  CheckConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type Constraint,
  type ConstraintOptions,
} from '../../../schema/constraints.js'
import type { ForeignKeyOptions } from '../../../schema/foreign-key.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import {
  finalName,
  SchemaObjects,
  targetOf,
  type ConstraintType,
  type ItemName,
} from '../schema-objects.js'
import { MigrateOperation, type Diff } from './migrate-operation.js'

export interface SchemaOption {
  readonly schema?: string | null
}

/** Adds a constraint to a table. */
export abstract class AddConstraintOp extends MigrateOperation {
  abstract toConstraint(objects?: SchemaObjects): Constraint

  /** The operation that makes a constraint. */
  static fromConstraint(constraint: Constraint): AddConstraintOp {
    const { table } = constraint
    const name = finalName(constraint)
    const options = { ...constraint.options, schema: table.schema }
    const columns = constraint.columns.map((column) => column.name)
    if (constraint instanceof ForeignKeyConstraint) return foreignKeyOp(constraint, name)
    if (constraint instanceof PrimaryKeyConstraint)
      return new CreatePrimaryKeyOp(name, table.name, columns, options)
    if (constraint instanceof UniqueConstraint)
      return new CreateUniqueConstraintOp(name, table.name, columns, options)
    if (constraint instanceof CheckConstraint)
      return new CreateCheckConstraintOp(name, table.name, constraint.sqltext, options)
    throw new ArgumentError(`No operation makes a ${constraint.constructor.name}`)
  }

  override reverse(): DropConstraintOp {
    return DropConstraintOp.fromConstraint(this.toConstraint())
  }

  override toDiffTuple(): Diff {
    return ['add_constraint', this.toConstraint()]
  }
}

/** `op.createPrimaryKey`. */
export class CreatePrimaryKeyOp extends AddConstraintOp {
  constructor(
    readonly constraintName: ItemName,
    readonly tableName: string,
    readonly columns: readonly string[],
    readonly options: ConstraintOptions & SchemaOption = {},
  ) {
    super()
  }

  override toConstraint(objects = new SchemaObjects()): PrimaryKeyConstraint {
    return objects.primaryKeyConstraint(
      this.constraintName,
      this.tableName,
      this.columns,
      this.options,
    )
  }
}

/** `op.createUniqueConstraint`. */
export class CreateUniqueConstraintOp extends AddConstraintOp {
  constructor(
    readonly constraintName: ItemName,
    readonly tableName: string,
    readonly columns: readonly string[],
    readonly options: ConstraintOptions & SchemaOption = {},
  ) {
    super()
  }

  override toConstraint(objects = new SchemaObjects()): UniqueConstraint {
    return objects.uniqueConstraint(this.constraintName, this.tableName, this.columns, this.options)
  }
}

/** `op.createCheckConstraint`. */
export class CreateCheckConstraintOp extends AddConstraintOp {
  constructor(
    readonly constraintName: ItemName,
    readonly tableName: string,
    readonly condition: string | ClauseElement,
    readonly options: ConstraintOptions & SchemaOption = {},
  ) {
    super()
  }

  override toConstraint(objects = new SchemaObjects()): CheckConstraint {
    return objects.checkConstraint(
      this.constraintName,
      this.tableName,
      this.condition,
      this.options,
    )
  }
}

export interface CreateForeignKeyOptions extends Omit<ForeignKeyOptions, 'name'> {
  readonly sourceSchema?: string | null
  readonly referentSchema?: string | null
}

/** Which columns of which table refer to which of another. */
export interface ForeignKeyReference {
  readonly sourceTable: string
  readonly referentTable: string
  readonly localCols: readonly string[]
  readonly remoteCols: readonly string[]
}

/** `op.createForeignKey`. */
export class CreateForeignKeyOp extends AddConstraintOp {
  constructor(
    readonly constraintName: ItemName,
    readonly reference: ForeignKeyReference,
    readonly options: CreateForeignKeyOptions = {},
  ) {
    super()
  }

  override toConstraint(objects = new SchemaObjects()): ForeignKeyConstraint {
    const { sourceSchema = null, referentSchema = null, ...options } = this.options
    const { sourceTable: source, referentTable: referent, localCols, remoteCols } = this.reference
    const place = { source, referent, localCols, remoteCols, sourceSchema, referentSchema }
    return objects.foreignKeyConstraint(this.constraintName, place, options)
  }

  override toDiffTuple(): Diff {
    return ['add_fk', this.toConstraint()]
  }
}

function foreignKeyOp(constraint: ForeignKeyConstraint, name: ItemName): CreateForeignKeyOp {
  const targets = constraint.elements.map((element) => targetOf(element).split('.'))
  const [first = []] = targets
  const schema = first.slice(0, -2).join('.')
  const { name: _name, ...options } = constraint.foreignKeyOptions
  return new CreateForeignKeyOp(
    name,
    {
      sourceTable: constraint.table.name,
      referentTable: first.at(-2) ?? '',
      localCols: constraint.columns.map((column) => column.name),
      remoteCols: targets.map((parts) => parts.at(-1) ?? ''),
    },
    {
      ...options,
      sourceSchema: constraint.table.schema,
      referentSchema: schema === '' ? null : schema,
    },
  )
}

export interface DropConstraintOptions extends SchemaOption {
  readonly type?: ConstraintType | null
  readonly ifExists?: boolean
}

const TYPES: Readonly<Record<Constraint['kind'], ConstraintType | null>> = {
  exclude: null,
  unique: 'unique',
  foreignKey: 'foreignkey',
  primaryKey: 'primary',
  check: 'check',
}

/** `op.dropConstraint`. */
export class DropConstraintOp extends MigrateOperation {
  constructor(
    readonly constraintName: ItemName,
    readonly tableName: string,
    readonly options: DropConstraintOptions = {},
    private readonly original: AddConstraintOp | null = null,
  ) {
    super()
  }

  static fromConstraint(constraint: Constraint): DropConstraintOp {
    const { table } = constraint
    return new DropConstraintOp(
      finalName(constraint),
      table.name,
      { schema: table.schema, type: TYPES[constraint.kind] },
      AddConstraintOp.fromConstraint(constraint),
    )
  }

  /** The constraint to be dropped, where the operation was made of one. @throws ArgumentError */
  toConstraint(): Constraint {
    if (this.original === null)
      throw new ArgumentError('constraint cannot be produced; original constraint is not present')
    return this.original.toConstraint()
  }

  override reverse(): AddConstraintOp {
    return AddConstraintOp.fromConstraint(this.toConstraint())
  }

  override toDiffTuple(): Diff {
    const what = this.options.type === 'foreignkey' ? 'remove_fk' : 'remove_constraint'
    return [what, this.toConstraint()]
  }
}

/** `ALTER TABLE` in its forms, as data for the DDL compiler; `alembic.ddl.base`. How they are written: `element-texts.ts`. */
import type { Column } from '../../schema/column.js'
import type { ServerDefault } from '../../schema/defaults.js'
import { DdlElement } from '../../schema/ddl-elements.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'

/** A table by name: migrations change tables they have no `Table` of. */
export abstract class AlterTable extends DdlElement {
  constructor(
    readonly tableName: string,
    readonly schema: string | null,
  ) {
    super()
  }
}

export class RenameTable extends AlterTable {
  constructor(
    tableName: string,
    readonly newTableName: string,
    schema: string | null,
  ) {
    super(tableName, schema)
  }
}

export interface AddColumnFlags {
  readonly ifNotExists?: boolean
  /** The foreign key is part of the column instead of a statement of its own. */
  readonly inlineReferences?: boolean
  readonly inlinePrimaryKey?: boolean
}

export class AddColumn extends AlterTable {
  constructor(
    tableName: string,
    readonly column: Column,
    schema: string | null,
    readonly flags: AddColumnFlags = {},
  ) {
    super(tableName, schema)
  }
}

export class DropColumn extends AlterTable {
  constructor(
    tableName: string,
    readonly columnName: string,
    schema: string | null,
    readonly flags: { readonly ifExists?: boolean } = {},
  ) {
    super(tableName, schema)
  }
}

/** A column by name. */
export interface ColumnPlace {
  readonly table: string
  readonly column: string
  readonly schema: string | null
}

export abstract class AlterColumn extends AlterTable {
  readonly columnName: string

  constructor(place: ColumnPlace) {
    super(place.table, place.schema)
    this.columnName = place.column
  }
}

export class ColumnNullable extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly nullable: boolean,
  ) {
    super(place)
  }
}

export class ColumnType extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly type: TypeEngine,
    /** PostgreSQL: how old values become new ones. */
    readonly using: string | null = null,
  ) {
    super(place)
  }
}

export class ColumnName extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly newName: string,
  ) {
    super(place)
  }
}

export class ColumnComment extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly comment: string | null,
  ) {
    super(place)
  }
}

/** Null drops the default. */
export class ColumnDefault extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly serverDefault: ServerDefault | null,
  ) {
    super(place)
  }
}

export class ComputedColumnDefault extends ColumnDefault {}

export class IdentityColumnDefault extends ColumnDefault {
  constructor(
    place: ColumnPlace,
    serverDefault: ServerDefault | null,
    readonly existing: ServerDefault | null,
  ) {
    super(place, serverDefault)
  }
}

/** All there is to a column: MySQL knows no smaller change. */
export interface ColumnSpecification {
  readonly newName: string
  readonly nullable: boolean
  readonly type: TypeEngine
  readonly serverDefault: ServerDefault | null
  readonly autoincrement: boolean
  readonly comment: string | null
}

export class MySQLChangeColumn extends AlterColumn {
  constructor(
    place: ColumnPlace,
    readonly specification: ColumnSpecification,
  ) {
    super(place)
  }
}

export class MySQLModifyColumn extends MySQLChangeColumn {}

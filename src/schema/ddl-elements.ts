/** Statements that change the schema: CREATE, DROP, ALTER. Data for the DDL compiler. */
import { ArgumentError } from '../errors.js'
import type { ListenerFunction } from '../util/event-dispatcher.js'
import type { Constraint } from './constraints.js'
import type { Sequence } from './defaults.js'
import type { DomainType } from '../sql/types/domain.js'
import type { EnumType } from '../sql/types/enum.js'
import type { Table } from './table.js'
import type { Index } from './table-index.js'
import type { Column } from './column.js'
import type { DdlCompiler } from './ddl-compiler.js'
import { compileDdl, type CompiledDdl, type DdlCompileOptions } from './ddl-hook.js'

export type DdlKind =
  | 'createTable'
  | 'createColumn'
  | 'dropTable'
  | 'createIndex'
  | 'dropIndex'
  | 'addConstraint'
  | 'dropConstraint'
  | 'createSequence'
  | 'dropSequence'
  | 'createSchema'
  | 'dropSchema'
  | 'createEnumType'
  | 'dropEnumType'
  | 'createDomainType'
  | 'dropDomainType'
  | 'setTableComment'
  | 'dropTableComment'
  | 'setColumnComment'
  | 'dropColumnComment'
  | 'setConstraintComment'
  | 'dropConstraintComment'
  | 'text'

/**
 * A statement that changes the schema; `sqlalchemy.schema.ExecutableDDLElement`. Users extend it and say with
 * `compiles()` how theirs are written.
 */
export class DdlElement {
  /** Phantom: who writes it, for `compiles()`. */
  declare readonly __compiler?: DdlCompiler
  /** Null for users' own. */
  readonly kind: DdlKind | null = null

  /** The text for a dialect. @example createTable(users).compile({ dialect: 'postgresql' }).sql */
  compile(options: DdlCompileOptions = {}): CompiledDdl {
    return compileDdl(this, options)
  }

  toString(): string {
    return this.compile().sql
  }
}

export interface IfNotExists {
  readonly ifNotExists?: boolean
}

export interface IfExists {
  readonly ifExists?: boolean
}

export interface FromTable {
  /** CREATE TABLE leaves the constraint out from now on; default: true. */
  readonly isolateFromTable?: boolean
}

/**
 * One column inside of CREATE TABLE, for `compiles()`; an empty text leaves the column out; `sqlalchemy.schema.CreateColumn`.
 *
 * @example
 * compiles(CreateColumn)((create, compiler) => `${compiler.processDefault(create)} /* ${create.element.name} *\/`)
 * deregister(CreateColumn)
 */
export class CreateColumn extends DdlElement {
  override readonly kind = 'createColumn'

  constructor(readonly element: Column) {
    super()
  }
}

/** `CREATE TABLE`, as `createTable(table)` makes it; `sqlalchemy.schema.CreateTable`. @example new CreateTable(users).compile({ dialect: 'postgresql' }).sql */
export class CreateTable extends DdlElement {
  override readonly kind = 'createTable'

  constructor(
    readonly table: Table,
    readonly options: IfNotExists & {
      /** Foreign keys to write; others are added later by ALTER TABLE. */
      readonly includeForeignKeyConstraints?: readonly Constraint[] | null
    } = {},
  ) {
    super()
  }
}

/** `DROP TABLE`; `sqlalchemy.schema.DropTable`. @example new DropTable(users, { ifExists: true }) */
export class DropTable extends DdlElement {
  override readonly kind = 'dropTable'

  constructor(
    readonly table: Table,
    readonly options: IfExists = {},
  ) {
    super()
  }
}

/** `CREATE INDEX`; `sqlalchemy.schema.CreateIndex`. @example new CreateIndex(index('ix_name', users.c.name)) */
export class CreateIndex extends DdlElement {
  override readonly kind = 'createIndex'

  constructor(
    readonly index: Index,
    readonly options: IfNotExists = {},
  ) {
    super()
  }
}

/** `DROP INDEX`; `sqlalchemy.schema.DropIndex`. @example new DropIndex(index('ix_name', users.c.name), { ifExists: true }) */
export class DropIndex extends DdlElement {
  override readonly kind = 'dropIndex'

  constructor(
    readonly index: Index,
    readonly options: IfExists = {},
  ) {
    super()
  }
}

/** `ALTER TABLE … ADD CONSTRAINT`; `sqlalchemy.schema.AddConstraint`. @example new AddConstraint(uniqueConstraint(users.c.name, { name: 'uq' })) */
export class AddConstraint extends DdlElement {
  override readonly kind = 'addConstraint'

  constructor(
    readonly constraint: Constraint,
    { isolateFromTable = true }: FromTable = {},
  ) {
    super()
    if (isolateFromTable) constraint.isolate()
  }
}

/** `ALTER TABLE … DROP CONSTRAINT`; `sqlalchemy.schema.DropConstraint`. @example new DropConstraint(uniqueConstraint(users.c.name, { name: 'uq' })) */
export class DropConstraint extends DdlElement {
  override readonly kind = 'dropConstraint'

  constructor(
    readonly constraint: Constraint,
    readonly options: IfExists & FromTable & { readonly cascade?: boolean } = {},
  ) {
    super()
    if (options.isolateFromTable ?? true) constraint.isolate()
  }
}

/** `CREATE SEQUENCE`; `sqlalchemy.schema.CreateSequence`. @example new CreateSequence(new Sequence('order_id_seq')) */
export class CreateSequence extends DdlElement {
  override readonly kind = 'createSequence'

  constructor(
    readonly sequence: Sequence,
    readonly options: IfNotExists = {},
  ) {
    super()
  }
}

/** `DROP SEQUENCE`; `sqlalchemy.schema.DropSequence`. @example new DropSequence(new Sequence('order_id_seq')) */
export class DropSequence extends DdlElement {
  override readonly kind = 'dropSequence'

  constructor(
    readonly sequence: Sequence,
    readonly options: IfExists = {},
  ) {
    super()
  }
}

/** `CREATE SCHEMA`; `sqlalchemy.schema.CreateSchema`. @example new CreateSchema('app', { ifNotExists: true }) */
export class CreateSchema extends DdlElement {
  override readonly kind = 'createSchema'

  constructor(
    readonly name: string,
    readonly options: IfNotExists = {},
  ) {
    super()
  }
}

/** `DROP SCHEMA`; `sqlalchemy.schema.DropSchema`. @example new DropSchema('app', { cascade: true }) */
export class DropSchema extends DdlElement {
  override readonly kind = 'dropSchema'

  constructor(
    readonly name: string,
    readonly options: IfExists & { readonly cascade?: boolean } = {},
  ) {
    super()
  }
}

export class CreateEnumType extends DdlElement {
  override readonly kind = 'createEnumType'

  constructor(readonly type: EnumType) {
    super()
  }
}

export class DropEnumType extends DdlElement {
  override readonly kind = 'dropEnumType'

  constructor(readonly type: EnumType) {
    super()
  }
}

/** `CREATE DOMAIN`; `sqlalchemy.dialects.postgresql.CreateDomainType`. @example new CreateDomainType(postgresql.domain('positive', integer)) */
export class CreateDomainType extends DdlElement {
  override readonly kind = 'createDomainType'

  constructor(readonly type: DomainType) {
    super()
  }
}

/** `DROP DOMAIN`; `sqlalchemy.dialects.postgresql.DropDomainType`. @example new DropDomainType(postgresql.domain('positive', integer)) */
export class DropDomainType extends DdlElement {
  override readonly kind = 'dropDomainType'

  constructor(readonly type: DomainType) {
    super()
  }
}

/** `COMMENT ON TABLE`; `sqlalchemy.schema.SetTableComment`. @example new SetTableComment(users) */
export class SetTableComment extends DdlElement {
  override readonly kind = 'setTableComment'

  constructor(readonly table: Table) {
    super()
  }
}

/** `COMMENT ON TABLE … IS NULL`; `sqlalchemy.schema.DropTableComment`. @example new DropTableComment(users) */
export class DropTableComment extends DdlElement {
  override readonly kind = 'dropTableComment'

  constructor(readonly table: Table) {
    super()
  }
}

/** `COMMENT ON COLUMN`; `sqlalchemy.schema.SetColumnComment`. @example new SetColumnComment(users.c.name) */
export class SetColumnComment extends DdlElement {
  override readonly kind = 'setColumnComment'

  constructor(readonly column: Column) {
    super()
  }
}

/** `COMMENT ON COLUMN … IS NULL`; `sqlalchemy.schema.DropColumnComment`. @example new DropColumnComment(users.c.name) */
export class DropColumnComment extends DdlElement {
  override readonly kind = 'dropColumnComment'

  constructor(readonly column: Column) {
    super()
  }
}

/** `COMMENT ON CONSTRAINT`; `sqlalchemy.schema.SetConstraintComment`. @example new SetConstraintComment(checkConstraint('a > 1', { name: 'ck', comment: 'why' })) */
export class SetConstraintComment extends DdlElement {
  override readonly kind = 'setConstraintComment'

  constructor(readonly constraint: Constraint) {
    super()
  }
}

/** `COMMENT ON CONSTRAINT … IS NULL`; `sqlalchemy.schema.DropConstraintComment`. @example new DropConstraintComment(checkConstraint('a > 1', { name: 'ck' })) */
export class DropConstraintComment extends DdlElement {
  override readonly kind = 'dropConstraintComment'

  constructor(readonly constraint: Constraint) {
    super()
  }
}

const listeners = new WeakMap<object, ListenerFunction>()
const sources = new WeakMap<ListenerFunction, DdlText>()

/** When DDL that listens to an event is executed; `ExecutableDDLElement.execute_if`. */
export interface DdlCondition {
  /** Only for this dialect, or these. */
  readonly dialect?: string | readonly string[]
  /** Only when it answers true. */
  readonly callable?: DdlPredicate
  /** Handed to the function. */
  readonly state?: unknown
}

export type DdlPredicate = (
  ddl: DdlText,
  target: unknown,
  connection: unknown,
  details: Readonly<Record<string, unknown>>,
) => boolean

export interface DdlTextOptions {
  /** Values for `%(name)s` in the text. */
  readonly context?: Readonly<Record<string, unknown>>
}

/**
 * DDL the user wrote; `sqlalchemy.DDL`. In the text `%(table)s`, `%(schema)s` and `%(fullname)s` name the table whose
 * event it listens to, and `%%` is a percent sign.
 *
 * @example
 * event.listen(users, 'afterCreate', new DDL('ALTER TABLE %(table)s SET LOGGED').executeIf({ dialect: 'postgresql' }))
 */
export class DdlText extends DdlElement {
  override readonly kind = 'text'
  /** The table it was executed for. */
  readonly target: unknown = null
  private readonly condition: DdlCondition | null = null

  constructor(
    readonly statement: string,
    readonly options: DdlTextOptions = {},
  ) {
    super()
    if (typeof statement !== 'string')
      throw new ArgumentError(
        `Expected a string or unicode SQL statement, got '${String(statement)}'`,
      )
  }

  /** The same DDL, executed as a listener only under a condition. */
  executeIf(condition: DdlCondition): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this) as object), this, {
      condition,
    }) as this
  }

  /** What `event.listen` registers for it. */
  get listener(): ListenerFunction {
    const known = listeners.get(this)
    if (known) return known
    const listener: ListenerFunction = () => undefined
    listeners.set(this, listener)
    sources.set(listener, this)
    return listener
  }

  /** @internal The DDL a listener stands for, or null. */
  static behind(listener: ListenerFunction): DdlText | null {
    return sources.get(listener) ?? null
  }

  /** @internal The same DDL for a table or MetaData. */
  against(target: unknown): this {
    return Object.assign(Object.create(Object.getPrototypeOf(this) as object), this, {
      target,
    }) as this
  }

  /** @internal Whether its condition holds. */
  applies(
    target: unknown,
    connection: unknown,
    details: Readonly<Record<string, unknown>> & { readonly dialect: { readonly name: string } },
  ): boolean {
    const { dialect, callable, state } = this.condition ?? {}
    if (dialect !== undefined && ![dialect].flat().includes(details.dialect.name)) return false
    return callable === undefined || callable(this, target, connection, { ...details, state })
  }
}

/** `CREATE TABLE`; `sqlalchemy.schema.CreateTable`. @example createTable(users).compile({ dialect: 'sqlite' }) */
export function createTable(table: Table, options: IfNotExists = {}): CreateTable {
  return new CreateTable(table, options)
}

/** `DROP TABLE`; `sqlalchemy.schema.DropTable`. @example dropTable(users, { ifExists: true }) */
export function dropTable(table: Table, options: IfExists = {}): DropTable {
  return new DropTable(table, options)
}

/** `CREATE INDEX`; `sqlalchemy.schema.CreateIndex`. @example createIndex(index('ix', users.c.name)) */
export function createIndex(item: Index, options: IfNotExists = {}): CreateIndex {
  return new CreateIndex(item, options)
}

/** `DROP INDEX`; `sqlalchemy.schema.DropIndex`. @example dropIndex(index) */
export function dropIndex(item: Index, options: IfExists = {}): DropIndex {
  return new DropIndex(item, options)
}

/** `ALTER TABLE … ADD CONSTRAINT`; `sqlalchemy.schema.AddConstraint`. */
export function addConstraint(constraint: Constraint, options: FromTable = {}): AddConstraint {
  return new AddConstraint(constraint, options)
}

/** `ALTER TABLE … DROP CONSTRAINT`; `sqlalchemy.schema.DropConstraint`. */
export function dropConstraint(
  constraint: Constraint,
  options: IfExists & FromTable & { readonly cascade?: boolean } = {},
): DropConstraint {
  return new DropConstraint(constraint, options)
}

/** DDL as text; `sqlalchemy.DDL`. @example ddl('ALTER TABLE t ADD x INT') */
export function ddl(statement: string, options: DdlTextOptions = {}): DdlText {
  return new DdlText(statement, options)
}

/** Constraints of tables: primary and foreign keys, unique and check constraints. */
import { ArgumentError } from '../errors.js'
import type { ColumnElement } from '../sql/elements/column-element.js'
import type { ClauseElement } from '../sql/elements/clause-element.js'
import { text } from '../sql/elements/literals.js'
import type { DialectKeywords } from '../sql/dialect-options.js'
import { iterate } from '../sql/adapt/traverse.js'
import { asElement, unexpected } from '../sql/elements/coercions.js'
import type { Column } from './column.js'
import { ConstraintColumnNotFoundError } from './errors.js'
import { copyExpression } from './ddl/copy-expression.js'
import { checkOptions } from './ddl/dialect-arguments.js'
import {
  ForeignKey,
  type ForeignKeyOptions,
  type ForeignKeyTarget,
  type ReferredTable,
} from './foreign-key.js'
import type { DdlCompiler } from './ddl-compiler.js'
import type { Table } from './table.js'

/** Options of one dialect stand beside the others: `{ postgresqlNotValid: true }`. */
export interface ConstraintOptions extends DialectKeywords {
  /** A name made by `conv()` is taken as it is, whatever the naming convention. */
  readonly name?: string | ConventionName | null
  readonly deferrable?: boolean
  readonly initially?: string
  readonly comment?: string
  readonly info?: Readonly<Record<string, unknown>>
}

/** A column by key or as an object. */
export type ColumnReference = string | ColumnElement

/** Exclusion constraints are PostgreSQL's. */
export type ConstraintKind = 'primaryKey' | 'foreignKey' | 'unique' | 'check' | 'exclude'

let created = 0

/** A name a naming convention leaves as it is; `sqlalchemy.sql.elements.conv`. */
export class ConventionName {
  constructor(readonly text: string) {}
}

/** Marks a name as final. @example checkConstraint('a > 1', { name: conv('as_is') }) */
export function conv(name: string): ConventionName {
  return new ConventionName(name)
}

/** How constraints and indexes are named; installed by `naming.ts`, which knows both. */
interface Naming {
  nameOf(item: unknown): string | null
}

const naming = {} as Naming

/** @internal */
export function installNaming(implementation: Naming): void {
  Object.assign(naming, implementation)
}

/** @internal The name of an item in its table. */
export function nameInTable(item: unknown): string | null {
  return naming.nameOf(item)
}

/** @internal The name for a copy of an item: what a convention made of it stays. */
export function copiedName(item: {
  readonly isAttached: boolean
  readonly givenName: string | ConventionName | null
}): string | ConventionName | null {
  const name = item.isAttached ? naming.nameOf(item) : null
  return name === null || name === item.givenName ? item.givenName : new ConventionName(name)
}

/** @internal A name as text, whatever was said about it. */
export function plainName(name: string | ConventionName | null): string | null {
  return name instanceof ConventionName ? name.text : name
}

/** `sqlalchemy.Constraint`. */
export abstract class Constraint {
  abstract readonly kind: ConstraintKind
  readonly creationOrder = ++created
  readonly options: ConstraintOptions
  /** As given; `name` is the one it gets. */
  givenName: string | ConventionName | null
  protected owner: Table | null = null
  private isolated = false

  constructor(options: ConstraintOptions = {}) {
    this.options = options
    this.givenName = options.name ?? null
  }

  /** What COMMENT ON CONSTRAINT says. */
  get comment(): string | null {
    return this.options.comment ?? null
  }

  /** The name it has in its table, by the naming convention if it was given none; null: the database makes one. */
  get name(): string | null {
    return this.owner ? naming.nameOf(this) : plainName(this.givenName)
  }

  /** @internal What a copy has: the name, once a convention has made it, is final. */
  get copiedOptions(): ConstraintOptions {
    return { ...this.options, name: copiedName(this) }
  }

  get deferrable(): boolean | null {
    return (this.dialectKeywords as ConstraintOptions).deferrable ?? null
  }

  get initially(): string | null {
    return (this.dialectKeywords as ConstraintOptions).initially ?? null
  }

  get info(): Readonly<Record<string, unknown>> {
    return (this.dialectKeywords as ConstraintOptions).info ?? {}
  }

  /** Where its options of single dialects are. @internal */
  get dialectKeywords(): DialectKeywords {
    return this.options
  }

  get table(): Table {
    if (!this.owner) throw new ArgumentError('This constraint is not bound to a table')
    return this.owner
  }

  /** CREATE TABLE leaves it out: a statement of its own adds or drops it. */
  get isIsolated(): boolean {
    return this.isolated
  }

  /** @internal */
  isolate(): void {
    this.isolated = true
  }

  /** @internal */
  get isAttached(): boolean {
    return this.owner !== null
  }

  /** Its columns, in order. */
  abstract get columns(): readonly Column[]

  /** Its columns' keys, in order. */
  get columnKeys(): readonly string[] {
    return this.columns.map((column) => column.key)
  }

  [Symbol.iterator](): Iterator<Column> {
    return this.columns[Symbol.iterator]()
  }

  /** @internal */
  attach(table: Table): void {
    checkOptions(this.kind, this.dialectKeywords)
    this.owner = table
  }

  /** @internal @throws ConstraintColumnNotFoundError for names of columns that are not there */
  checkColumns(): void {}

  /** The same constraint for another table, whose columns have the same keys. */
  abstract copy(target?: Table | null): Constraint

  /** @internal Its text, if a dialect has brought it along; null: the DDL compiler writes it. */
  text(_compiler: DdlCompiler): string | null {
    return null
  }
}

/** Constraints over columns that are named until the table is known. */
export abstract class ColumnConstraint extends Constraint {
  private resolved: Column[] | null = null

  constructor(
    protected readonly references: readonly ColumnReference[],
    options: ConstraintOptions = {},
  ) {
    super(options)
    for (const reference of references) {
      if (typeof reference !== 'string' && asElement(reference) === null)
        throw unexpected('String column name or column expression for DDL constraint', reference)
    }
  }

  override get columns(): readonly Column[] {
    return (this.resolved ??= this.references.map((reference) => this.resolve(reference)))
  }

  override checkColumns(): void {
    for (const reference of this.references) this.resolve(reference)
  }

  /** @internal The references as names, for a copy. */
  override get columnKeys(): readonly string[] {
    return this.references.map((reference) =>
      typeof reference === 'string' ? reference : String(reference.key),
    )
  }

  /** @internal Columns changed: look again. */
  protected forget(): void {
    this.resolved = null
  }

  private resolve(reference: ColumnReference): Column {
    if (typeof reference !== 'string')
      return (asElement(reference)?.identity ?? reference) as Column
    const found = this.table.columnByReference(reference)
    if (found) return found
    throw new ConstraintColumnNotFoundError(this.constructor.name, this.table.name, reference)
  }
}

/** `PRIMARY KEY (…)`; `sqlalchemy.PrimaryKeyConstraint`. */
export class PrimaryKeyConstraint extends ColumnConstraint {
  override readonly kind = 'primaryKey'
  private readonly added: Column[] = []

  override get columns(): readonly Column[] {
    return this.references.length > 0 ? super.columns : this.added
  }

  /** @internal Columns declared with `primaryKey: true`. */
  add(column: Column): void {
    this.added.push(column)
  }

  override attach(table: Table): void {
    super.attach(table)
    for (const column of this.references.length > 0 ? super.columns : []) column.joinPrimaryKey()
  }

  get isExplicit(): boolean {
    return this.references.length > 0
  }

  override copy(): PrimaryKeyConstraint {
    return new PrimaryKeyConstraint(
      this.columns.map((column) => column.key),
      this.copiedOptions,
    )
  }
}

/** `UNIQUE (…)`; `sqlalchemy.UniqueConstraint`. */
export class UniqueConstraint extends ColumnConstraint {
  override readonly kind = 'unique'
  /** Made by `unique: true` of a column. */
  columnFlag = false

  override copy(): UniqueConstraint {
    return new UniqueConstraint(this.columnKeys, this.copiedOptions)
  }
}

/** What a constraint is about: a text or an expression. */
function ddlExpression(value: unknown): ClauseElement {
  const element = typeof value === 'string' ? text(value) : asElement(value)
  if (element) return element
  throw unexpected('SQL expression element for DDL constraint', value)
}

/** `CHECK (…)`; `sqlalchemy.CheckConstraint`. */
export class CheckConstraint extends Constraint {
  override readonly kind = 'check'
  readonly sqltext: ClauseElement

  constructor(
    condition: string | ClauseElement,
    options: ConstraintOptions = {},
    /** For constraints of types: whether a dialect writes them. */
    readonly appliesTo:
      | ((dialect: { readonly features: { readonly nativeBoolean: boolean } }) => boolean)
      | null = null,
  ) {
    super(options)
    this.sqltext = ddlExpression(condition)
  }

  /** The columns in its condition. */
  override get columns(): readonly Column[] {
    const found = [...iterate(this.sqltext)].filter((each) => isSchemaColumn(each))
    return [...new Set(found.map((each) => each.identity as unknown as Column))]
  }

  override copy(target: Table | null = null): CheckConstraint {
    const sqltext = copyExpression(this.sqltext, this, target)
    return new CheckConstraint(sqltext, this.copiedOptions)
  }
}

/** `FOREIGN KEY (…) REFERENCES …`; `sqlalchemy.ForeignKeyConstraint`. */
export class ForeignKeyConstraint extends Constraint {
  override readonly kind = 'foreignKey'
  readonly elements: readonly ForeignKey[]
  readonly foreignKeyOptions: ForeignKeyOptions
  /** Made from the `foreignKey()` of one column. */
  readonly isImplied: boolean
  private readonly references: readonly ColumnReference[]

  constructor(
    columns: readonly ColumnReference[],
    targets: readonly (ForeignKeyTarget | ForeignKey)[],
    options: ForeignKeyOptions = {},
  ) {
    const { name, comment } = options
    super({
      ...(name === undefined ? {} : { name }),
      ...(comment === undefined ? {} : { comment }),
    })
    if (columns.length !== targets.length) {
      throw new ArgumentError(
        'ForeignKeyConstraint number of constrained columns must match the number of referenced columns.',
      )
    }
    this.references = columns
    this.foreignKeyOptions = options
    this.isImplied = targets[0] instanceof ForeignKey
    this.elements = targets.map((target) =>
      target instanceof ForeignKey ? target : new ForeignKey(target, options),
    )
    for (const element of this.elements) element.constraint = this
  }

  /** The table referred to. */
  get referredTable(): Table {
    return this.elements[0]?.column.table as Table
  }

  override get columns(): readonly Column[] {
    return this.elements.map((element) => element.parent)
  }

  override get columnKeys(): readonly string[] {
    return this.columns.map((column) => column.key)
  }

  override get dialectKeywords(): DialectKeywords {
    return this.foreignKeyOptions
  }

  get ondelete(): string | null {
    return this.foreignKeyOptions.ondelete ?? null
  }

  get onupdate(): string | null {
    return this.foreignKeyOptions.onupdate ?? null
  }

  get match(): string | null {
    return this.foreignKeyOptions.match ?? null
  }

  get useAlter(): boolean {
    return this.foreignKeyOptions.useAlter ?? false
  }

  override attach(table: Table): void {
    super.attach(table)
    this.elements.forEach((element, index) => {
      if (element.isAttached) return
      const reference = this.references[index] as ColumnReference
      const column =
        typeof reference === 'string' ? table.columnByReference(reference) : (reference as Column)
      if (!column) {
        throw new ConstraintColumnNotFoundError(
          'ForeignKeyConstraint',
          table.name,
          String(reference),
        )
      }
      column.addForeignKey(element)
    })
  }

  override copy(_target: Table | null = null, referred: ReferredTable = {}): ForeignKeyConstraint {
    const targets = this.elements.map((element) => element.copy(referred))
    return new ForeignKeyConstraint(
      this.columnKeys,
      this.isImplied ? targets : targets.map(({ target }) => target),
      { ...this.foreignKeyOptions, name: this.copiedOptions.name ?? null },
    )
  }
}

/** Columns of tables have a `nullable`, those of subqueries have not. */
function isSchemaColumn(element: ClauseElement): boolean {
  return element.kind === 'column' && 'nullable' in element
}

type NamesAndOptions<O> =
  readonly [...columns: ColumnReference[], options: O] | readonly ColumnReference[]

function split<O extends object>(
  args: NamesAndOptions<O>,
): { readonly columns: ColumnReference[]; readonly options: O } {
  const last = args.at(-1)
  const isOptions = typeof last === 'object' && last !== null && !('operate' in last)
  return {
    columns: (isOptions ? args.slice(0, -1) : [...args]) as ColumnReference[],
    options: (isOptions ? last : {}) as O,
  }
}

/** `UNIQUE (…)` over columns, options last. @example uniqueConstraint('email', 'companyId', { name: 'uq_email' }) */
export function uniqueConstraint(...args: NamesAndOptions<ConstraintOptions>): UniqueConstraint {
  const { columns, options } = split(args)
  return joined(new UniqueConstraint(columns, options), columns)
}

/** Over columns that are a table's already: the constraint is that table's at once. */
function joined<C extends Constraint>(constraint: C, references: readonly ColumnReference[]): C {
  const columns = references.map((each) =>
    typeof each === 'string' ? null : (each.identity as Column),
  )
  const table = columns[0]?.table ?? null
  if (table && columns.every((column) => column?.table === table))
    table.appendConstraint(constraint)
  return constraint
}

/** `PRIMARY KEY (…)` over columns, options last. @example primaryKeyConstraint('a', 'b', { name: 'pk_ab' }) */
export function primaryKeyConstraint(
  ...args: NamesAndOptions<ConstraintOptions>
): PrimaryKeyConstraint {
  const { columns, options } = split(args)
  return new PrimaryKeyConstraint(columns, options)
}

/** `CHECK (…)`. @example checkConstraint('age >= 0', { name: 'check_age_positive' }) */
export function checkConstraint(
  condition: string | ClauseElement,
  options: ConstraintOptions = {},
): CheckConstraint {
  const constraint = new CheckConstraint(condition, options)
  return joined(constraint, constraint.columns)
}

/** A foreign key of several columns. @example foreignKeyConstraint(['a', 'b'], ['t.a', 't.b'], { ondelete: 'CASCADE' }) */
export function foreignKeyConstraint(
  columns: readonly ColumnReference[],
  targets: readonly ForeignKeyTarget[],
  options: ForeignKeyOptions = {},
): ForeignKeyConstraint {
  return joined(new ForeignKeyConstraint(columns, targets, options), columns)
}

/**
 * Tables, constraints and indexes as migrations know them: by name, with as many columns as the statement needs.
 * `alembic.operations.schemaobj.SchemaObjects`.
 */
import { Column, type ColumnOptions } from '../../schema/column.js'
import {
  CheckConstraint,
  Constraint,
  ConventionName,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  UniqueConstraint,
  type ConstraintOptions,
} from '../../schema/constraints.js'
import { DdlCompiler } from '../../schema/ddl-compiler.js'
import type { ForeignKeyOptions } from '../../schema/foreign-key.js'
import { MetaData } from '../../schema/metadata.js'
import { constraintName, type NamingConvention } from '../../schema/naming.js'
import { Index, type IndexOptions } from '../../schema/table-index.js'
import { Table, type TableOptions } from '../../schema/table.js'
import { iterate } from '../../sql/adapt/traverse.js'
import { dialectOf } from '../../sql/compiler/dialect-registry.js'
import { asElement } from '../../sql/elements/coercions.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { text } from '../../sql/elements/literals.js'
import { NoReferencedTableError } from '../../sql/errors.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import { ArgumentError } from '../../errors.js'
import { typeRuleOf } from '../ddl/default-impl.js'
import { GenericConstraint } from '../ddl/generic-constraint.js'

/** A name; made by `op.f()` it is final. Null: the naming convention says it, or it has none. */
export type ItemName = string | ConventionName | null

/** What a table is made of. */
export type SchemaItem = Column | Constraint | Index

/** What is dropped; the database may have to be told. */
export type ConstraintType = 'foreignkey' | 'primary' | 'unique' | 'check'

export interface ForeignKeyPlace {
  readonly source: string
  readonly referent: string
  readonly localCols: readonly string[]
  readonly remoteCols: readonly string[]
  readonly sourceSchema: string | null
  readonly referentSchema: string | null
}

export class SchemaObjects {
  constructor(private readonly namingConvention: NamingConvention = {}) {}

  /** A table of columns, constraints and indexes, which are copied where they belong to another. */
  table(name: string, items: readonly SchemaItem[], options: TableOptions = {}): Table {
    const { constraints = [], ...others } = options
    const metadata = this.metadata()
    const columns = items.filter((item) => item instanceof Column)
    const table = new Table(
      name,
      metadata,
      columns.map((each) => (each.table === null ? each : redeclare(each))),
      others,
    ) as unknown as Table
    for (const item of [...items, ...constraints]) {
      if (item instanceof Constraint) table.appendConstraint(item.isAttached ? copied(item) : item)
      if (item instanceof Index) table.appendIndex(item)
    }
    for (const key of table.foreignKeys) ensureTarget(metadata, key.targetFullname)
    return table
  }

  /** A column of which only the name matters. */
  column(name: string): Column {
    return bareColumn(name)
  }

  primaryKeyConstraint(
    name: ItemName,
    table: string,
    columns: readonly string[],
    options: ConstraintOptions & { readonly schema?: string | null } = {},
  ): PrimaryKeyConstraint {
    const { schema, ...others } = options
    const constraint = new PrimaryKeyConstraint(columns, { ...others, name })
    this.bareTable(table, columns, schema).appendConstraint(constraint)
    return constraint
  }

  uniqueConstraint(
    name: ItemName,
    table: string,
    columns: readonly string[],
    options: ConstraintOptions & { readonly schema?: string | null } = {},
  ): UniqueConstraint {
    const { schema, ...others } = options
    const constraint = new UniqueConstraint(columns, { ...others, name })
    this.bareTable(table, columns, schema).appendConstraint(constraint)
    return constraint
  }

  checkConstraint(
    name: ItemName,
    table: string,
    condition: string | ClauseElement,
    options: ConstraintOptions & { readonly schema?: string | null } = {},
  ): CheckConstraint {
    const { schema, ...others } = options
    const constraint = new CheckConstraint(condition, { ...others, name })
    this.bareTable(table, ['x'], schema).appendConstraint(constraint)
    return constraint
  }

  foreignKeyConstraint(
    name: ItemName,
    place: ForeignKeyPlace,
    options: Omit<ForeignKeyOptions, 'name'> = {},
  ): ForeignKeyConstraint {
    const { source, referent, localCols, remoteCols, sourceSchema, referentSchema } = place
    const metadata = this.metadata()
    const isOwn = source === referent && sourceSchema === referentSchema
    const own = isOwn ? [...localCols, ...remoteCols] : localCols
    const table = bareTable(metadata, source, [...new Set(own)], sourceSchema)
    if (!isOwn) bareTable(metadata, referent, remoteCols, referentSchema)
    const prefix = referentSchema === null ? referent : `${referentSchema}.${referent}`
    const targets = remoteCols.map((column) => `${prefix}.${column}`)
    const constraint = new ForeignKeyConstraint(localCols, targets, options)
    constraint.givenName = name
    table.appendConstraint(constraint)
    return constraint
  }

  /** A constraint by name and kind, to be dropped. @throws ArgumentError for kinds that are none */
  genericConstraint(
    name: ItemName,
    table: string,
    type: ConstraintType | null,
    schema: string | null = null,
  ): Constraint {
    const constraint = genericOf(type, name)
    this.bareTable(table, [], schema).appendConstraint(constraint)
    return constraint
  }

  index(
    name: ItemName,
    table: string | null,
    columns: readonly unknown[],
    options: IndexOptions & { readonly schema?: string | null } = {},
  ): Index {
    const { schema, ...others } = options
    const owner = this.bareTable(table ?? 'no_table', [], schema)
    const members = columns.map((each) => indexMember(owner, each))
    const item = new Index(name, members, others)
    if (!item.isAttached) owner.appendIndex(item)
    return item
  }

  private metadata(): MetaData {
    return new MetaData({ namingConvention: this.namingConvention })
  }

  private bareTable(name: string, columns: readonly string[], schema: string | null = null): Table {
    return bareTable(this.metadata(), name, columns, schema)
  }
}

function bareColumn(name: string): Column {
  return new Column({ name, type: null, foreignKeys: [], options: { nullable: true } })
}

function bareTable(
  metadata: MetaData,
  ...[name, columns, schema]: [string, readonly string[], (string | null)?]
): Table {
  const options = { schema: schema ?? null, extendExisting: true }
  return new Table(name, metadata, columns.map(bareColumn), options) as unknown as Table
}

function genericOf(type: ConstraintType | null, name: ItemName): Constraint {
  switch (type) {
    case 'foreignkey': {
      const constraint = new ForeignKeyConstraint([], [])
      constraint.givenName = name
      return constraint
    }
    case 'primary':
      return new PrimaryKeyConstraint([], { name })
    case 'unique':
      return new UniqueConstraint([], { name })
    case 'check':
      return new CheckConstraint('', { name })
    case null:
      return new GenericConstraint({ name })
    default:
      throw new ArgumentError("'type' can be one of 'check', 'foreignkey', 'primary', 'unique'")
  }
}

/** Columns are known by name, expressions by their text where they name columns of models. */
function indexMember(owner: Table, member: unknown): unknown {
  const name = typeof member === 'string' ? member : member instanceof Column ? member.name : null
  if (name !== null) {
    if (!owner.columnNamed(name)) owner.appendColumn(bareColumn(name))
    return name
  }
  const element = asElement(member)
  if (!element || ![...iterate(element)].some((each) => each instanceof Column)) return member
  return text(new DdlCompiler(dialectOf(undefined)).expression(element))
}

/** A table that a foreign key refers to has to be there, at least by name. */
export function ensureTarget(metadata: MetaData, target: string): void {
  const parts = target.split('.')
  const column = parts.pop() ?? ''
  const known = metadata.tables.get(parts.join('.'))
  const name = parts.pop() ?? ''
  const schema = parts.length === 0 ? null : parts.join('.')
  const table = known ?? bareTable(metadata, name, [], schema)
  if (!table.columnNamed(column)) table.appendColumn(bareColumn(column))
}

export interface Redeclaration {
  readonly name?: string
  readonly type?: TypeEngine
  readonly options?: ColumnOptions
  /** Foreign keys of the column itself come along. */
  readonly keepsForeignKeys?: boolean
}

/** The column once more, not part of a table, with something changed. */
export function redeclare(column: Column, changes: Redeclaration = {}): Column {
  const { name = column.name, options, keepsForeignKeys = true } = changes
  return new Column({
    name,
    type: changes.type ?? column.type,
    foreignKeys: keepsForeignKeys ? column.copy().foreignKeys : [],
    options: { ...column.options, primaryKey: column.primaryKey, ...options },
  })
}

/** What a table consists of, each thing said once: keys and flags of columns are constraints of the table. */
export function itemsOf(table: Table): readonly SchemaItem[] {
  const plain = { unique: false, index: false }
  const columns = table.tableColumns.map((column) =>
    redeclare(column, { options: plain, keepsForeignKeys: false }),
  )
  const constraints = [...table.constraints].filter((each) => typeRuleOf(each) === null)
  return [...columns, ...constraints]
}

/** A constraint once more, by the names of its columns. */
export function copied(constraint: Constraint): Constraint {
  const names = constraint.columns.map((column) => column.name)
  const { options } = constraint
  const name = finalName(constraint)
  if (constraint instanceof PrimaryKeyConstraint)
    return new PrimaryKeyConstraint(names, { ...options, name })
  if (constraint instanceof UniqueConstraint)
    return new UniqueConstraint(names, { ...options, name })
  if (!(constraint instanceof ForeignKeyConstraint)) {
    const copy = constraint.copy()
    copy.givenName = name
    return copy
  }
  const targets = constraint.elements.map(targetOf)
  const copy = new ForeignKeyConstraint(names, targets, constraint.foreignKeyOptions)
  copy.givenName = name
  return copy
}

/** `table.column` a foreign key refers to, by the names in the database. */
export function targetOf(key: ForeignKeyConstraint['elements'][number]): string {
  try {
    const { table, name } = key.column
    return `${table?.fullname ?? '?'}.${name}`
  } catch (error) {
    if (error instanceof NoReferencedTableError) return key.targetFullname
    throw error
  }
}

/** The name an item has in the database: final if a convention made it, as it was given otherwise. */
export function finalName(item: Constraint | Index): ItemName {
  if (item.givenName instanceof ConventionName) return item.givenName
  const made = constraintName(item)
  if (made === null) return null
  return made.truncatable ? new ConventionName(made.name) : made.name
}

/** Of the options of a table or index, those of single dialects. */
export function dialectKeywords(options: object): Readonly<Record<string, unknown>> {
  const own = Object.entries(options).filter(
    ([key]) => key === 'dialectOptions' || /^(?:sqlite|postgresql|mysql|mariadb)[A-Z_]/.test(key),
  )
  return Object.fromEntries(own)
}

/** A name as text. */
export function nameText(name: ItemName): string | null {
  return name instanceof ConventionName ? name.text : name
}

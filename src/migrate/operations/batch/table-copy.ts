/**
 * A table made anew with changes: created under another name, filled with the rows, put in the old one's place.
 * `alembic.operations.batch.ApplyBatchImpl`.
 */
import { ArgumentError } from '../../../errors.js'
import { Column, type ColumnOptions } from '../../../schema/column.js'
import {
  CheckConstraint,
  Constraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
} from '../../../schema/constraints.js'
import { MetaData } from '../../../schema/metadata.js'
import { Index } from '../../../schema/table-index.js'
import { Table, type TableOptions } from '../../../schema/table.js'
import { insert } from '../../../sql/dml/constructors.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { cast } from '../../../sql/elements/case-cast.js'
import { select } from '../../../sql/selectable/select.js'
import { toInstance, type TypeEngine } from '../../../sql/types/type-engine.js'
import { warn } from '../../../util/warnings.js'
import { isGiven, type ColumnChange } from '../../ddl/column-change.js'
import { typeRuleOf, type AddColumnOptions, type DefaultImpl } from '../../ddl/default-impl.js'
import { NotImplementedError } from '../../errors.js'
import {
  copied,
  ensureTarget,
  finalName,
  nameText,
  redeclare,
  targetOf,
  type SchemaItem,
} from '../schema-objects.js'
import { ColumnOrder } from './column-order.js'

export interface TableCopyOptions {
  readonly items: readonly SchemaItem[]
  readonly tableOptions: TableOptions
  /** The table was read from the database: it does not say which CHECKs belong to types. */
  readonly isReflected: boolean
  readonly partialReordering: readonly (readonly string[])[]
}

/** A column of the new table, and where its values come from. */
interface Draft {
  name: string
  type: TypeEngine
  options: ColumnOptions
  /** Null: it is new. */
  source: ColumnElement | null
}

export class TableCopy {
  readonly #temporaryName: string
  /** By the names columns have now. */
  readonly #drafts = new Map<string, Draft>()
  readonly #named = new Map<string, Constraint>()
  readonly #unnamed: Constraint[] = []
  readonly #indexes = new Map<string, Index>()
  readonly #newIndexes = new Map<string, Index>()
  readonly #order: ColumnOrder

  constructor(
    private readonly impl: DefaultImpl,
    private readonly table: Table,
    private readonly options: TableCopyOptions,
  ) {
    this.#temporaryName = `_alembic_tmp_${table.name}`.slice(0, 50)
    for (const column of table.tableColumns) this.#drafts.set(column.name, draftOf(column))
    this.#order = new ColumnOrder([...this.#drafts.keys()], options.partialReordering)
    this.#takeConstraints()
    for (const index of table.indexes) this.#indexes.set(nameText(finalName(index)) ?? '', index)
  }

  /** Makes the new table, moves the rows, drops the old one. */
  create(): void {
    const { impl, table } = this
    const created = this.#newTable()
    impl.prepareTableForBatch(this.#named, table)
    impl.createTable(created)
    try {
      impl.execute(this.#copyOfRows(created))
      impl.dropTable(table)
    } catch (error) {
      impl.dropTable(created)
      throw error
    }
    impl.renameTable(this.#temporaryName, table.name, table.schema)
    for (const index of this.#finalIndexes()) impl.createIndex(index)
  }

  alterColumn(_table: string, column: string, change: ColumnChange): void {
    const draft = this.#draft(column)
    if (isGiven(change.name)) this.#rename(draft, change)
    if (isGiven(change.type)) this.#retype(draft, toInstance(change.type))
    const { nullable, serverDefault, autoincrement, comment } = change
    if (isGiven(nullable)) draft.options = { ...draft.options, nullable }
    if (serverDefault !== undefined) {
      const { serverDefault: _old, ...others } = draft.options
      draft.options = serverDefault === null ? others : { ...others, serverDefault }
    }
    if (isGiven(autoincrement)) draft.options = { ...draft.options, autoincrement }
    if (comment !== undefined) {
      const { comment: _old, ...others } = draft.options
      draft.options = comment === null ? others : { ...others, comment }
    }
  }

  addColumn(_table: string, column: Column, options: AddColumnOptions = {}): void {
    this.#order.add(column.name, options)
    this.#drafts.set(column.name, { ...draftOf(column), source: null })
  }

  dropColumn(_table: string, column: Column): void {
    this.#draft(column.name)
    this.#drafts.delete(column.name)
    this.#order.remove(column.name)
  }

  addConstraint(constraint: Constraint): void {
    const name = nameText(finalName(constraint))
    if (constraint instanceof PrimaryKeyConstraint) this.#forgetPrimaryKey()
    if (name !== null) this.#named.set(name, constraint)
    else if (typeRuleOf(constraint) !== null) this.#unnamed.push(constraint)
    else throw new ArgumentError('Constraint must have a name')
  }

  dropConstraint(constraint: Constraint): void {
    const name = nameText(finalName(constraint))
    const known = name === null ? undefined : this.#named.get(name)
    if (known === undefined || name === null) {
      if (typeRuleOf(constraint) !== null) return
      if (name === null) throw new ArgumentError('Constraint must have a name')
      throw new ArgumentError(`No such constraint: '${name}'`)
    }
    this.#named.delete(name)
    if (known instanceof PrimaryKeyConstraint) this.#unmarkKeys(known)
  }

  createIndex(index: Index): void {
    this.#newIndexes.set(nameText(finalName(index)) ?? '', index)
  }

  dropIndex(index: Index): void {
    const name = nameText(finalName(index)) ?? ''
    if (!this.#indexes.delete(name)) throw new ArgumentError(`No such index: '${name}'`)
  }

  renameTable(): never {
    throw new NotImplementedError("Can't rename table in batch mode")
  }

  /** Comments of columns and of the table come with CREATE TABLE. */
  createColumnComment(): void {}
  createTableComment(): void {}
  dropTableComment(): void {}

  #takeConstraints(): void {
    const restated = this.options.items.some((item) => item instanceof CheckConstraint)
    for (const constraint of this.table.constraints) {
      const name = nameText(finalName(constraint))
      if (typeRuleOf(constraint) !== null) continue
      if (this.options.isReflected && constraint instanceof CheckConstraint && name === null) {
        if (!restated) warn(omittedCheck(this.table.name))
      } else if (name !== null) this.#named.set(name, constraint)
      else this.#unnamed.push(constraint)
    }
  }

  #draft(name: string): Draft {
    const draft = this.#drafts.get(name)
    if (draft) return draft
    throw new ArgumentError(`No such column: '${this.table.name}.${name}'`)
  }

  /** CHECKs of the old type go by the type's name. */
  #rename(draft: Draft, { name, existingType }: ColumnChange): void {
    if (!isGiven(name)) return
    draft.name = name
    const typeName = isGiven(existingType) ? nameOfType(toInstance(existingType)) : null
    if (typeName !== null) this.#named.delete(typeName)
  }

  #retype(draft: Draft, type: TypeEngine): void {
    if (draft.source !== null && this.impl.castsForBatch(draft.type, type))
      draft.source = cast(draft.source, type)
    draft.type = type
  }

  #forgetPrimaryKey(): void {
    const key = this.table.primaryKeyConstraint
    const at = this.#unnamed.indexOf(key)
    if (at >= 0) this.#unnamed.splice(at, 1)
    this.#unmarkKeys(key)
  }

  #unmarkKeys(key: PrimaryKeyConstraint): void {
    for (const { name } of key.columns) {
      const draft = this.#drafts.get(name)
      if (draft) draft.options = { ...draft.options, primaryKey: false }
    }
  }

  #newTable(): Table {
    const { table, options } = this
    const metadata = new MetaData({ namingConvention: table.metadata.namingConvention })
    const columns = this.#order.sorted([...this.#drafts.keys()]).map((name) => this.#column(name))
    const created = new Table(this.#temporaryName, metadata, columns, {
      ...table.options,
      ...options.tableOptions,
      schema: table.schema,
      constraints: [],
    }) as unknown as Table
    created.comment = table.comment
    for (const constraint of [...this.#named.values(), ...this.#unnamed]) {
      const copy = this.#constraintCopy(constraint)
      if (copy === null) continue
      if (copy instanceof ForeignKeyConstraint)
        for (const element of copy.elements) ensureTarget(metadata, element.targetFullname)
      created.appendConstraint(copy)
    }
    for (const item of options.items) {
      if (item instanceof Constraint) created.appendConstraint(item)
      if (item instanceof Index) created.appendIndex(item)
    }
    return created
  }

  #column(key: string): Column {
    const { name, type, options } = this.#draft(key)
    return new Column({ name, type, foreignKeys: [], options: { ...options, key } })
  }

  /** By the names of the new columns; null if one of them is gone. */
  #constraintCopy(constraint: Constraint): Constraint | null {
    if (constraint.isAttached && constraint.columns.some(({ name }) => !this.#drafts.has(name)))
      return null
    if (constraint instanceof PrimaryKeyConstraint && constraint.columns.length === 0) return null
    if (!(constraint instanceof ForeignKeyConstraint)) return copied(constraint)
    const names = constraint.columns.map(({ name }) => name)
    const targets = constraint.elements.map(targetOf)
    const copy = new ForeignKeyConstraint(names, targets, constraint.foreignKeyOptions)
    copy.givenName = finalName(constraint)
    return copy
  }

  #copyOfRows(created: Table) {
    const keys = this.#order
      .sorted([...this.#drafts.keys()])
      .filter((key) => this.#draft(key).source !== null)
    const sources = keys.map((key) => this.#draft(key).source as ColumnElement)
    return insert(created)
      .inline()
      .fromSelect(keys, select(...sources))
  }

  /** Of the old table, then those of the batch; bound to the table under its final name. */
  #finalIndexes(): readonly Index[] {
    const { table } = this
    const columns = [...this.#drafts.keys()].map((key) => this.#column(key))
    const final = new Table(table.name, new MetaData(), columns, { schema: table.schema })
    const owned = final as unknown as Table
    const kept = [...this.#indexes.values()].filter((index) =>
      index.columns.every(({ name }) => this.#drafts.has(name)),
    )
    return [...kept, ...this.#newIndexes.values()].map((index) => {
      const members = index.expressions.map((each) => (each instanceof Column ? each.name : each))
      const copy = new Index(finalName(index), members, index.options)
      if (!copy.isAttached) owned.appendIndex(copy)
      return copy
    })
  }
}

function draftOf(column: Column): Draft {
  const plain = redeclare(column, { keepsForeignKeys: false })
  const { unique: _unique, index: _index, ...options } = plain.options
  return { name: column.name, type: column.type, options, source: column }
}

function nameOfType(type: TypeEngine): string | null {
  return 'name' in type && typeof type.name === 'string' ? type.name : null
}

function omittedCheck(table: string): string {
  return (
    `Unnamed CHECK constraint on reflected table '${table}' is being omitted from the table recreate; pass the ` +
    'constraint explicitly using tableArgs of batchAlterTable.  Naming CHECK constraints avoids this going forward.'
  )
}

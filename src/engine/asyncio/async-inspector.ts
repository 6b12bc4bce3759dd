/** The asynchronous face of an inspector: each answer is a promise. Made by `inspect(asyncEngine)`. */
import { runAsync } from '../io.js'
import type { MultiOptions } from '../reflection/multi.js'
import type { Inspector, IndexesOptions, TableOptions } from '../inspector.js'

/**
 * Reads the schema of a database without blocking; see `Inspector`, which it drives.
 *
 * @example
 * await inspect(createAsyncEngine('sqlite://')).getTableNames() // []
 */
export class AsyncInspector {
  /** @internal Use `inspect()`. */
  constructor(
    /** The inspector it drives. */
    readonly syncInspector: Inspector,
  ) {}

  get dialect() {
    return this.syncInspector.dialect
  }

  get defaultSchemaName(): string {
    return this.syncInspector.defaultSchemaName
  }

  clearCache(): void {
    this.syncInspector.clearCache()
  }

  getSchemaNames() {
    return runAsync(this.syncInspector.getSchemaNamesIo())
  }

  getTableNames(options?: TableOptions) {
    return runAsync(this.syncInspector.getTableNamesIo(options))
  }

  getViewNames(options?: TableOptions) {
    return runAsync(this.syncInspector.getViewNamesIo(options))
  }

  getMaterializedViewNames(options?: TableOptions) {
    return runAsync(this.syncInspector.getMaterializedViewNamesIo(options))
  }

  hasTable(name: string, options?: TableOptions) {
    return runAsync(this.syncInspector.hasTableIo(name, options))
  }

  /** @throws NoSuchTableError; so do all that take a table */
  getColumns(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getColumnsIo(table, options))
  }

  getPkConstraint(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getPkConstraintIo(table, options))
  }

  getForeignKeys(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getForeignKeysIo(table, options))
  }

  getIndexes(table: string, options?: IndexesOptions) {
    return runAsync(this.syncInspector.getIndexesIo(table, options))
  }

  getUniqueConstraints(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getUniqueConstraintsIo(table, options))
  }

  getCheckConstraints(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getCheckConstraintsIo(table, options))
  }

  getTableComment(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getTableCommentIo(table, options))
  }

  getSortedTableAndFkcNames(options?: TableOptions) {
    return runAsync(this.syncInspector.getSortedTableAndFkcNamesIo(options))
  }

  getTableOptions(table: string, options?: TableOptions) {
    return runAsync(this.syncInspector.getTableOptionsIo(table, options))
  }

  getMultiColumns(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getColumnsIo(...table), options),
    )
  }

  getMultiPkConstraint(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getPkConstraintIo(...table), options),
    )
  }

  getMultiForeignKeys(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getForeignKeysIo(...table), options),
    )
  }

  getMultiIndexes(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getIndexesIo(...table), options),
    )
  }

  getMultiUniqueConstraints(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getUniqueConstraintsIo(...table), options),
    )
  }

  getMultiCheckConstraints(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getCheckConstraintsIo(...table), options),
    )
  }

  getMultiTableComment(options?: MultiOptions) {
    return runAsync(
      this.syncInspector.multiIo((it, ...table) => it.getTableCommentIo(...table), options),
    )
  }
}

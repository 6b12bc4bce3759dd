/**
 * Looks at a database's tables as the database itself tells them. Made by `inspect(engine)`; remembers what it has
 * read until `clearCache()`. Dialects do the reading.
 */
import { Connection } from './connection.js'
import type { Engine } from './engine.js'
import { runSync, type Io } from './io.js'
import type { ReflectTableOptions } from '../schema/metadata.js'
import type { Table } from '../schema/table.js'
import type {
  Inspection,
  ReflectedCheck,
  ReflectedColumn,
  ReflectedComment,
  ReflectedDomain,
  ReflectedEnum,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedUnique,
  TableName,
} from './reflection/introspection.js'
import { multiIo, type MultiOptions, type ReflectedTables } from './reflection/multi.js'
import { UnsupportedFeatureError } from './errors.js'
import { findCycles, sort, type Edge } from '../util/topological-sort.js'

export interface TableOptions {
  readonly schema?: string | null
}

export interface IndexesOptions extends TableOptions {
  /** Those SQLite makes for constraints, too. */
  readonly includeAutoIndexes?: boolean
}

/** A foreign key by the table that has it and its name. */
export type ForeignKeyName = readonly [table: string, name: string | null]

/** A table with its foreign keys; last, without a table, those that make cycles. */
export type SortedTable = readonly [name: string | null, foreignKeys: readonly ForeignKeyName[]]

/**
 * `sqlalchemy.Inspector`.
 *
 * @example
 * inspect(engine).getColumns('users').map((column) => column.name)
 */
export class Inspector {
  readonly #cache: Map<string, unknown>

  /** @param cache what another inspector of the same database has read */
  constructor(
    readonly bind: Engine | Connection,
    cache = new Map<string, unknown>(),
  ) {
    this.#cache = cache
  }

  get engine(): Engine {
    return this.bind instanceof Connection ? this.bind.engine : this.bind
  }

  get dialect() {
    return this.bind.dialect
  }

  /** The schema that names without one refer to. */
  get defaultSchemaName(): string {
    return this.dialect.introspection.defaultSchemaName
  }

  /** What has been read, by question. */
  get infoCache(): ReadonlyMap<string, unknown> {
    return this.#cache
  }

  /** Forgets what has been read. */
  clearCache(): void {
    this.#cache.clear()
  }

  getSchemaNames(): readonly string[] {
    return runSync(this.getSchemaNamesIo())
  }

  getTableNames(options?: TableOptions): readonly string[] {
    return runSync(this.getTableNamesIo(options))
  }

  getViewNames(options?: TableOptions): readonly string[] {
    return runSync(this.getViewNamesIo(options))
  }

  getMaterializedViewNames(options?: TableOptions): readonly string[] {
    return runSync(this.getMaterializedViewNamesIo(options))
  }

  getTempTableNames(): readonly string[] {
    return runSync(this.getTempTableNamesIo())
  }

  getTempViewNames(): readonly string[] {
    return runSync(this.getTempViewNamesIo())
  }

  getSequenceNames({ schema = null }: TableOptions = {}): readonly string[] {
    return runSync(
      this.#readIo(`sequences ${schema}`, (it) =>
        this.dialect.introspection.sequenceNamesIo(it, schema),
      ),
    )
  }

  /** @throws NoSuchTableError */
  getViewDefinition(name: string, options?: TableOptions): string {
    const { introspection } = this.dialect
    return runSync(this.#tableIo('viewDefinition', introspection.viewDefinitionIo, name, options))
  }

  hasTable(name: string, options?: TableOptions): boolean {
    return runSync(this.hasTableIo(name, options))
  }

  hasSchema(name: string): boolean {
    return this.getSchemaNames().includes(name)
  }

  hasSequence(name: string, options?: TableOptions): boolean {
    return this.getSequenceNames(options).includes(name)
  }

  hasIndex(table: string, name: string, options?: TableOptions): boolean {
    return runSync(this.#hasIndexIo(table, name, options))
  }

  /** @throws NoSuchTableError */
  getColumns(table: string, options?: TableOptions): readonly ReflectedColumn[] {
    return runSync(this.getColumnsIo(table, options))
  }

  getPkConstraint(table: string, options?: TableOptions): ReflectedPrimaryKey {
    return runSync(this.getPkConstraintIo(table, options))
  }

  getForeignKeys(table: string, options?: TableOptions): readonly ReflectedForeignKey[] {
    return runSync(this.getForeignKeysIo(table, options))
  }

  getIndexes(table: string, options?: IndexesOptions): readonly ReflectedIndex[] {
    return runSync(this.getIndexesIo(table, options))
  }

  getUniqueConstraints(table: string, options?: TableOptions): readonly ReflectedUnique[] {
    return runSync(this.getUniqueConstraintsIo(table, options))
  }

  getCheckConstraints(table: string, options?: TableOptions): readonly ReflectedCheck[] {
    return runSync(this.getCheckConstraintsIo(table, options))
  }

  getTableComment(table: string, options?: TableOptions): ReflectedComment {
    return runSync(this.getTableCommentIo(table, options))
  }

  /** Options of the table that its database has beside the columns. */
  getTableOptions(table: string, options?: TableOptions): Readonly<Record<string, unknown>> {
    return runSync(this.getTableOptionsIo(table, options))
  }

  /** The columns of many tables at once. @example inspector.getMultiColumns().get([null, 'users']) */
  getMultiColumns(options?: MultiOptions): ReflectedTables<readonly ReflectedColumn[]> {
    return runSync(this.multiIo((it, ...table) => it.getColumnsIo(...table), options))
  }

  getMultiPkConstraint(options?: MultiOptions): ReflectedTables<ReflectedPrimaryKey> {
    return runSync(this.multiIo((it, ...table) => it.getPkConstraintIo(...table), options))
  }

  getMultiForeignKeys(options?: MultiOptions): ReflectedTables<readonly ReflectedForeignKey[]> {
    return runSync(this.multiIo((it, ...table) => it.getForeignKeysIo(...table), options))
  }

  getMultiIndexes(options?: MultiOptions): ReflectedTables<readonly ReflectedIndex[]> {
    return runSync(this.multiIo((it, ...table) => it.getIndexesIo(...table), options))
  }

  getMultiUniqueConstraints(options?: MultiOptions): ReflectedTables<readonly ReflectedUnique[]> {
    return runSync(this.multiIo((it, ...table) => it.getUniqueConstraintsIo(...table), options))
  }

  getMultiCheckConstraints(options?: MultiOptions): ReflectedTables<readonly ReflectedCheck[]> {
    return runSync(this.multiIo((it, ...table) => it.getCheckConstraintsIo(...table), options))
  }

  getMultiTableComment(options?: MultiOptions): ReflectedTables<ReflectedComment> {
    return runSync(this.multiIo((it, ...table) => it.getTableCommentIo(...table), options))
  }

  getMultiTableOptions(options?: MultiOptions): ReflectedTables<Readonly<Record<string, unknown>>> {
    return runSync(this.multiIo((it, ...table) => it.getTableOptionsIo(...table), options))
  }

  /** The enumerations of a schema, of the search path, or of all schemas (`*`). @throws UnsupportedFeatureError */
  getEnums({ schema = null }: TableOptions = {}): readonly ReflectedEnum[] {
    const { enumsIo } = this.dialect.introspection
    if (!enumsIo) throw new UnsupportedFeatureError(`${this.dialect.name} has no ENUM types`)
    return runSync(this.#readIo(`enums ${schema}`, (it) => enumsIo(it, schema)))
  }

  /** The domains of a schema, of the search path, or of all schemas (`*`). @throws UnsupportedFeatureError */
  getDomains({ schema = null }: TableOptions = {}): readonly ReflectedDomain[] {
    const { domainsIo } = this.dialect.introspection
    if (!domainsIo) throw new UnsupportedFeatureError(`${this.dialect.name} has no domains`)
    return runSync(this.#readIo(`domains ${schema}`, (it) => domainsIo(it, schema)))
  }

  /** Reads a table's columns, constraints and indexes into it, as `autoloadWith` does. @throws NoSuchTableError */
  reflectTable(table: Table, options: ReflectTableOptions | readonly string[] | null = null): void {
    const chosen = isList(options) ? { includeColumns: options } : (options ?? {})
    this.bind.reflectTable(table, chosen)
  }

  /** Tables in the order in which they can be created; last, without a name, the foreign keys of cycles. */
  getSortedTableAndFkcNames(options?: TableOptions): readonly SortedTable[] {
    return runSync(this.getSortedTableAndFkcNamesIo(options))
  }

  getSchemaNamesIo(): Io<readonly string[]> {
    return this.#readIo('schemas', (it) => this.dialect.introspection.schemaNamesIo(it))
  }

  getTableNamesIo({ schema = null }: TableOptions = {}): Io<readonly string[]> {
    return this.#readIo(`tables ${schema}`, (it) =>
      this.dialect.introspection.tableNamesIo(it, schema),
    )
  }

  getViewNamesIo({ schema = null }: TableOptions = {}): Io<readonly string[]> {
    return this.#readIo(`views ${schema}`, (it) =>
      this.dialect.introspection.viewNamesIo(it, schema),
    )
  }

  getMaterializedViewNamesIo({ schema = null }: TableOptions = {}): Io<readonly string[]> {
    return this.#readIo(`materialized ${schema}`, (it) =>
      this.dialect.introspection.materializedViewNamesIo(it, schema),
    )
  }

  getTempTableNamesIo(): Io<readonly string[]> {
    return this.#readIo('tempTables', (it) => this.dialect.introspection.tempTableNamesIo(it))
  }

  getTempViewNamesIo(): Io<readonly string[]> {
    return this.#readIo('tempViews', (it) => this.dialect.introspection.tempViewNamesIo(it))
  }

  hasTableIo(name: string, { schema = null }: TableOptions = {}): Io<boolean> {
    return this.#readIo(`hasTable() ${schema}.${name}`, (it) =>
      this.dialect.introspection.hasTableIo(it, { name, schema }),
    )
  }

  getColumnsIo(table: string, options?: TableOptions): Io<readonly ReflectedColumn[]> {
    return this.#tableIo('columns', this.dialect.introspection.columnsIo, table, options)
  }

  getPkConstraintIo(table: string, options?: TableOptions): Io<ReflectedPrimaryKey> {
    return this.#tableIo('primaryKey', this.dialect.introspection.primaryKeyIo, table, options)
  }

  getForeignKeysIo(table: string, options?: TableOptions): Io<readonly ReflectedForeignKey[]> {
    return this.#tableIo('foreignKeys', this.dialect.introspection.foreignKeysIo, table, options)
  }

  getIndexesIo(table: string, options?: IndexesOptions): Io<readonly ReflectedIndex[]> {
    const { indexesIo, automaticIndexesIo } = this.dialect.introspection
    const all = options?.includeAutoIndexes ? automaticIndexesIo : undefined
    return this.#tableIo(all ? 'allIndexes' : 'indexes', all ?? indexesIo, table, options)
  }

  getUniqueConstraintsIo(table: string, options?: TableOptions): Io<readonly ReflectedUnique[]> {
    return this.#tableIo('uniques', this.dialect.introspection.uniqueConstraintsIo, table, options)
  }

  getCheckConstraintsIo(table: string, options?: TableOptions): Io<readonly ReflectedCheck[]> {
    return this.#tableIo('checks', this.dialect.introspection.checkConstraintsIo, table, options)
  }

  getTableCommentIo(table: string, options?: TableOptions): Io<ReflectedComment> {
    return this.#tableIo('comment', this.dialect.introspection.tableCommentIo, table, options)
  }

  getTableOptionsIo(table: string, options?: TableOptions): Io<Readonly<Record<string, unknown>>> {
    return this.#tableIo('options', this.dialect.introspection.tableOptionsIo, table, options)
  }

  /** @internal One aspect of many tables. */
  *multiIo<T>(aspect: Aspect<T>, options: MultiOptions = {}): Io<ReflectedTables<T>> {
    const cache = this.#cache
    const schema = options.schema ?? null
    return yield* this.#withConnectionIo(function* ({ connection }) {
      const bound = new Inspector(connection, cache)
      return yield* multiIo(bound, (name) => aspect(bound, name, { schema }), options)
    })
  }

  *getSortedTableAndFkcNamesIo(options?: TableOptions): Io<readonly SortedTable[]> {
    const inspector = this
    return yield* this.#withConnectionIo(function* ({ connection }) {
      const bound = new Inspector(connection, inspector.#cache)
      const keys = new Map<string, readonly ReflectedForeignKey[]>()
      for (const name of yield* bound.getTableNamesIo(options)) {
        keys.set(name, yield* bound.getForeignKeysIo(name, options))
      }
      return sortTables(keys)
    })
  }

  *#hasIndexIo(table: string, name: string, options?: TableOptions): Io<boolean> {
    const cache = this.#cache
    return yield* this.#withConnectionIo(function* ({ connection }) {
      const bound = new Inspector(connection, cache)
      if (!(yield* bound.hasTableIo(table, options))) return false
      return (yield* bound.getIndexesIo(table, options)).some((index) => index.name === name)
    })
  }

  #tableIo<T>(
    what: string,
    read: (inspection: Inspection, table: TableName) => Io<T>,
    name: string,
    { schema = null }: TableOptions = {},
  ): Io<T> {
    return this.#readIo(`${what}() ${schema}.${name}`, (it) => read(it, { name, schema }))
  }

  *#readIo<T>(key: string, read: (inspection: Inspection) => Io<T>): Io<T> {
    if (this.#cache.has(key)) return this.#cache.get(key) as T
    const value = yield* this.#withConnectionIo(read)
    this.#cache.set(key, value)
    return value
  }

  *#withConnectionIo<T>(read: (inspection: Inspection) => Io<T>): Io<T> {
    if (this.bind instanceof Connection) return yield* read(this.#inspection(this.bind))
    const connection = yield* this.bind.connectIo()
    try {
      return yield* read(this.#inspection(connection))
    } finally {
      yield* connection.closeIo()
    }
  }

  #inspection(connection: Connection): Inspection {
    const cache = this.#cache
    return {
      connection,
      *cachedIo<T>(key: string, read: () => Io<T>): Io<T> {
        if (cache.has(key)) return cache.get(key) as T
        const value = yield* read()
        cache.set(key, value)
        return value
      },
    }
  }
}

/** What an inspector tells of one table. */
type Aspect<T> = (inspector: Inspector, table: string, options: TableOptions) => Io<T>

/** Of tables that need each other, the keys that make the cycle come at the end. */
function sortTables(keys: ReadonlyMap<string, readonly ReflectedForeignKey[]>): SortedTable[] {
  const names = [...keys.keys()]
  const edges = [...keys].flatMap(([name, list]) =>
    list
      .filter((key) => key.referredTable !== name && keys.has(key.referredTable))
      .map((key): Edge<string> => [key.referredTable, name]),
  )
  const cyclic = findCycles(edges)
  const isLate = ([before, after]: Edge<string>): boolean => cyclic.has(before) && cyclic.has(after)
  const late = edges.filter(isLate)
  const order = sort(
    edges.filter((edge) => !isLate(edge)),
    names,
  )
  const split = (name: string, wanted: boolean): ForeignKeyName[] =>
    (keys.get(name) ?? [])
      .filter(
        (key) =>
          late.some(([before, after]) => after === name && before === key.referredTable) === wanted,
      )
      .map((key) => [name, key.name])
  const tables = order.map((name): SortedTable => [name, split(name, false)])
  return [...tables, [null, order.flatMap((name) => split(name, true))]]
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value)
}

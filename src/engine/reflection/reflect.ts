/** Fills a MetaData with the tables of a database: `metadata.reflect(engine)`, and single tables with what they refer to. */
import { InvalidRequestError } from '../../errors.js'
import type { MetaData, ReflectOptions, ReflectTableOptions } from '../../schema/metadata.js'
import type { Table } from '../../schema/table.js'
import type { Connection } from '../connection.js'
import { NoSuchTableError } from '../errors.js'
import type { Io } from '../io.js'
import { buildTable, fillTable } from './build-table.js'
import type { TableName } from './introspection.js'
import { CatalogReader, keyOf, type TableFacts } from './table-facts.js'

/** @throws InvalidRequestError when a table of `only` does not exist */
export function* reflectIntoIo(
  connection: Connection,
  metadata: MetaData,
  options: ReflectOptions,
): Io<void> {
  const schema = options.schema ?? metadata.schema
  const reader = new CatalogReader(connection)
  const available = yield* availableIo(reader, schema, options.views ?? false)
  const wanted = chooseNames(connection, metadata, available, { ...options, schema: schema ?? '' })
  const fresh = wanted.filter(
    (name) => options.extendExisting || !metadata.tables.has(keyOf({ name, schema })),
  )
  if (fresh.length === 0) return
  // Temporary tables may be named, too.
  const temporary = options.views
    ? []
    : yield* reader.introspection.tempTableNamesIo(reader.inspection)
  const order = [...available, ...temporary].filter((name) => fresh.includes(name))
  const facts = yield* reader.factsIo(order.map((name) => ({ name, schema })))
  const building = new TableBuilding(metadata, reader, { ...options, facts })
  for (const name of fresh) yield* building.addIo({ name, schema })
}

/** Fills one table, and adds those it refers to; `autoloadWith` of a table. @throws NoSuchTableError */
export function* reflectTableIo(
  connection: Connection,
  table: Table,
  options: ReflectTableOptions,
): Io<void> {
  const building = new TableBuilding(table.metadata, new CatalogReader(connection), options)
  const found = yield* building.fillIo(table, options)
  if (!found) throw new NoSuchTableError(table.fullname)
}

function* availableIo(
  { introspection, inspection }: CatalogReader,
  schema: string | null,
  views: boolean,
): Io<readonly string[]> {
  const tables = yield* introspection.tableNamesIo(inspection, schema)
  if (!views) return tables
  const plain = yield* introspection.viewNamesIo(inspection, schema)
  return [
    ...tables,
    ...plain,
    ...(yield* introspection.materializedViewNamesIo(inspection, schema)),
  ]
}

function chooseNames(
  connection: Connection,
  metadata: MetaData,
  ...[available, { only, schema }]: [readonly string[], ReflectOptions]
): readonly string[] {
  if (only === undefined) return available
  if (typeof only === 'function') return available.filter((name) => only(name, metadata))
  const missing = only.filter((name) => !available.includes(name))
  if (missing.length === 0) return only
  const place = schema ? ` schema '${schema}'` : ''
  throw new InvalidRequestError(
    `Could not reflect: requested table(s) not available in ${connection.engine.toString()}${place}: ` +
      `(${missing.join(', ')})`,
  )
}

interface BuildOptions extends ReflectOptions {
  /** What has been read already. */
  readonly facts?: ReadonlyMap<string, TableFacts>
}

/** Adds tables; those that foreign keys point to are read when they are met. */
class TableBuilding {
  constructor(
    private readonly metadata: MetaData,
    private readonly reader: CatalogReader,
    private readonly options: BuildOptions,
  ) {}

  /** Null when there is no such table. */
  *addIo(table: TableName): Io<Table | null> {
    const known = this.metadata.tables.get(keyOf(table))
    if (known !== undefined && !this.options.extendExisting) return known
    const facts =
      this.options.facts?.get(keyOf(table)) ??
      (yield* this.reader.factsIo([table])).get(keyOf(table))
    if (facts === undefined) return null
    const built = buildTable(this.metadata, facts, {
      extendExisting: this.options.extendExisting ?? false,
      autoloadReplace: this.options.autoloadReplace ?? true,
      source: this.reader.inspection.connection,
    })
    if (this.options.resolveFks !== false) yield* this.#referredOfIo(built, facts)
    return built
  }

  /** False when there is no such table. */
  *fillIo(table: Table, options: ReflectTableOptions): Io<boolean> {
    const name: TableName = { name: table.name, schema: table.schema }
    const facts = (yield* this.reader.factsIo([name])).get(keyOf(name))
    if (facts === undefined) return false
    fillTable(table, facts, { ...options, source: this.reader.inspection.connection })
    if (this.options.resolveFks !== false) yield* this.#addReferredIo(facts, options)
    return true
  }

  /** A table that refers to what is not there does not stay. */
  *#referredOfIo(table: Table, facts: TableFacts): Io<void> {
    try {
      yield* this.#addReferredIo(facts)
    } catch (error) {
      this.metadata.remove(table)
      throw error
    }
  }

  /**
   * A foreign key whose columns are left out refers to nothing.
   *
   * @throws NoSuchTableError for a table that is not there, unless missing ones are accepted
   */
  *#addReferredIo(facts: TableFacts, { includeColumns }: ReflectTableOptions = {}): Io<void> {
    for (const { referredTable, referredSchema, constrainedColumns } of facts.foreignKeys) {
      if (includeColumns && !constrainedColumns.every((each) => includeColumns.includes(each)))
        continue
      const referred: TableName = { name: referredTable, schema: referredSchema }
      if (this.metadata.tables.has(keyOf(referred))) continue
      const added = yield* this.addIo(referred)
      if (added === null && !this.options.acceptMissing) throw new NoSuchTableError(keyOf(referred))
    }
  }
}

/** Everything the catalog says about some tables, read aspect by aspect as SQLAlchemy does. */
import type { Connection } from '../connection.js'
import { NoSuchTableError } from '../errors.js'
import type { Io } from '../io.js'
import type {
  Inspection,
  Introspection,
  ReflectedCheck,
  ReflectedColumn,
  ReflectedComment,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedUnique,
  TableName,
} from './introspection.js'

export interface TableFacts {
  readonly name: TableName
  readonly columns: readonly ReflectedColumn[]
  readonly primaryKey: ReflectedPrimaryKey
  readonly foreignKeys: readonly ReflectedForeignKey[]
  readonly indexes: readonly ReflectedIndex[]
  readonly uniques: readonly ReflectedUnique[]
  readonly checks: readonly ReflectedCheck[]
  readonly comment: ReflectedComment
}

/** One look at the catalog: what was read once is not read again. */
export class CatalogReader {
  readonly inspection: Inspection

  constructor(readonly connection: Connection) {
    const cache = new Map<string, unknown>()
    this.inspection = {
      connection,
      *cachedIo<T>(key: string, read: () => Io<T>): Io<T> {
        if (!cache.has(key)) cache.set(key, yield* read())
        return cache.get(key) as T
      },
    }
  }

  get introspection(): Introspection {
    return this.connection.dialect.introspection
  }

  /** Facts of the tables that exist, by name. */
  *factsIo(names: readonly TableName[]): Io<ReadonlyMap<string, TableFacts>> {
    const { introspection: it } = this
    const columns = yield* this.#eachIo(names, (table) => it.columnsIo(this.inspection, table))
    const found = names.filter((table) => columns.has(keyOf(table)))
    const primaryKeys = yield* this.#eachIo(found, (table) =>
      it.primaryKeyIo(this.inspection, table),
    )
    const foreignKeys = yield* this.#eachIo(found, (table) =>
      it.foreignKeysIo(this.inspection, table),
    )
    const indexes = yield* this.#eachIo(found, (table) => it.indexesIo(this.inspection, table))
    const uniques = yield* this.#eachIo(found, (table) =>
      it.uniqueConstraintsIo(this.inspection, table),
    )
    const checks = yield* this.#eachIo(found, (table) =>
      it.checkConstraintsIo(this.inspection, table),
    )
    const { features } = this.inspection.connection.dialect
    const comments = features.comments
      ? yield* this.#eachIo(found, (table) => it.tableCommentIo(this.inspection, table))
      : new Map<string, { readonly text: null }>()
    const facts = found.map((name): [string, TableFacts] => {
      const key = keyOf(name)
      return [
        key,
        {
          name,
          columns: columns.get(key) ?? [],
          primaryKey: primaryKeys.get(key) ?? { name: null, constrainedColumns: [] },
          foreignKeys: foreignKeys.get(key) ?? [],
          indexes: indexes.get(key) ?? [],
          uniques: uniques.get(key) ?? [],
          checks: checks.get(key) ?? [],
          comment: comments.get(key) ?? { text: null },
        },
      ]
    })
    return new Map(facts)
  }

  /** A table that does not exist (any more) is left out. */
  *#eachIo<T>(tables: readonly TableName[], read: (table: TableName) => Io<T>): Io<Map<string, T>> {
    const values = new Map<string, T>()
    for (const table of tables) {
      try {
        values.set(keyOf(table), yield* read(table))
      } catch (error) {
        if (!(error instanceof NoSuchTableError)) throw error
      }
    }
    return values
  }
}

export function keyOf({ name, schema }: TableName): string {
  return schema === null ? name : `${schema}.${name}`
}

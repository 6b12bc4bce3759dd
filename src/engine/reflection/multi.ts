/** One aspect of many tables at once; `Inspector.get_multi_columns` and its siblings. */
import { NoSuchTableError } from '../errors.js'
import type { Io } from '../io.js'

/** What kinds of relations are meant; combined by `|`. `sqlalchemy.engine.reflection.ObjectKind`. @example ObjectKind.TABLE | ObjectKind.VIEW */
export const ObjectKind = {
  TABLE: 1,
  VIEW: 2,
  MATERIALIZED_VIEW: 4,
  ANY_VIEW: 6,
  ANY: 7,
} as const

/** Lasting relations, temporary ones, or both; `sqlalchemy.engine.reflection.ObjectScope`. @example ObjectScope.TEMPORARY */
export const ObjectScope = { DEFAULT: 1, TEMPORARY: 2, ANY: 3 } as const

export interface MultiOptions {
  readonly schema?: string | null
  /** Only these; default: all. */
  readonly filterNames?: readonly string[]
  /** Default: tables. */
  readonly kind?: number
  /** Default: those that last. */
  readonly scope?: number
}

/** A table as SQLAlchemy names it here. */
export type TableKey = readonly [schema: string | null, name: string]

/**
 * What was found, by table: `found.get([null, 'users'])`.
 *
 * @example
 * inspect(engine).getMultiColumns().get([null, 'users'])
 */
export class ReflectedTables<T> extends Map<TableKey, T> {
  readonly #keys = new Map<string, TableKey>()

  override get(key: TableKey): T | undefined {
    return super.get(this.#known(key))
  }

  override has(key: TableKey): boolean {
    return super.has(this.#known(key))
  }

  override set(key: TableKey, value: T): this {
    const known = this.#known(key)
    this.#keys.set(JSON.stringify(known), known)
    return super.set(known, value)
  }

  #known(key: TableKey): TableKey {
    return this.#keys.get(JSON.stringify(key)) ?? key
  }
}

/** Who knows names: an inspector on a connection. */
export interface NameSource {
  getTableNamesIo(options: { readonly schema: string | null }): Io<readonly string[]>
  getViewNamesIo(options: { readonly schema: string | null }): Io<readonly string[]>
  getMaterializedViewNamesIo(options: { readonly schema: string | null }): Io<readonly string[]>
  getTempTableNamesIo(): Io<readonly string[]>
  getTempViewNamesIo(): Io<readonly string[]>
}

/** Reads an aspect of each table there is of those asked for. */
export function* multiIo<T>(
  source: NameSource,
  read: (name: string) => Io<T>,
  options: MultiOptions,
): Io<ReflectedTables<T>> {
  const { schema = null, filterNames = [] } = options
  const found = new ReflectedTables<T>()
  for (const name of yield* namesIo(source, options)) {
    if (filterNames.length > 0 && !filterNames.includes(name)) continue
    try {
      found.set([schema, name], yield* read(name))
    } catch (error) {
      if (!(error instanceof NoSuchTableError)) throw error
    }
  }
  return found
}

/** Names that are given without a word about what they are need not be looked for. */
function* namesIo(source: NameSource, options: MultiOptions): Io<readonly string[]> {
  const { filterNames = [], kind = ObjectKind.TABLE, scope = ObjectScope.DEFAULT } = options
  const isAny = kind === ObjectKind.ANY && scope === ObjectScope.ANY
  if (filterNames.length > 0 && isAny) return filterNames
  const names: string[] = []
  for (const read of readers(source, options)) names.push(...(yield* read))
  return names
}

function readers(source: NameSource, options: MultiOptions): readonly Io<readonly string[]>[] {
  const { schema = null, kind = ObjectKind.TABLE, scope = ObjectScope.DEFAULT } = options
  const lasting: Io<readonly string[]>[] = []
  const temporary: Io<readonly string[]>[] = []
  if (kind & ObjectKind.TABLE) {
    lasting.push(source.getTableNamesIo({ schema }))
    temporary.push(source.getTempTableNamesIo())
  }
  if (kind & ObjectKind.VIEW) {
    lasting.push(source.getViewNamesIo({ schema }))
    temporary.push(source.getTempViewNamesIo())
  }
  if (kind & ObjectKind.MATERIALIZED_VIEW)
    lasting.push(source.getMaterializedViewNamesIo({ schema }))
  return [
    ...(scope & ObjectScope.DEFAULT ? lasting : []),
    ...(scope & ObjectScope.TEMPORARY ? temporary : []),
  ]
}

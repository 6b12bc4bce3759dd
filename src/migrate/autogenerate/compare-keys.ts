/**
 * Unique constraints and indexes one side has and the other has not, or has otherwise;
 * `alembic.autogenerate.compare.constraints._compare_indexes_and_uniques`.
 */
import type { ReflectedIndex, ReflectedUnique } from '../../engine/reflection/introspection.js'
import { ConventionName, UniqueConstraint } from '../../schema/constraints.js'
import { Index, type IndexOptions } from '../../schema/table-index.js'
import type { Table } from '../../schema/table.js'
import { text } from '../../sql/elements/literals.js'
import { AddConstraintOp, DropConstraintOp } from '../operations/ops/constraint-ops.js'
import type { ModifyTableOps } from '../operations/ops/containers.js'
import { CreateIndexOp, DropIndexOp } from '../operations/ops/index-ops.js'
import type { MigrateOperation } from '../operations/ops/migrate-operation.js'
import type { AutogenContext } from './autogen-context.js'
import type { TablePair } from './compare-tables.js'
import { rulesFor, type TableKeys } from './dialect-rules.js'
import { indexSignature, uniqueSignature, type KeySignature } from './signatures.js'

export function compareKeys(context: AutogenContext, ops: ModifyTableOps, pair: TablePair): void {
  const keys = keysOf(context, pair)
  rulesFor(context.dialect).correctKeys(keys)
  new KeyComparison(context, ops, pair, keys).run()
}

function keysOf(context: AutogenContext, { name, schema, database, model }: TablePair): TableKeys {
  const parents = { tableName: name, schemaName: schema }
  const uniques = (database?.facts.uniques ?? []).filter((each) =>
    context.includesName(each.name, 'unique_constraint', parents),
  )
  const indexes = (database?.facts.indexes ?? []).filter((each) =>
    context.includesName(each.name, 'index', parents),
  )
  const table = database?.table as Table
  const made = indexes.map((each) => [each, madeIndex(each, table)] as const)
  return {
    databaseUniques: new Set(model === null ? [] : uniques.map((each) => madeUnique(each, table))),
    databaseIndexes: new Set(made.map(([, index]) => index)),
    modelUniques: new Set(
      [...(model?.constraints ?? [])].filter((each) => each instanceof UniqueConstraint),
    ),
    modelIndexes: new Set(model?.indexes),
    duplicates: new Set(
      made.filter(([each]) => each.duplicatesConstraint !== undefined).map(([, index]) => index),
    ),
  }
}

function madeUnique({ name, columnNames }: ReflectedUnique, table: Table): UniqueConstraint {
  const unique = new UniqueConstraint(columnNames, { name: name === null ? null : final(name) })
  unique.attach(table)
  return unique
}

/** Names that were read are final. */
function madeIndex(reflected: ReflectedIndex, table: Table): Index {
  const { name, columnNames, expressions, columnSorting } = reflected
  const members = columnNames.map((column, at) => {
    const sorting = column === null ? undefined : columnSorting?.[column]
    if (column === null) return text(expressions?.[at] ?? '')
    return sorting === undefined ? column : text(`${column} ${sqlSorting(sorting)}`)
  })
  const index = new Index(name === null ? null : final(name), members, optionsOf(reflected))
  index.attach(table)
  return index
}

function sqlSorting(sorting: readonly string[]): string {
  return sorting.map((each) => each.replaceAll('_', ' ')).join(' ')
}

function optionsOf({ unique, dialectOptions }: ReflectedIndex): IndexOptions {
  const { sqliteWhere, postgresqlWhere, postgresqlUsing, postgresqlInclude } = dialectOptions
  const where = sqliteWhere ?? postgresqlWhere
  const include = Array.isArray(postgresqlInclude) ? (postgresqlInclude as string[]) : []
  return {
    unique,
    ...(where === undefined ? {} : { where: text(String(where)) }),
    ...(postgresqlUsing === undefined ? {} : { using: String(postgresqlUsing) }),
    ...(include.length === 0 ? {} : { include }),
  }
}

function final(name: string): ConventionName {
  return new ConventionName(name)
}

type ByName = Map<string, KeySignature>

class KeyComparison {
  readonly #existing: readonly KeySignature[]
  readonly #wanted: readonly KeySignature[]
  /** Names a constraint and an index share: the database has made the one for the other. */
  readonly #doubled = new Map<
    string,
    { readonly unique: KeySignature; readonly index: KeySignature }
  >()

  constructor(
    private readonly context: AutogenContext,
    private readonly ops: ModifyTableOps,
    private readonly pair: TablePair,
    keys: TableKeys,
  ) {
    const { dialect } = context
    const uniques = (items: Iterable<UniqueConstraint>) =>
      [...items].map((each) => uniqueSignature(each, dialect))
    const indexes = (items: Iterable<Index>) =>
      [...items].map((each) => indexSignature(each, dialect))
    this.#existing = [...uniques(keys.databaseUniques), ...indexes(keys.databaseIndexes)]
    this.#wanted = [...uniques(keys.modelUniques), ...indexes(keys.modelIndexes)]
    for (const unique of this.#existing.filter(({ kind }) => kind === 'unique')) {
      const index = this.#existing.find(
        (each) => each.kind === 'index' && each.name === unique.name,
      )
      if (index && unique.name !== null) this.#doubled.set(unique.name, { unique, index })
    }
  }

  run(): void {
    const [existing, wanted] = [named(this.#existing), named(this.#wanted)]
    for (const [name, key] of sorted(existing)) if (!wanted.has(name)) this.#removed(name, key)
    for (const [name, key] of sorted(wanted)) if (existing.has(name)) this.#common(key, existing)
    for (const [name, key] of sorted(wanted)) if (!existing.has(name)) this.#add(key)
    for (const key of this.#unnamedUniques()) if (!this.#hasUnique(key)) this.#add(key)
  }

  #removed(name: string, key: KeySignature): void {
    const isKnown = this.#unnamedUniques().some(({ unnamed }) => unnamed === key.unnamed)
    if (key.kind === 'unique' && isKnown) return
    const doubled = this.#doubled.get(name)
    if (doubled === undefined) this.#remove(key)
    else if (!this.#wants(doubled.unique) && !this.#wants(doubled.index)) {
      this.#remove(doubled.unique)
      this.#remove(doubled.index)
    }
  }

  #common(wanted: KeySignature, existing: ByName): void {
    const name = wanted.name as string
    const doubled = this.#doubled.get(name)
    const own = doubled?.[wanted.kind] ?? (existing.get(name) as KeySignature)
    if (own.kind !== wanted.kind) {
      this.#remove(own)
      this.#add(wanted)
    } else if (this.#differs(own, wanted)) this.#change(own, wanted)
  }

  #differs(existing: KeySignature, wanted: KeySignature): boolean {
    if (!(existing.item instanceof Index) || !(wanted.item instanceof Index))
      return existing.unnamed !== wanted.unnamed
    const { dialect } = this.context
    return rulesFor(dialect).indexesDiffer(existing.item, wanted.item, dialect)
  }

  #unnamedUniques(): readonly KeySignature[] {
    return this.#wanted.filter(({ kind, name }) => kind === 'unique' && name === null)
  }

  #hasUnique(wanted: KeySignature): boolean {
    return this.#existing.some(
      ({ kind, unnamed }) => kind === 'unique' && unnamed === wanted.unnamed,
    )
  }

  #wants({ kind, unnamed }: KeySignature): boolean {
    return this.#wanted.some((each) => each.kind === kind && each.unnamed === unnamed)
  }

  /** Constraints come and go with their table, indexes do not. */
  #add(key: KeySignature): void {
    if (key.kind === 'unique' && (this.pair.database === null || this.pair.model === null)) return
    if (this.#includes(key, false, null)) this.#push(added(key))
  }

  #remove(key: KeySignature): void {
    if (key.kind === 'unique' && (this.pair.database === null || this.pair.model === null)) return
    if (this.#includes(key, true, null)) this.#push(removed(key))
  }

  #change(existing: KeySignature, wanted: KeySignature): void {
    if (this.#includes(wanted, false, existing)) this.#push(removed(existing), added(wanted))
  }

  #includes(key: KeySignature, reflected: boolean, other: KeySignature | null): boolean {
    const kind = key.kind === 'index' ? 'index' : 'unique_constraint'
    const compareTo = other?.item ?? null
    return this.context.includes(key.item, { name: key.name, kind, reflected, compareTo })
  }

  #push(...operations: readonly MigrateOperation[]): void {
    this.ops.ops.push(...operations)
  }
}

function added({ item }: KeySignature): MigrateOperation {
  return item instanceof Index
    ? CreateIndexOp.fromIndex(item)
    : AddConstraintOp.fromConstraint(item)
}

function removed({ item }: KeySignature): MigrateOperation {
  return item instanceof Index ? DropIndexOp.fromIndex(item) : DropConstraintOp.fromConstraint(item)
}

/** By name; an index goes before a constraint of the same name. */
function named(keys: readonly KeySignature[]): ByName {
  return new Map(keys.flatMap((key) => (key.name === null ? [] : [[key.name, key] as const])))
}

function sorted(keys: ByName): readonly (readonly [string, KeySignature])[] {
  return [...keys].sort(([left], [right]) => (left < right ? -1 : 1))
}

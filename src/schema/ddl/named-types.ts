/** Creates and drops the types a database knows by name, before and after the tables that use them. */
import { DomainType } from '../../sql/types/domain.js'
import type { EnumType } from '../../sql/types/enum.js'
import { installTypeDdl, isNamedType, type NamedType } from '../../sql/types/named-type.js'
import { ArrayType } from '../../sql/types/structured.js'
import { TypeDecorator } from '../../sql/types/type-decorator.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import type { SchemaBind, SchemaExecutor, SchemaIo } from '../bind.js'
import type { DdlDialect } from '../ddl-dialect.js'
import {
  CreateDomainType,
  CreateEnumType,
  DropDomainType,
  DropEnumType,
  type DdlElement,
} from '../ddl-elements.js'
import type { Table } from '../table.js'

/** Types that one run has dealt with, so that it does so once. */
export type TypeMemo = Set<string>

/** The type of that name a dialect has for a type, or null; `SchemaType._is_impl_for_variant`. */
function namedTypeOf(type: TypeEngine, dialect: DdlDialect): NamedType | null {
  if (!dialect.ddl.enumTypes) return null
  const own = type.implFor(dialect)
  if (own instanceof ArrayType) return namedTypeOf(own.itemType, dialect)
  if (own instanceof TypeDecorator) return namedTypeOf(own.implOn(dialect), dialect)
  return isNamedType(own) && own.nativeName !== null ? own : null
}

/** What uses of a type ask for: each type once, none that somebody else creates. */
function pending(
  types: readonly TypeEngine[],
  dialect: DdlDialect,
  memo: TypeMemo,
): readonly NamedType[] {
  return types.flatMap((type) => {
    const own = namedTypeOf(type, dialect)
    if (own === null || !own.isCreated) return []
    const key = `${own.schemaName ?? ''}.${own.nativeName}`
    if (memo.has(key)) return []
    memo.add(key)
    return [own]
  })
}

/** The types in a table's columns. */
export function columnTypes(table: Table): readonly TypeEngine[] {
  return table.tableColumns.map((column) => column.type)
}

/** Those that no MetaData keeps. */
export function unbound(types: readonly TypeEngine[], dialect: DdlDialect): readonly TypeEngine[] {
  return types.filter((type) => (namedTypeOf(type, dialect)?.boundTo ?? null) === null)
}

export interface TypesRun {
  readonly checkfirst: boolean
  readonly memo: TypeMemo
}

/** `CREATE TYPE` for each type that is not there. */
export function* createTypesIo<Y>(
  executor: SchemaExecutor<Y>,
  types: readonly TypeEngine[],
  { checkfirst, memo }: TypesRun,
): SchemaIo<Y, void> {
  for (const type of pending(types, executor.dialect, memo)) {
    if (!checkfirst || !(yield* existsIo(executor, type)))
      yield* executor.executeDdlIo(createElement(type))
  }
}

/** `DROP TYPE` for each type that is there. */
export function* dropTypesIo<Y>(
  executor: SchemaExecutor<Y>,
  types: readonly TypeEngine[],
  { checkfirst, memo }: TypesRun,
): SchemaIo<Y, void> {
  for (const type of pending(types, executor.dialect, memo)) {
    if (!checkfirst || (yield* existsIo(executor, type)))
      yield* executor.executeDdlIo(dropElement(type))
  }
}

function existsIo<Y>(executor: SchemaExecutor<Y>, type: NamedType): SchemaIo<Y, boolean> {
  return executor.hasTypeIo(type.nativeName ?? '', type.schemaName)
}

function createElement(type: NamedType): DdlElement {
  return type instanceof DomainType
    ? new CreateDomainType(type)
    : new CreateEnumType(type as TypeEngine as EnumType)
}

function dropElement(type: NamedType): DdlElement {
  return type instanceof DomainType
    ? new DropDomainType(type)
    : new DropEnumType(type as TypeEngine as EnumType)
}

installTypeDdl({
  create: (type, bind, { checkfirst = true }) =>
    (bind as SchemaBind<never>).runSchema(function* (executor) {
      if (!namedTypeOf(type, executor.dialect)) return
      if (!checkfirst || !(yield* existsIo(executor, type)))
        yield* executor.executeDdlIo(createElement(type))
    }),
  drop: (type, bind, { checkfirst = true }) =>
    (bind as SchemaBind<never>).runSchema(function* (executor) {
      if (!namedTypeOf(type, executor.dialect)) return
      if (!checkfirst || (yield* existsIo(executor, type)))
        yield* executor.executeDdlIo(dropElement(type))
    }),
})

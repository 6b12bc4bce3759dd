/** How PostgreSQL spells SQL where it differs from the standard. `dialect.ts` joins it with the driver. */
import { standardDdl, type DdlDialect } from '../../schema/ddl-dialect.js'
import { Cast } from '../../sql/elements/case-cast.js'
import type { BinaryExpression } from '../../sql/elements/binary.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { standardDialect } from '../../sql/compiler/default-dialect.js'
import { dialectOption } from '../../sql/dialect-options.js'
import { CompileError } from '../../sql/errors.js'
import { registerDialect } from '../../sql/compiler/dialect-registry.js'
import type { BinaryOperatorTable, FunctionTable, Visit } from '../../sql/compiler/dialect.js'
import type { Context, SqlCompiler } from '../../sql/compiler/compiler.js'
import type { Generative, SelectClauses } from '../../sql/compiler/select-clauses.js'
import { eagerInfix, infix, like, pattern } from '../../sql/compiler/visitors/operations.js'
import { typeName, visitSlice } from '../../sql/compiler/visitors/expressions.js'
import { fetchClause } from '../../sql/compiler/visitors/select-standard.js'
import { ArrayType, Json } from '../../sql/types/structured.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import { quoteLiteral } from '../../sql/types/text.js'
import { Uuid } from '../../sql/types/uuid.js'
import { surfaceSelectables } from '../../sql/adapt/find-tables.js'
import { ColumnClause } from '../../sql/elements/column-clause.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import { postgresqlDdl } from './ddl.js'
import { MultirangeType, RangeType } from './ranges.js'
import { postgresqlReservedWords } from './reserved-words.js'
import { postgresqlTypeAdapters, postgresqlTypes } from './types.js'

const plain = (text: string): string => text

/** `a -> 'b'`; read as another type `CAST(a ->> 'b' AS type)`. */
function jsonItem(arrow: string, textArrow: string): Visit<BinaryExpression> {
  return (binary, compiler, context) => {
    if (binary.type.affinity === 'json') return jsonAsJson(binary, arrow, compiler, context)
    const text = eagerInfix(binary, ` ${textArrow} `, compiler, context)
    return `CAST(${text} AS ${typeName(binary.type, compiler)})`
  }
}

function jsonAsJson(
  binary: BinaryExpression,
  arrow: string,
  ...[compiler, context]: [SqlCompiler, Context]
): string {
  const isJsonb = binary.left.type instanceof Json && binary.left.type.visitName === 'jsonb'
  if (!isJsonb || arrow !== '->') return eagerInfix(binary, ` ${arrow} `, compiler, context)
  const left = compiler.process(binary.left, context)
  const wrapped =
    binary.left.kind === 'function' || binary.left instanceof Cast ? `(${left})` : left
  return `${wrapped}[${compiler.process(binary.right, context)}]`
}

function regexp(operator: string): Visit<BinaryExpression> {
  return (binary, compiler, context) => {
    const flags = binary.modifiers['flags']
    if (typeof flags !== 'string') return infix(binary, ` ${operator} `, compiler, context)
    if (flags === 'i') return infix(binary, ` ${operator}* `, compiler, context)
    const left = compiler.process(binary.left, context)
    return `${left} ${operator} CONCAT('(?', ${quoteLiteral(flags)}, ')', ${compiler.process(binary.right, context)})`
  }
}

const binaryOperators: BinaryOperatorTable = {
  ...standardDialect.binaryOperators,
  ilike: like('ILIKE'),
  notIlike: like('NOT ILIKE'),
  icontains: pattern('ILIKE', 'both', plain),
  notIcontains: pattern('NOT ILIKE', 'both', plain),
  istartswith: pattern('ILIKE', 'start', plain),
  notIstartswith: pattern('NOT ILIKE', 'start', plain),
  iendswith: pattern('ILIKE', 'end', plain),
  notIendswith: pattern('NOT ILIKE', 'end', plain),
  regexpMatch: regexp('~'),
  notRegexpMatch: regexp('!~'),
  regexpReplace(binary, compiler, context) {
    const flags = binary.modifiers['flags']
    const suffix = typeof flags === 'string' ? `, ${quoteLiteral(flags)}` : ''
    return `REGEXP_REPLACE(${infix(binary, ', ', compiler, context)}${suffix})`
  },
  match: textSearch,
  notMatch: (binary, compiler, context) => `NOT ${textSearch(binary, compiler, context)}`,
  jsonGetitem: jsonItem('->', '->>'),
  jsonPathGetitem: jsonItem('#>', '#>>'),
}

function textSearch(binary: BinaryExpression, compiler: SqlCompiler, context: Context): string {
  const config = dialectOption(binary.modifiers, 'postgresql', 'regconfig')
  const prefix = typeof config === 'string' ? `${quoteLiteral(config)}, ` : ''
  return `${compiler.process(binary.left, context)} @@ plainto_tsquery(${prefix}${compiler.process(binary.right, context)})`
}

const functions: FunctionTable = {
  substring(element, compiler, context) {
    const [source = '', start = '', length] = element.clauses.map((clause) =>
      compiler.process(clause, context),
    )
    return `SUBSTRING(${source} FROM ${start}${length === undefined ? '' : ` FOR ${length}`})`
  },
  aggregate_strings: (element, compiler, context) =>
    `string_agg(${compiler.processList(element.clauses, ', ', context)})`,
}

function forUpdate(statement: Generative, compiler: SqlCompiler): string {
  const arg = statement.forUpdateArg
  if (!arg) return ''
  const share = arg.keyShare ? ' FOR KEY SHARE' : ' FOR SHARE'
  const update = arg.keyShare ? ' FOR NO KEY UPDATE' : ' FOR UPDATE'
  const tables = [...new Set(arg.of.flatMap(lockedTables).map((table) => nameOf(table, compiler)))]
  const of = tables.length > 0 ? ` OF ${tables.join(', ')}` : ''
  return `${arg.read ? share : update}${of}${arg.nowait ? ' NOWAIT' : ''}${arg.skipLocked ? ' SKIP LOCKED' : ''}`
}

/** The tables of what `of` names: columns stand for theirs. */
function lockedTables(element: ClauseElement): readonly FromClause[] {
  if (element instanceof ColumnClause) return element.table ? [element.table] : []
  const surface = surfaceSelectables(element).filter(
    (each) => each.kind === 'table' || each.kind === 'alias',
  )
  return surface.filter((each) => each instanceof FromClause)
}

function nameOf(table: FromClause, compiler: SqlCompiler): string {
  return compiler.quote(compiler.nameOf(table.name ?? ''))
}

const select: SelectClauses = {
  ...standardDialect.select,
  limit(statement, compiler, context) {
    const { limitClause: limit, offsetClause: offset } = statement
    const limitText = limit ? ` \n LIMIT ${compiler.process(limit, context)}` : ''
    if (!offset) return limitText
    return `${limitText || '\n LIMIT ALL'} OFFSET ${compiler.process(offset, context)}`
  },
  fetch: fetchClause((element, compiler, context) =>
    element.kind === 'bindparam'
      ? `(${compiler.process(element, context)})`
      : compiler.process(element, context),
  ),
  forUpdate,
  distinct(statement, compiler, context) {
    if (statement.distinctOn.length === 0) return 'DISTINCT '
    return `DISTINCT ON (${compiler.processList(statement.distinctOn, ', ', context)}) `
  },
  fromHint(text, hint) {
    if (hint.toUpperCase() !== 'ONLY') throw new CompileError(`Unrecognized hint: '${hint}'`)
    return `ONLY ${text}`
  },
  deleteUsing: (_table, others) => ` USING ${others}`,
}

const SAYS_TYPE = [Json, ArrayType, RangeType, MultirangeType, Uuid]

/** JSON, arrays, ranges and UUIDs say their type: without it the server could not tell. */
function bindSuffix(type: TypeEngine): string {
  const own = type.implFor(postgresqlCompiler)
  if (!SAYS_TYPE.some((kind) => own instanceof kind)) return ''
  if (own instanceof Uuid && !own.nativeUuid) return ''
  if (own.vendor) return `::${own.vendor.names['postgresql']}`
  return `::${postgresqlTypes[own.visitName]?.(own, postgresqlCompiler) ?? ''}`
}

/** The compiler's half of the dialect. */
export const postgresqlCompiler: DdlDialect = {
  ...standardDialect,
  name: 'postgresql',
  compilerName: 'PG',
  paramstyle: 'numericDollar',
  identifiers: { ...standardDialect.identifiers, reservedWords: postgresqlReservedWords },
  features: {
    ...standardDialect.features,
    nativeEnum: true,
    nativeUuid: true,
    nativeDecimal: true,
    insertReturning: true,
    updateReturning: true,
    deleteReturning: true,
    updateReturningWithOthers: true,
    deleteReturningWithOthers: true,
    postfetchLastrowid: false,
    implicitReturning: true,
    // Without a connection nobody knows whether standard_conforming_strings is on; a server has it on.
    backslashEscapes: true,
    defaultValues: true,
    upserts: ['onConflict'],
    upsertNeedsTarget: true,
    defaultMetavalue: 'DEFAULT',
    sequences: true,
    comments: true,
    maxIdentifierLength: 63,
  },
  visitors: {
    ...standardDialect.visitors,
    array(element, compiler, context) {
      const empty = element.clauses.length === 0 && !element.type.itemType.isNull
      if (empty) return `ARRAY[]::${typeName(element.type, compiler)}`
      return `ARRAY[${compiler.processList(element.clauses, ', ', context)}]`
    },
    slice: visitSlice,
  },
  binaryOperators,
  operatorSymbols: { bitwiseXor: ' # ' },
  functions,
  types: postgresqlTypes,
  typeAdapters: postgresqlTypeAdapters,
  select,
  bindSuffix,
  ddl: { ...standardDdl, ...postgresqlDdl },
}

registerDialect(postgresqlCompiler, 'postgres')

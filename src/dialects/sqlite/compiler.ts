/** How SQLite spells SQL where it differs from the standard. `dialect.ts` joins it with the driver. */
import { standardDdl, type DdlDialect } from '../../schema/ddl-dialect.js'
import { literal } from '../../sql/elements/bind-parameter.js'
import type { BinaryExpression } from '../../sql/elements/binary.js'
import { CompileError } from '../../sql/errors.js'
import { standardDialect } from '../../sql/compiler/default-dialect.js'
import { registerDialect } from '../../sql/compiler/dialect-registry.js'
import type { BinaryOperatorTable, FunctionTable, Visit } from '../../sql/compiler/dialect.js'
import type { Context, SqlCompiler } from '../../sql/compiler/compiler.js'
import type { SelectClauses } from '../../sql/compiler/select-clauses.js'
import { eagerInfix, infix } from '../../sql/compiler/visitors/operations.js'
import { sqliteDdl } from './ddl.js'
import { sqliteReservedWords } from './reserved-words.js'
import { sqliteTypeAdapters, sqliteTypes } from './types.js'

const EXTRACTS: Readonly<Record<string, string>> = {
  month: '%m',
  day: '%d',
  year: '%Y',
  second: '%S',
  hour: '%H',
  doy: '%j',
  minute: '%M',
  epoch: '%s',
  dow: '%w',
  week: '%W',
  // What SQLite has no format for goes through as it is, as in SQLAlchemy.
  quarter: 'quarter',
  milliseconds: 'milliseconds',
  microseconds: 'microseconds',
  timezone_hour: 'timezone_hour',
  timezone_minute: 'timezone_minute',
}

const jsonItem: Visit<BinaryExpression> = (binary, compiler, context) => {
  const text = `JSON_EXTRACT(${infix(binary, ', ', compiler, context)})`
  return binary.type.affinity === 'json' ? `JSON_QUOTE(${text})` : text
}

const binaryOperators: BinaryOperatorTable = {
  ...standardDialect.binaryOperators,
  truediv: (binary, compiler, context) =>
    `${compiler.process(binary.left, context)} / (${compiler.process(binary.right, context)} + 0.0)`,
  isDistinctFrom: (binary, compiler, context) => infix(binary, ' IS NOT ', compiler, context),
  isNotDistinctFrom: (binary, compiler, context) => infix(binary, ' IS ', compiler, context),
  jsonGetitem: jsonItem,
  jsonPathGetitem: jsonItem,
  regexpMatch: (binary, compiler, context) => infix(binary, ' REGEXP ', compiler, context),
  notRegexpMatch: (binary, compiler, context) => infix(binary, ' NOT REGEXP ', compiler, context),
  regexpReplace() {
    throw new CompileError('sqlite dialect does not support regular expression replacements')
  },
  bitwiseXor: (binary, compiler, context) => {
    const inner = { ...context, operator: binary.operator }
    return `(${eagerInfix(binary, ' | ', compiler, inner)} - ${eagerInfix(binary, ' & ', compiler, inner)})`
  },
}

const functions: FunctionTable = {
  now: () => 'CURRENT_TIMESTAMP',
  localtimestamp: () => "DATETIME(CURRENT_TIMESTAMP, 'localtime')",
  char_length: (element, compiler, context) =>
    `length(${compiler.processList(element.clauses, ', ', context)})`,
  aggregate_strings: (element, compiler, context) =>
    `group_concat(${compiler.processList(element.clauses, ', ', context)})`,
}

const select: SelectClauses = {
  ...standardDialect.select,
  limit(statement, compiler: SqlCompiler, context: Context) {
    const { limitClause: limit, offsetClause: offset } = statement
    const limitText = `\n LIMIT ${compiler.process(limit ?? literal(-1), context)}`
    return `${limit || offset ? limitText : ''} OFFSET ${compiler.process(offset ?? literal(0), context)}`
  },
  forUpdate: () => '',
  emptySet(columns) {
    const ones = Array<string>(columns).fill('1').join(', ')
    return `SELECT ${ones} FROM (SELECT ${ones}) WHERE 1!=1`
  },
  deleteUsing() {
    throw new CompileError('This backend does not support multiple-table criteria within DELETE')
  },
  returningContext: { includeTable: false },
}

/** The compiler's half of the dialect. */
export const sqliteCompiler: DdlDialect = {
  ...standardDialect,
  name: 'sqlite',
  compilerName: 'SQLite',
  paramstyle: 'qmark',
  identifiers: { ...standardDialect.identifiers, reservedWords: sqliteReservedWords },
  features: {
    ...standardDialect.features,
    nativeBoolean: false,
    insertReturning: true,
    updateReturning: true,
    deleteReturning: true,
    updateReturningWithOthers: true,
    implicitReturning: true,
    insertNullPkStillAutoincrements: true,
    defaultValues: true,
    upserts: ['onConflict'],
    literalConflictTarget: true,
    defaultMetavalue: 'NULL',
    tupleInValues: true,
    forUpdate: false,
  },
  visitors: {
    ...standardDialect.visitors,
    extract(element, compiler, context) {
      const format = EXTRACTS[element.field]
      if (format === undefined)
        throw new CompileError(`${element.field} is not a valid extract argument.`)
      return `CAST(STRFTIME('${format}', ${compiler.process(element.expr, context)}) AS INTEGER)`
    },
  },
  binaryOperators,
  functions,
  types: sqliteTypes,
  typeAdapters: sqliteTypeAdapters,
  select,
  ddl: { ...standardDdl, ...sqliteDdl },
}

registerDialect(sqliteCompiler)

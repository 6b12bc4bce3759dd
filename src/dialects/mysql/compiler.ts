/** How MySQL spells SQL where it differs from the standard. There is no driver: statements can be compiled only. */
import { standardDdl, type DdlDialect } from '../../schema/ddl-dialect.js'
import type { BinaryExpression } from '../../sql/elements/binary.js'
import { CompileError } from '../../sql/errors.js'
import { ops } from '../../sql/operators.js'
import { dialectOption } from '../../sql/dialect-options.js'
import { standardDialect } from '../../sql/compiler/default-dialect.js'
import { registerDialect } from '../../sql/compiler/dialect-registry.js'
import type { BinaryOperatorTable, FunctionTable, Visit } from '../../sql/compiler/dialect.js'
import type { Context, SqlCompiler } from '../../sql/compiler/compiler.js'
import type { SelectClauses } from '../../sql/compiler/select-clauses.js'
import { infix } from '../../sql/compiler/visitors/operations.js'
import { typeText } from '../../sql/compiler/type-names.js'
import { jsonPathAdapters } from '../../sql/types/json-path.js'
import { quoteLiteral } from '../../sql/types/text.js'
import { warn } from '../../util/warnings.js'
import type { Numeric } from '../../sql/types/numeric.js'
import { mysqlDdl } from './ddl.js'
import { mysqlReservedWords } from './reserved-words.js'
import { castName, mysqlTypes } from './types.js'

/** Parts of JSON values, read as the type wanted; JSON `null` becomes NULL. */
const jsonItem: Visit<BinaryExpression> = (binary, compiler, context) => {
  const extract = (): string => `JSON_EXTRACT(${infix(binary, ', ', compiler, context)})`
  if (binary.type.affinity === 'json') return extract()
  const start = `CASE ${extract()} WHEN 'null' THEN NULL`
  return `${start} ${jsonElse(binary, extract)} END`
}

function jsonElse(binary: BinaryExpression, extract: () => string): string {
  const { precision, scale } = binary.type as Numeric
  switch (binary.type.affinity) {
    case 'integer':
      return `ELSE CAST(${extract()} AS SIGNED INTEGER)`
    case 'numeric':
      if (precision != null && scale != null)
        return `ELSE CAST(${extract()} AS DECIMAL(${precision}, ${scale}))`
      return `ELSE ${extract()}+0.0000000000000000000000`
    case 'boolean':
      return 'WHEN true THEN true ELSE false'
    case 'string':
      return `ELSE JSON_UNQUOTE(${extract()})`
    default:
      return `ELSE ${extract()}`
  }
}

function regexp(word: string): Visit<BinaryExpression> {
  return (binary, compiler, context) => {
    const flags = binary.modifiers['flags']
    if (typeof flags !== 'string') return infix(binary, ` ${word} `, compiler, context)
    const text = `REGEXP_LIKE(${infix(binary, ', ', compiler, context)}, ${quoteLiteral(flags)})`
    return word === 'NOT REGEXP' ? `NOT ${text}` : text
  }
}

const MATCH_FLAGS = ['mysqlBooleanMode', 'mysqlNaturalLanguage', 'mysqlQueryExpansion'] as const
const MATCH_WORDS = ['IN BOOLEAN MODE', 'IN NATURAL LANGUAGE MODE', 'WITH QUERY EXPANSION']

/** `MATCH (a, b) AGAINST (text IN BOOLEAN MODE)`; boolean is the mode unless another one is asked for. */
const match: Visit<BinaryExpression> = (binary, compiler, context) => {
  const { modifiers } = binary
  const flags = MATCH_FLAGS.map((name) => modifiers[name] ?? name === 'mysqlBooleanMode')
  const [isBoolean, isNatural, isExpanded] = flags
  if (isBoolean && (isNatural || isExpanded)) {
    const names = ['inBooleanMode', 'inNaturalLanguageMode', 'withQueryExpansion']
    const text = names.map((name, index) => `${name}=${String(flags[index])}`).join(', ')
    throw new CompileError(`Invalid MySQL match flags: ${text}`)
  }
  const words = MATCH_WORDS.filter((_word, index) => flags[index])
  const against = [compiler.process(binary.right, context), ...words].join(' ')
  return `MATCH (${compiler.process(binary.left, context)}) AGAINST (${against})`
}

const binaryOperators: BinaryOperatorTable = {
  ...standardDialect.binaryOperators,
  concat: (binary, compiler, context) => `concat(${infix(binary, ', ', compiler, context)})`,
  isDistinctFrom: (binary, compiler, context) =>
    `NOT (${infix(binary, ' <=> ', compiler, context)})`,
  isNotDistinctFrom: (binary, compiler, context) => infix(binary, ' <=> ', compiler, context),
  regexpMatch: regexp('REGEXP'),
  notRegexpMatch: regexp('NOT REGEXP'),
  regexpReplace(binary, compiler, context) {
    const flags = binary.modifiers['flags']
    const suffix = typeof flags === 'string' ? `, ${quoteLiteral(flags)}` : ''
    return `REGEXP_REPLACE(${infix(binary, ', ', compiler, context)}${suffix})`
  },
  match,
  notMatch: (binary, compiler, context) => `NOT ${match(binary, compiler, context)}`,
  jsonGetitem: jsonItem,
  jsonPathGetitem: jsonItem,
}

const functions: FunctionTable = {
  random: (element, compiler, context) =>
    `rand(${compiler.processList(element.clauses, ', ', context)})`,
  rollup: (element, compiler, context) =>
    `${compiler.processList(element.clauses, ', ', context)} WITH ROLLUP`,
  sysdate: () => 'SYSDATE()',
  aggregate_strings(element, compiler, context) {
    const [expression = '', separator = ''] = element.clauses.map((clause) =>
      compiler.process(clause, context),
    )
    return `group_concat(${expression} SEPARATOR ${separator})`
  },
}

const select: SelectClauses = {
  ...standardDialect.select,
  limit(statement, compiler: SqlCompiler, context: Context) {
    const { limitClause: limit, offsetClause: offset } = statement
    if (!offset) return limit ? ` \n LIMIT ${compiler.process(limit, context)}` : ''
    const offsetText = compiler.process(offset, context)
    return ` \n LIMIT ${offsetText}, ${limit ? compiler.process(limit, context) : '18446744073709551615'}`
  },
  forUpdate(statement) {
    const arg = statement.forUpdateArg
    const lock = arg?.read ? ' LOCK IN SHARE MODE' : ' FOR UPDATE'
    return `${lock}${arg?.nowait ? ' NOWAIT' : ''}${arg?.skipLocked ? ' SKIP LOCKED' : ''}`
  },
  fromHint: (text, hint) => `${text} ${hint}`,
  defaultFrom: (statement) => (statement.whereCriteria.length > 0 ? ' FROM DUAL' : ''),
  deleteUsing: (table, others) => ` USING ${table}, ${others}`,
  updateLimit(statement) {
    const limit = dialectOption(statement.dialectOptions, 'mysql', 'limit')
    return typeof limit === 'number' ? ` LIMIT ${Math.trunc(limit)}` : ''
  },
}

/** The whole dialect. */
export const mysqlCompiler: DdlDialect = {
  ...standardDialect,
  name: 'mysql',
  compilerName: 'MySQL',
  paramstyle: 'format',
  identifiers: {
    ...standardDialect.identifiers,
    reservedWords: mysqlReservedWords,
    initialQuote: '`',
    finalQuote: '`',
  },
  features: {
    ...standardDialect.features,
    nativeBoolean: false,
    nativeEnum: true,
    insertNullPkStillAutoincrements: true,
    defaultMetavalue: 'DEFAULT',
    backslashEscapes: true,
    cteFollowsInsert: true,
    upserts: ['onDuplicateKey'],
    updateTablesInSet: true,
    divIsFloordiv: false,
    inlineComments: true,
    maxIdentifierLength: 255,
  },
  visitors: {
    ...standardDialect.visitors,
    nextValue: ({ sequence }, compiler) => `nextval(${compiler.quote(sequence.name)})`,
    extract(element, compiler, context) {
      const field = element.field === 'milliseconds' ? 'millisecond' : element.field
      return `EXTRACT(${field} FROM ${compiler.process(element.expr, context)})`
    },
    true: () => 'true',
    false: () => 'false',
    join(element, compiler, outer) {
      const { asFrom: _from, ...context } = outer
      const word = element.full
        ? ' FULL OUTER JOIN '
        : element.isouter
          ? ' LEFT OUTER JOIN '
          : ' INNER JOIN '
      const left = compiler.process(element.left, { ...context, asFrom: true })
      const right = compiler.process(element.right, { ...context, asFrom: true })
      return `${left}${word}${right} ON ${compiler.process(element.onclause, context)}`
    },
    cast(element, compiler, context) {
      const name = castName(element.type, compiler.dialect)
      if (name === null) {
        const own = typeText(element.type, compiler.dialect)
        warn(`Datatype ${own} does not support CAST on MySQL/MariaDb; the CAST will be skipped.`)
        return compiler.process(element.clause.selfGroup(), context)
      }
      return `CAST(${compiler.process(element.clause, context)} AS ${name})`
    },
    expressionList(element, compiler, context) {
      if (element.operator !== ops.concat)
        return standardDialect.visitors.expressionList(element, compiler, context)
      return `concat(${compiler.processList(element.clauses, ', ', context)})`
    },
    column(element, compiler, context) {
      const { table } = element
      const isInserted =
        table?.kind === 'alias' &&
        table.name === 'new' &&
        compiler.stack.at(-1)?.selectable.kind === 'insert'
      if (!isInserted) return standardDialect.visitors.column(element, compiler, context)
      return `VALUES(${compiler.quote(compiler.nameOf(element.name))})`
    },
  },
  binaryOperators,
  functions,
  types: mysqlTypes,
  typeAdapters: jsonPathAdapters,
  select,
  ddl: { ...standardDdl, ...mysqlDdl },
}

registerDialect(mysqlCompiler)

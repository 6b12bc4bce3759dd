/** The dialect of `String(statement)`: `:name` parameters and nothing a database would insist on. */
import { install } from '../build.js'
import './final-froms.js'
import type { CompilerDialect, CompilerFeatures } from './dialect.js'
import { Compiled, type CompileOptions } from './compiled.js'
import { SqlCompiler } from './compiler.js'
import { copyOf, OUTERMOST_CONTEXT, type Context } from './context.js'
import { dialectOf, installDefaultDialect } from './dialect-registry.js'
import { STANDARD_IDENTIFIERS } from './preparer.js'
import { standardTypes, typeText } from './type-names.js'
import { UnsupportedCompilationError } from '../errors.js'
import { installTypeText, toInstance, type TypeEngine } from '../types/type-engine.js'
import { visitArray } from './visitors/expressions.js'
import { standardVisitors } from './visitors/index.js'
import { standardBinaryOperators, standardUnaryOperators } from './visitors/operations.js'
import { standardSelect } from './visitors/select-standard.js'

/** What SQLAlchemy assumes of a database it does not know. */
export const standardFeatures: CompilerFeatures = {
  nativeBoolean: true,
  nativeEnum: false,
  nativeUuid: false,
  nativeDecimal: false,
  insertReturning: false,
  updateReturning: false,
  deleteReturning: false,
  updateReturningWithOthers: false,
  deleteReturningWithOthers: false,
  postfetchLastrowid: true,
  insertNullPkStillAutoincrements: false,
  implicitReturning: false,
  defaultValues: false,
  defaultMetavalue: null,
  multivaluesInsert: true,
  upserts: ['onConflict', 'onDuplicateKey'],
  literalConflictTarget: false,
  upsertNeedsTarget: false,
  backslashEscapes: false,
  cteFollowsInsert: false,
  updateTablesInSet: false,
  divIsFloordiv: true,
  tupleInValues: false,
  simpleOrderByLabel: true,
  forUpdate: true,
  sequences: false,
  comments: false,
  inlineComments: false,
  maxIdentifierLength: 9999,
}

/** The parts that real dialects start from. */
export const standardDialect: CompilerDialect = {
  name: 'default',
  compilerName: 'StrSQL',
  paramstyle: 'named',
  identifiers: STANDARD_IDENTIFIERS,
  features: standardFeatures,
  visitors: standardVisitors,
  binaryOperators: standardBinaryOperators,
  unaryOperators: standardUnaryOperators,
  operatorSymbols: {},
  functions: {},
  types: standardTypes,
  typeAdapters: {},
  typeDescriptor: toInstance,
  select: standardSelect,
  bindSuffix: () => '',
}

/** Text for people: a sequence is written even though no database is there to have it. */
const stringDialect: CompilerDialect = {
  ...standardDialect,
  features: {
    ...standardFeatures,
    sequences: true,
    insertReturning: true,
    updateReturning: true,
    deleteReturning: true,
    implicitReturning: true,
  },
  types: { ...standardTypes, null: () => 'NULL' },
  unknownType: (type) => type.className,
  select: { ...standardSelect, fromHint: (text, hint) => `${text} [${hint}]` },
  visitors: {
    ...standardVisitors,
    array: visitArray,
    nextValue: ({ sequence }) =>
      `<next sequence value: ${sequence.schema === null ? '' : `${sequence.schema}.`}${sequence.name}>`,
  },
}
installDefaultDialect(stringDialect)

install({
  compile: (element, options) => {
    const compiler = new SqlCompiler(dialectOf(options.dialect), options)
    const { segments, slots } = compiler.finish(compiler.process(element, outermost(options)))
    const compiled = new Compiled({
      statement: element,
      dialect: compiler.dialect,
      segments,
      slots,
      resultColumns: compiler.resultColumns,
      orderedColumns: compiler.orderedColumns,
      textualColumns: compiler.textualColumns,
      dml: compiler.dml,
      compileState: compiler.compileState,
      renderPostcompile: options.renderPostcompile ?? true,
    })
    lastCompilations.set(compiler.dialect, { compiler, compiled })
    return compiled
  },
})

function outermost({ literalBinds = false }: CompileOptions): Context {
  if (!literalBinds) return OUTERMOST_CONTEXT
  const context = copyOf(OUTERMOST_CONTEXT)
  context.literalBinds = true
  return context
}

/** Keeps the shapes of a compilation, one for each dialect in use; see `keepShape`. */
const lastCompilations = new WeakMap<
  CompilerDialect,
  { readonly compiler: SqlCompiler; readonly compiled: Compiled }
>()

/** As text for reading, every type has a name; `StrSQLTypeCompiler`. */
function readableName(type: TypeEngine): string {
  if (type.isNull) return 'NULL'
  try {
    const text = typeText(type, stringDialect)
    const exact = type.exactName?.replace('_', ' ') ?? ''
    return text.startsWith(exact) ? text : exact
  } catch (error) {
    if (error instanceof UnsupportedCompilationError) return type.className
    throw error
  }
}

installTypeText((type, { dialect }) =>
  dialect === undefined ? readableName(type) : typeText(type, dialectOf(dialect)),
)

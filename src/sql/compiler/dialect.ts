/**
 * What the compiler asks of a dialect: how it spells each kind of element, quotes names and writes parameters.
 * `engine/dialect.ts` extends it with drivers and introspection; the dialects implement it.
 */
import type { PostValues } from '../dml/on-conflict.js'
import type { NodeKind, NodeKinds } from '../nodes.js'
import type { OperatorName } from '../operators.js'
import type { BinaryExpression } from '../elements/binary.js'
import type { FunctionElement } from '../elements/functions.js'
import type { UnaryExpression } from '../elements/unary.js'
import type { TypeDialect, TypeEngine } from '../types/type-engine.js'
import type { Context, SqlCompiler } from './compiler.js'
import type { SelectClauses } from './select-clauses.js'

/** Writes one kind of element. */
export type Visit<T> = (element: T, compiler: SqlCompiler, context: Context) => string

/** One entry for each kind: a missing kind is a type error. */
export type StatementCompilerTable = { readonly [K in NodeKind]: Visit<NodeKinds[K]> }

/** Binary operators that are more than a text between two operands. */
export type BinaryOperatorTable = { readonly [K in OperatorName]?: Visit<BinaryExpression> }

/** Unary operators and modifiers likewise. */
export type UnaryOperatorTable = { readonly [K in OperatorName]?: Visit<UnaryExpression> }

/** Functions that a dialect spells in its own way, by lower case name. */
export type FunctionTable = Readonly<Record<string, Visit<FunctionElement>>>

/** Names of types in DDL and CAST, by `visitName`. */
export type TypeCompilerTable = Readonly<
  Record<string, (type: TypeEngine, dialect: CompilerDialect) => string>
>

/** `:name`, `?`, `$1`, `%s`. */
export type Paramstyle = 'named' | 'qmark' | 'numericDollar' | 'format'

export interface IdentifierRules {
  readonly reservedWords: ReadonlySet<string>
  readonly initialQuote: string
  readonly finalQuote: string
  /** Characters a name may start with and consist of without quotes. */
  readonly legalName: RegExp
}

/** What a database can do, as far as it changes the text of statements. */
export interface CompilerFeatures {
  readonly nativeBoolean: boolean
  readonly nativeEnum: boolean
  readonly nativeUuid: boolean
  readonly nativeDecimal: boolean
  /** INSERT, UPDATE and DELETE … RETURNING. */
  readonly insertReturning: boolean
  readonly updateReturning: boolean
  readonly deleteReturning: boolean
  /** The same for UPDATE … FROM and DELETE … USING. */
  readonly updateReturningWithOthers: boolean
  readonly deleteReturningWithOthers: boolean
  /** The driver answers an INSERT with the generated key, so that RETURNING is not needed for it alone. */
  readonly postfetchLastrowid: boolean
  /** NULL for a generated key is no value: the key is read back even where the statement gives one. */
  readonly insertNullPkStillAutoincrements: boolean
  /** RETURNING is added to INSERTs to fetch generated keys. */
  readonly implicitReturning: boolean
  readonly defaultValues: boolean
  /** A backslash in a string literal escapes what follows it. */
  readonly backslashEscapes: boolean
  /** What may stand for a default among values, `VALUES (DEFAULT)`; null where nothing may. */
  readonly defaultMetavalue: string | null
  readonly multivaluesInsert: boolean
  /** What may follow VALUES. */
  readonly upserts: readonly PostValues['type'][]
  /** The condition of ON CONFLICT is written without parameters. */
  readonly literalConflictTarget: boolean
  /** ON CONFLICT DO UPDATE says which constraint it is about. */
  readonly upsertNeedsTarget: boolean
  /** INSERT INTO t WITH … SELECT: CTEs stand before the SELECT. */
  readonly cteFollowsInsert: boolean
  /** UPDATE a, b SET a.x = …: other tables stand before SET. */
  readonly updateTablesInSet: boolean
  /** Integer division is what `/` does with integers. */
  readonly divIsFloordiv: boolean
  /** `(a, b) IN (VALUES (…), (…))`. */
  readonly tupleInValues: boolean
  /** ORDER BY may name a label of the columns. */
  readonly simpleOrderByLabel: boolean
  readonly forUpdate: boolean
  readonly sequences: boolean
  readonly comments: boolean
  readonly inlineComments: boolean
  readonly maxIdentifierLength: number
}

export interface CompilerDialect extends TypeDialect {
  readonly name: string
  /** What SQLAlchemy's compilers of this dialect start with, for messages: `SQLite`, `PG`. */
  readonly compilerName: string
  readonly paramstyle: Paramstyle
  readonly identifiers: IdentifierRules
  readonly features: CompilerFeatures
  readonly visitors: StatementCompilerTable
  readonly binaryOperators: BinaryOperatorTable
  readonly unaryOperators: UnaryOperatorTable
  /** Texts between operands that differ from the standard's. */
  readonly operatorSymbols: Readonly<Partial<Record<OperatorName, string>>>
  readonly functions: FunctionTable
  readonly types: TypeCompilerTable
  /** The name of a type that none of these has; without it there is an error. */
  readonly unknownType?: (type: TypeEngine, dialect: CompilerDialect) => string
  readonly select: SelectClauses
  /** Text after a placeholder, e.g. `::JSON`; usually nothing. */
  readonly bindSuffix: (type: TypeEngine) => string
}

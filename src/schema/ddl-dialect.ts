/** What the DDL compiler asks of a dialect, beside the SQL compiler's tables. */
import type { CompilerDialect } from '../sql/compiler/dialect.js'
import { columnSpecification, constraintText } from './ddl/create-table-text.js'
import type { Column } from './column.js'
import type { Constraint, ForeignKeyConstraint } from './constraints.js'
import type { DdlCompiler } from './ddl-compiler.js'
import type { DdlVisitors } from './ddl/ddl-visitors.js'
import type { Table } from './table.js'

/** Text of options of one dialect inside of a constraint; each part brings its own leading blank. */
export interface ConstraintClauses {
  /** After UNIQUE. */
  readonly beforeColumns?: string
  readonly afterColumns?: string
  /** After DEFERRABLE. */
  readonly end?: string
}

/** Parts of CREATE TABLE and others that databases write differently. */
export interface DdlRules {
  /** `id INTEGER NOT NULL` and so on. */
  readonly columnSpecification: (column: Column, compiler: DdlCompiler) => string
  /** Constraints written into CREATE TABLE; null: not this one. */
  readonly constraint: (constraint: Constraint, compiler: DdlCompiler) => string | null
  /** What options of this dialect add to a constraint. */
  readonly constraintClauses: (constraint: Constraint, compiler: DdlCompiler) => ConstraintClauses
  /** Text after the closing parenthesis. */
  readonly postCreateTable: (table: Table, compiler: DdlCompiler) => string
  /** Whether the table a foreign key refers to is written with its schema. */
  readonly schemaInReferences: (constraint: ForeignKeyConstraint) => boolean
  /** Statements written differently as a whole. */
  readonly overrides: Partial<DdlVisitors>
  /** Foreign keys and constraints can be added after the fact. */
  readonly supportsAlter: boolean
  readonly identityColumns: boolean
  /** Comments are statements of their own: COMMENT ON. */
  readonly commentStatements: boolean
  /** ENUM types are created by name before tables. */
  readonly enumTypes: boolean
  readonly maxIndexNameLength: number | null
  readonly maxConstraintNameLength: number | null
}

export interface DdlDialect extends CompilerDialect {
  readonly ddl: DdlRules
}

/** The standard's way. */
export const standardDdl: DdlRules = {
  columnSpecification,
  constraint: constraintText,
  constraintClauses: () => ({}),
  postCreateTable: () => '',
  schemaInReferences: () => true,
  overrides: {},
  supportsAlter: true,
  identityColumns: true,
  commentStatements: false,
  enumTypes: false,
  maxIndexNameLength: null,
  maxConstraintNameLength: null,
}

/** The rules of a dialect; those without DDL of their own follow the standard. */
export function ddlRules(dialect: CompilerDialect & { readonly ddl?: DdlRules }): DdlRules {
  return dialect.ddl ?? standardDdl
}

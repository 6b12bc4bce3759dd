/** Writes DDL statements: the standard's way; dialects override parts of it. */
import { CompileError } from '../sql/errors.js'
import { customCompile } from '../sql/compiler/custom.js'
import { TypeCompiler, typeText } from '../sql/compiler/type-names.js'
import { SqlCompiler, unsupported } from '../sql/compiler/compiler.js'
import { translatedSchema, type SchemaTranslateMap } from '../sql/compiler/compiled.js'
import type { CompilerDialect } from '../sql/compiler/dialect.js'
import { dialectOf } from '../sql/compiler/dialect-registry.js'
import type { ClauseElement } from '../sql/elements/clause-element.js'
import { literalText } from '../sql/compiler/literal-text.js'
import { STRING_TYPE } from '../sql/types/resolve.js'
import type { TypeEngine } from '../sql/types/type-engine.js'
import type { Column } from './column.js'
import type { Constraint } from './constraints.js'
import { ddlRules, type DdlRules } from './ddl-dialect.js'
import type { DdlElement } from './ddl-elements.js'
import { CompiledDdl, installDdlCompiler } from './ddl-hook.js'
import { defaultValue } from './ddl/create-table-text.js'
import { ddlVisitors } from './ddl/ddl-visitors.js'
import { constraintName, truncateName } from './naming.js'
import type { Index } from './table-index.js'
import type { Table } from './table.js'

/** `sqlalchemy.sql.compiler.DDLCompiler`. */
export class DdlCompiler {
  readonly rules: DdlRules

  constructor(
    readonly dialect: CompilerDialect,
    private readonly schemas: SchemaTranslateMap = {},
  ) {
    this.rules = ddlRules(dialect)
  }

  /** The text of a statement; nothing to write is an empty text. */
  process(element: DdlElement): string {
    const custom = customCompile(element, this.dialect.name)
    return custom ? (custom(element, this, {}) ?? '') : this.processDefault(element)
  }

  /** The text of a statement as the dialect has it, whatever `compiles` says. */
  processDefault(element: DdlElement): string {
    const { kind } = element
    if (kind === null) throw unsupported(this.dialect, element)
    const visit = (this.rules.overrides[kind] ?? ddlVisitors[kind]) as DdlVisitor
    return visit(element, this)
  }

  /** A name in quotes if it needs them. */
  quote(name: string, force: boolean | null = null): string {
    return this.sqlCompiler.quote(name, force)
  }

  /** `schema.table`. */
  formatTable(table: Table, withSchema = true): string {
    const name = this.quote(table.name, table.quote)
    return withSchema ? this.inSchema(name, table.schema, table.quoteSchema) : name
  }

  formatColumn(column: Column): string {
    return this.quote(column.name, column.quote)
  }

  /** The name of a constraint in quotes, or null. */
  formatConstraint(constraint: Constraint): string | null {
    const name = constraintName(constraint)
    return name && this.quote(truncateName(name, this.rules.maxConstraintNameLength))
  }

  /** The name of an index, with its schema where asked for. */
  formatIndex(item: Index, withSchema = false): string {
    const name = constraintName(item)
    if (!name) throw new CompileError('CREATE INDEX requires that the index have a name')
    const text = this.quote(truncateName(name, this.rules.maxIndexNameLength))
    return withSchema ? this.inSchema(text, item.table.schema, item.table.quoteSchema) : text
  }

  /** A quoted name with its schema, if it has one. */
  inSchema(name: string, schema: string | null, force: boolean | null = null): string {
    const translated = translatedSchema(schema, this.schemas)
    return translated === null ? name : `${this.quote(translated, force)}.${name}`
  }

  /** The name of a type. */
  type(type: TypeEngine): string {
    return typeText(type, this.dialect)
  }

  /** Writes the names of types: `compiler.typeCompiler.process(column.type)`. */
  get typeCompiler(): TypeCompiler {
    return new TypeCompiler(this.dialect)
  }

  /** Writes expressions. */
  get sqlCompiler(): SqlCompiler {
    return new SqlCompiler(this.dialect, { schemaTranslateMap: this.schemas })
  }

  /** The text of a column's server default, or null. */
  getColumnDefaultString(column: Column): string | null {
    return defaultValue(column, this)
  }

  /** An expression as DDL writes it: values as text, columns without their table. */
  expression(element: ClauseElement, options: { readonly includeTable?: boolean } = {}): string {
    const { includeTable = false } = options
    return this.sqlCompiler.process(element, { literalBinds: true, includeTable })
  }

  /** A value as a SQL literal. */
  literal(value: unknown): string {
    return literalText(value, STRING_TYPE, this.dialect)
  }
}

type DdlVisitor = (element: DdlElement, compiler: DdlCompiler) => string

installDdlCompiler((element, options) => {
  const dialect = dialectOf(options.dialect)
  return new CompiledDdl(new DdlCompiler(dialect, options.schemaTranslateMap).process(element))
})

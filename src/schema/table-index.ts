/** Indexes of tables, over columns or expressions. */
import { ArgumentError } from '../errors.js'
import { CompileError } from '../sql/errors.js'
import type { DialectKeywords } from '../sql/dialect-options.js'
import { asElement } from '../sql/elements/coercions.js'
import type { ClauseElement } from '../sql/elements/clause-element.js'
import type { ColumnElement } from '../sql/elements/column-element.js'
import { iterate } from '../sql/adapt/traverse.js'
import type { SchemaBind } from './bind.js'
import { Column } from './column.js'
import { copyExpression } from './ddl/copy-expression.js'
import { checkOptions } from './ddl/dialect-arguments.js'
import { CreateIndex, DropIndex } from './ddl-elements.js'
import { copiedName, nameInTable, plainName, type ConventionName } from './constraints.js'
import { ConstraintColumnNotFoundError } from './errors.js'
import type { Table } from './table.js'

/** Options of one dialect stand beside the others: `{ postgresqlConcurrently: true }`. */
export interface IndexOptions extends DialectKeywords {
  readonly unique?: boolean
  readonly quote?: boolean
  readonly info?: Readonly<Record<string, unknown>>
  /** The table, where only names of columns are given. */
  readonly table?: Table
  /** A partial index. */
  readonly where?: unknown
  /** `btree`, `gin`, …; PostgreSQL. */
  readonly using?: string
  /** Columns stored beside the key; PostgreSQL. */
  readonly include?: readonly string[]
}

let created = 0

/** `sqlalchemy.Index`. */
export class Index {
  readonly creationOrder = ++created
  /** Made by `index: true` of a column. */
  columnFlag = false
  /** As given; `name` is the one it gets. */
  givenName: string | ConventionName | null
  private owner: Table | null = null
  private resolved: readonly ClauseElement[] | null = null

  constructor(
    name: string | ConventionName | null,
    private readonly references: readonly unknown[],
    readonly options: IndexOptions = {},
  ) {
    checkOptions('index', options)
    this.givenName = name
    const table = options.table ?? this.tableOfReferences()
    if (table) table.appendIndex(this)
  }

  get table(): Table {
    if (this.owner) return this.owner
    throw new CompileError(`Index '${this.name ?? ''}' is not associated with any table.`, {
      hint: 'name it among the constraints of a table, or give it columns of one',
    })
  }

  /** @internal */
  get isAttached(): boolean {
    return this.owner !== null
  }

  /** The name it has in its table, by the naming convention if it was given none. */
  get name(): string | null {
    return this.owner ? nameInTable(this) : plainName(this.givenName)
  }

  get unique(): boolean {
    return this.options.unique ?? false
  }

  /** What is indexed, in order. */
  get expressions(): readonly ClauseElement[] {
    return (this.resolved ??= this.references.map((reference) => this.resolve(reference)))
  }

  /** The columns in the expressions; none as long as no table says what the names mean. */
  get columns(): readonly Column[] {
    if (!this.owner && this.references.some((each) => typeof each === 'string')) return []
    return this.expressions.flatMap(
      (each) => [...iterate(each)].filter((one) => one instanceof Column) as Column[],
    )
  }

  /** @internal */
  attach(table: Table): void {
    this.owner = table
  }

  /** @internal @throws ConstraintColumnNotFoundError for names of columns that are not there */
  checkColumns(): void {
    for (const reference of this.references)
      if (typeof reference === 'string') this.resolve(reference)
  }

  /** `CREATE INDEX`. */
  create<R>(bind: SchemaBind<R>, options: { readonly ifNotExists?: boolean } = {}): R {
    const ddl = new CreateIndex(this, options)
    return bind.runSchema((executor) => executor.executeDdlIo(ddl))
  }

  /** `DROP INDEX`. */
  drop<R>(bind: SchemaBind<R>, options: { readonly ifExists?: boolean } = {}): R {
    const ddl = new DropIndex(this, options)
    return bind.runSchema((executor) => executor.executeDdlIo(ddl))
  }

  /** The same index for another table, whose columns have the same keys. */
  copy(target: Table | null = null): Index {
    const references = this.references.map((reference) => {
      const element = typeof reference === 'string' ? null : asElement(reference)
      if (!element) return reference
      return element instanceof Column ? element.key : copyExpression(element, this, target)
    })
    const { where } = this.options
    const condition = where === undefined ? null : asElement(where)
    const moved = condition ? { where: copyExpression(condition, this, target) } : {}
    const { table: _table, ...options } = this.options
    return new Index(copiedName(this), references, { ...options, ...moved })
  }

  private tableOfReferences(): Table | null {
    for (const reference of this.references) {
      const element = typeof reference === 'string' ? null : asElement(reference)
      if (!element) continue
      for (const each of iterate(element)) {
        const table = each instanceof Column ? (each.identity as Column).table : null
        if (table) return table
      }
    }
    return null
  }

  private resolve(reference: unknown): ClauseElement {
    if (typeof reference !== 'string') {
      const element = asElement(reference)
      if (element) return element
      throw new ArgumentError('An index takes column names, columns and expressions')
    }
    const found = this.table.columnByReference(reference)
    if (found) return found
    throw new ConstraintColumnNotFoundError('Index', this.table.name, reference)
  }
}

/**
 * An index over columns or expressions, options last; `sqlalchemy.Index`.
 *
 * @example
 * index('ix_email_active', 'email', 'isActive', { unique: true })
 */
export function index(
  name: string | null,
  ...args: readonly (string | ColumnElement | IndexOptions)[]
): Index {
  const last = args.at(-1)
  const isOptions = typeof last === 'object' && last !== null && asElement(last) === null
  const references = isOptions ? args.slice(0, -1) : args
  return new Index(name, references, isOptions ? (last as IndexOptions) : {})
}

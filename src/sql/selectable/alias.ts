/** FROM elements that give another one a name: aliases, subqueries, CTEs, LATERAL, TABLESAMPLE. */
import { install } from '../build.js'
import { InvalidRequestError } from '../../errors.js'
import { coerceExpression } from '../elements/coercions.js'
import type { ColumnElement } from '../elements/column-element.js'
import { func, FunctionElement } from '../elements/functions.js'
import { statementWords, type StatementWord } from '../statement/words.js'
import { internals, type Internals } from '../internals.js'
import { anonymousLabel, type Name } from '../names.js'
import type { PropagateAttrs, ClauseElement } from '../elements/clause-element.js'
import type { ColumnCollection } from './column-collection.js'
import { FromClause, type AnyColumns } from './from-clause.js'
import type { SelectBase } from './select-base.js'

export interface AliasOptions {
  readonly name?: Name | null
  /** Alias the tables inside of a join one by one; joined eager loading uses it. */
  readonly flat?: boolean
}

const ALIAS_PARTS = internals({ element: 'element', aliasName: 'plain' })
const CTE_PARTS = internals({
  element: 'element',
  aliasName: 'plain',
  recursive: 'plain',
  nesting: 'plain',
  cteAlias: 'element',
  restates: 'element',
  prefixes: 'words',
  suffixes: 'words',
})

/** What all of them share: an inner element and a name. */
export abstract class AliasedFrom<C extends AnyColumns = AnyColumns> extends FromClause<C> {
  readonly aliasName: Name
  override readonly propagateAttrs: PropagateAttrs | null

  constructor(
    readonly element: FromClause | SelectBase,
    name: Name | null = null,
  ) {
    super()
    this.aliasName = name ?? anonymousLabel(this.uid, innerName(element))
    this.propagateAttrs = element.propagateAttrs
  }

  override get internals(): Internals {
    return ALIAS_PARTS
  }

  override get name(): Name {
    return this.aliasName
  }

  /** The element under all names. */
  get original(): FromClause | SelectBase {
    return this.element
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    if (other !== null && this.isCloneOrSelf(other)) return true
    return this.element.isDerivedFrom(other)
  }

  override get description(): string {
    return typeof this.aliasName === 'string' ? this.aliasName : 'anon_1'
  }

  override describe(): string {
    return typeof this.aliasName === 'string' ? this.aliasName : `${innerName(this.element)} alias`
  }

  protected override makeColumns(): ColumnCollection {
    return this.element.proxyColumns(this)
  }
}

function innerName(element: ClauseElement & { readonly name?: Name | null }): string {
  return typeof element.name === 'string' ? element.name : 'anon'
}

/** `table AS name`; `sqlalchemy.sql.expression.Alias`. */
export class Alias<C extends AnyColumns = AnyColumns> extends AliasedFrom<C> {
  override readonly kind: 'alias' | 'lateral' | 'tableSample' = 'alias'
  declare readonly element: FromClause

  override get description(): string {
    if (typeof this.aliasName === 'string') return this.aliasName
    return `Anonymous alias of ${this.element.description}`
  }
}

/** `(SELECT …) AS name`; `sqlalchemy.sql.expression.Subquery`. */
export class Subquery<C extends AnyColumns = AnyColumns> extends AliasedFrom<C> {
  override readonly kind: 'subquery' | 'lateral' = 'subquery'
  declare readonly element: SelectBase

  /** The same as a lateral one. */
  asScalar(): ColumnElement {
    return this.element.scalarSubquery()
  }
}

/** `LATERAL (SELECT …) AS name`; `sqlalchemy.sql.expression.Lateral`. */
export class Lateral<C extends AnyColumns = AnyColumns> extends AliasedFrom<C> {
  override readonly kind = 'lateral'
}

export interface SampleOptions {
  readonly name?: string | null
  /** `REPEATABLE (seed)`: a number or an expression. */
  readonly seed?: unknown
}

/** `table TABLESAMPLE method(n)`; `sqlalchemy.sql.expression.TableSample`. */
export class TableSample<C extends AnyColumns = AnyColumns> extends AliasedFrom<C> {
  override readonly kind = 'tableSample'

  constructor(
    element: FromClause,
    readonly sampling: ColumnElement,
    options: SampleOptions = {},
  ) {
    super(element, options.name ?? null)
    this.seed = options.seed == null ? null : coerceExpression(options.seed)
  }

  readonly seed: ColumnElement | null

  override get internals(): Internals {
    return SAMPLE_PARTS
  }
}

const SAMPLE_PARTS = internals({
  element: 'element',
  aliasName: 'plain',
  sampling: 'element',
  seed: 'element',
})

export interface CteOptions {
  readonly name?: Name | null
  readonly recursive?: boolean
  /** Written where it is used rather than at the top. */
  readonly nesting?: boolean
}

interface CteLinks {
  readonly cteAlias?: Cte | null
  readonly restates?: Cte | null
  readonly prefixes?: readonly StatementWord[]
  readonly suffixes?: readonly StatementWord[]
}

/** `WITH name AS (…)`; `sqlalchemy.sql.expression.CTE`. */
export class Cte<C extends AnyColumns = AnyColumns> extends AliasedFrom<C> {
  override readonly kind = 'cte'
  declare readonly element: SelectBase
  readonly recursive: boolean
  readonly nesting: boolean
  /** The CTE this one is an alias of. */
  readonly cteAlias: Cte | null
  /** The CTE this one replaces, after `union()`. */
  readonly restates: Cte | null
  readonly prefixes: readonly StatementWord[]
  readonly suffixes: readonly StatementWord[]

  constructor(element: SelectBase, options: CteOptions = {}, links: CteLinks = {}) {
    super(element, options.name ?? null)
    this.recursive = options.recursive ?? false
    this.nesting = options.nesting ?? false
    this.cteAlias = links.cteAlias ?? null
    this.restates = links.restates ?? null
    this.prefixes = links.prefixes ?? []
    this.suffixes = links.suffixes ?? []
  }

  override get internals(): Internals {
    return CTE_PARTS
  }

  override alias(name: string | null = null): never {
    return new Cte<C>(
      this.element,
      { name, recursive: this.recursive, nesting: this.nesting },
      { cteAlias: this as Cte, prefixes: this.prefixes, suffixes: this.suffixes },
    ) as unknown as never
  }

  /** `… UNION …` inside of the CTE; what makes it recursive. */
  union(...others: readonly SelectBase[]): Cte<C> {
    return this.restated(this.element.union(...others))
  }

  /** `… UNION ALL …` inside of the CTE. */
  unionAll(...others: readonly SelectBase[]): Cte<C> {
    return this.restated(this.element.unionAll(...others))
  }

  /** @internal The same, written where it is used. */
  nested(): Cte<C> {
    return this.nesting ? this : this.copyWith({ nesting: true })
  }

  /** Words before the parenthesis, e.g. `NOT MATERIALIZED`. */
  prefixWith(...prefixes: readonly unknown[]): Cte<C> {
    return this.copyWith({ prefixes: [...this.prefixes, ...statementWords(prefixes)] })
  }

  /** Words after the parenthesis. */
  suffixWith(...suffixes: readonly unknown[]): Cte<C> {
    return this.copyWith({ suffixes: [...this.suffixes, ...statementWords(suffixes)] })
  }

  private restated(element: SelectBase): Cte<C> {
    return new Cte<C>(
      element,
      { name: this.aliasName, recursive: this.recursive, nesting: this.nesting },
      { restates: this as Cte, prefixes: this.prefixes, suffixes: this.suffixes },
    )
  }
}

export interface NestingOptions {
  /** Written with the statement it is added to, rather than at the top. */
  readonly nestHere?: boolean
}

/** A CTE that is written although nothing refers to it. */
export interface IndependentCte {
  readonly cte: Cte
  readonly nestHere: boolean
}

/** @internal The arguments of `addCte()`: CTEs, and options behind them. */
export function independentCtes(given: readonly (Cte | NestingOptions)[]): IndependentCte[] {
  const ctes = given.filter((each) => each instanceof Cte)
  const nestHere = given.some((each) => !(each instanceof Cte) && each.nestHere === true)
  return ctes.map((cte) => ({ cte, nestHere }))
}

/** Another name for a table, a subquery or a CTE; `sqlalchemy.alias`. @example const a = alias(users, 'a') */
export function alias<C extends AnyColumns>(
  element: FromClause<C>,
  name: string | null = null,
): Alias<C> {
  return element.alias(name)
}

/** A LATERAL subquery or function; `sqlalchemy.lateral`. @example lateral(select(Post).where(Post.userId.eq(User.id)), 'p') */
export function lateral<C extends AnyColumns>(
  element: (SelectBase & { subquery(): Subquery<C> }) | FromClause<C>,
  name: string | null = null,
): Lateral<C> {
  return new Lateral<C>(element, name)
}

/**
 * `table TABLESAMPLE …`; `sqlalchemy.tablesample`. A number is a percentage for the method `system`.
 *
 * @example tablesample(users, func.bernoulli(1))
 */
export function tablesample(
  element: FromClause,
  sampling: unknown,
  options: SampleOptions = {},
): TableSample {
  const method = sampling instanceof FunctionElement ? sampling : func.system(sampling)
  return new TableSample(element, method, options)
}

install({
  tablesample,
  alias: (element, options) => {
    if (element.kind === 'join')
      throw new InvalidRequestError('a join is aliased by Join.alias(), or select it first')
    return new Alias(element, options.name ?? null)
  },
})

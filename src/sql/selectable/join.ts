/** `left JOIN right ON …` as a FROM element. */
import { install } from '../build.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { coerceCondition } from '../elements/coercions.js'
import type { ColumnElement } from '../elements/column-element.js'
import { internals, type Internals } from '../internals.js'
import { ops } from '../operators.js'
import { joinCondition } from './join-condition.js'
import { ColumnCollection } from './column-collection.js'
import { FromClause } from './from-clause.js'
import { coerceFrom, coerceOnClause } from '../statement/roles.js'
import { Select } from './select.js'
import type { Alias, AliasOptions } from './alias.js'

export interface JoinOptions {
  readonly onclause?: unknown
  readonly isouter?: boolean
  readonly full?: boolean
}

const PARTS = internals({
  left: 'element',
  right: 'element',
  onclause: 'element',
  isouter: 'plain',
  full: 'plain',
})
const GROUPING_PARTS = internals({ element: 'element' })

/** @throws ArgumentError for what is no condition */
function onClause(value: unknown): ColumnElement {
  return coerceCondition(coerceOnClause(value))
}

/** `sqlalchemy.sql.expression.Join`. */
export class Join extends FromClause {
  override readonly kind = 'join'
  readonly left: FromClause
  readonly right: FromClause
  readonly onclause: ColumnElement
  readonly isouter: boolean
  readonly full: boolean

  constructor(left: unknown, right: unknown, options: JoinOptions = {}) {
    super()
    this.left = coerceFrom(left)
    this.right = coerceFrom(right).selfGroup() as FromClause
    this.isouter = options.isouter ?? false
    this.full = options.full ?? false
    const onclause = options.onclause ?? null
    this.onclause =
      onclause === null
        ? joinCondition(this.left, this.right, this.left instanceof Join ? this.left.right : null)
        : onClause(onclause).selfGroup(ops.asBool)
  }

  override get internals(): Internals {
    return PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return this.memoized('fromObjects', () => [this, ...this.hideFroms])
  }

  override get hideFroms(): readonly FromClause[] {
    return this.memoized('hideFroms', () => [...this.left.fromObjects, ...this.right.fromObjects])
  }

  override get primaryKey(): readonly ColumnElement[] {
    return reduceKeys([...this.left.primaryKey, ...this.right.primaryKey], this.onclause)
  }

  override selfGroup(): FromClause {
    return new FromGrouping(this)
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    return (
      (other !== null && this.identity === other.identity) ||
      this.left.isDerivedFrom(other) ||
      this.right.isDerivedFrom(other)
    )
  }

  /** `(SELECT … FROM a JOIN b) AS name`; with `flat` the tables inside are aliased one by one. */
  override alias(name: string | null = null, options: Omit<AliasOptions, 'name'> = {}): Alias {
    if (options.flat) {
      const left = this.left.alias(null, options) as FromClause
      const right = this.right.alias(null, options) as FromClause
      return flatJoin(this, left, right) as unknown as Alias
    }
    return new Select([this])
      .setLabelStyle('tablenamePlusCol')
      .correlate(null)
      .alias(name) as unknown as Alias
  }

  override get description(): string {
    const { left, right } = this
    return `Join object on ${left.description}(${left.uid}) and ${right.description}(${right.uid})`
  }

  override describe(): string {
    return this.description
  }

  protected override makeColumns(): ColumnCollection {
    const collection = new ColumnCollection()
    for (const column of [...this.left.columns, ...this.right.columns]) {
      collection.add(column, column.tqLabel ?? column.key)
    }
    return collection
  }
}

let flatJoin: (join: Join, left: FromClause, right: FromClause) => FromClause

/** @internal Installed by `adapt/clause-adapter.ts`, which rewrites the ON clause. */
export function installFlatJoin(make: typeof flatJoin): void {
  flatJoin = make
}

/** A join in parentheses, on the right side of another. */
export class FromGrouping extends FromClause {
  override readonly kind = 'fromGrouping'

  constructor(readonly element: FromClause) {
    super()
  }

  override get internals(): Internals {
    return GROUPING_PARTS
  }

  override get columns(): ColumnCollection {
    return this.element.columns
  }

  override get primaryKey(): readonly ColumnElement[] {
    return this.element.primaryKey
  }

  override get hideFroms(): readonly FromClause[] {
    return this.element.hideFroms
  }

  override get fromObjects(): readonly FromClause[] {
    return this.element.fromObjects
  }

  override isDerivedFrom(other: FromClause | null): boolean {
    return this.element.isDerivedFrom(other)
  }

  override describe(): string {
    return 'FromGrouping object'
  }

  override alias(name: string | null = null, options: Omit<AliasOptions, 'name'> = {}): Alias {
    if (options.flat)
      return new FromGrouping(this.element.alias(name, options) as FromClause) as unknown as Alias
    return this.element.alias(name, options)
  }

  override selfGroup(): ClauseElement {
    return this
  }

  protected override makeColumns(): ColumnCollection {
    return this.element.columns
  }
}

/** Key columns of a join: of two that the ON clause equates, one is enough. */
function reduceKeys(
  columns: readonly ColumnElement[],
  onclause: ColumnElement,
): readonly ColumnElement[] {
  const equated = equalities(onclause)
  const omitted = new Set<ColumnElement>()
  for (const column of columns) {
    const implied = columns.some(
      (other) =>
        other !== column &&
        !omitted.has(other) &&
        (equated.has(pairKey(other, column)) || refersTo(column, other)),
    )
    if (
      implied &&
      columns.some(
        (other) =>
          other !== column &&
          !omitted.has(other) &&
          columns.indexOf(other) < columns.indexOf(column),
      )
    ) {
      omitted.add(column)
    }
  }
  return columns.filter((column) => !omitted.has(column))
}

function refersTo(column: ColumnElement, other: ColumnElement): boolean {
  return column.foreignKeys.some(
    (key) => other.table !== null && key.getReferent(other.table)?.identity === other.identity,
  )
}

function equalities(clause: ColumnElement): ReadonlySet<string> {
  const pairs = new Set<string>()
  const visit = (each: ColumnElement): void => {
    if (
      each.kind === 'binary' &&
      'left' in each &&
      'right' in each &&
      'operator' in each &&
      each.operator === ops.eq
    ) {
      pairs.add(pairKey(each.left as ColumnElement, each.right as ColumnElement))
      pairs.add(pairKey(each.right as ColumnElement, each.left as ColumnElement))
    }
    if ('clauses' in each) (each.clauses as readonly ColumnElement[]).forEach(visit)
    if (each.kind === 'grouping' && 'element' in each) visit(each.element as ColumnElement)
  }
  visit(clause)
  return pairs
}

function pairKey(a: ColumnElement, b: ColumnElement): string {
  return `${a.uid}/${b.uid}`
}

/** `left JOIN right`; `sqlalchemy.join`. @example select(users).selectFrom(join(users, posts)) */
export function join(
  left: unknown,
  right: unknown,
  onclause: unknown = null,
  options: Omit<JoinOptions, 'onclause'> = {},
): Join {
  return new Join(left, right, { onclause, ...options })
}

/** `left LEFT OUTER JOIN right`; `sqlalchemy.outerjoin`. @example outerjoin(users, posts) */
export function outerjoin(
  left: unknown,
  right: unknown,
  onclause: unknown = null,
  options: { readonly full?: boolean } = {},
): Join {
  return new Join(left, right, { onclause, isouter: true, ...options })
}

install({ join: (left, right, options) => new Join(left, right, options) })

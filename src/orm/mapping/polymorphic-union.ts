/**
 * The UNION of the tables of a concrete hierarchy: what a query of the base class reads.
 */
import { InvalidRequestError } from '../../errors.js'
import { cast, typeCoerce } from '../../sql/elements/case-cast.js'
import { asElement } from '../../sql/elements/coercions.js'
import { literalColumn } from '../../sql/elements/column-clause.js'
import { null_ } from '../../sql/elements/literals.js'
import { unionAll } from '../../sql/selectable/compound-select.js'
import { Select } from '../../sql/selectable/select.js'
import { ArgumentError } from '../../errors.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import type { ColumnElement } from './sql-types.js'

export interface PolymorphicUnionOptions {
  /** Columns that a table lacks are `CAST(NULL AS …)`; false: plain `NULL`. */
  readonly castNulls?: boolean
}

type Member = readonly [identity: unknown, from: FromClause]

/**
 * A UNION ALL of tables in which every table has the columns of all, and a column of its own says which one a row
 * comes from; `sqlalchemy.orm.polymorphic_union`.
 *
 * @param tables the table of each polymorphic identity: an object, or a Map where identities are not texts
 * @param typeColumnName name of the column that holds the identity; null for none
 * @param aliasName name of the union in SQL
 * @param options `castNulls: false` for databases that cannot cast NULL
 * @throws InvalidRequestError when a table has a column of that name already
 * @example
 * const people = polymorphicUnion({ user: users, post: posts }, 'type', 'pjoin')
 * people.name // 'pjoin'
 */
export function polymorphicUnion(
  tables: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>,
  typeColumnName: string | null,
  aliasName = 'p_union',
  { castNulls = true }: PolymorphicUnionOptions = {},
): FromClause {
  const given = tables instanceof Map ? [...tables] : Object.entries(tables)
  const members = given.map(([identity, table]): Member => [identity, asFrom(table)])
  for (const [, from] of members) rejectTaken(from, typeColumnName)
  const types = new Map(
    members.flatMap(([, from]) =>
      from.columns.values().map((each) => [String(each.key), each.type] as const),
    ),
  )
  const missing = castNulls ? cast : typeCoerce
  const selects = members.map(([identity, from]) => {
    const columns = [...types].map(
      ([key, type]) => from.columns.get(key) ?? missing(null_(), type).label(key),
    )
    if (typeColumnName !== null)
      columns.push(literalColumn(quoted(identity)).label(typeColumnName) as ColumnElement)
    return new Select(columns).selectFrom(from)
  })
  return unionAll(...selects).alias(aliasName)
}

function asFrom(table: unknown): FromClause {
  const element = asElement(table)
  if (element instanceof FromClause) return element
  throw new ArgumentError(`Expected FROM clause, such as a Table or alias, got ${String(table)}.`)
}

function rejectTaken(from: FromClause, typeColumnName: string | null): void {
  const taken = typeColumnName === null ? undefined : from.columns.get(typeColumnName)
  if (!taken) return
  throw new InvalidRequestError(
    `Polymorphic union can't use '${typeColumnName}' as the discriminator column due to mapped column ${taken.describe()}; please apply the 'typecolname' argument; this is available on ConcreteBase as '_concrete_discriminator_name'`,
  )
}

/** An identity as SQL text; `sql_util._quote_ddl_expr`. */
function quoted(identity: unknown): string {
  return typeof identity === 'string' ? `'${identity.replaceAll("'", "''")}'` : String(identity)
}

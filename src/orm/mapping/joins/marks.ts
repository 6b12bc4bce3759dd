/**
 * `foreign()` and `remote()`: what users write into join conditions to say which side is which.
 */
import { ArgumentError } from '../../../errors.js'
import { asElement } from '../../../sql/elements/coercions.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { markColumns, type Mark } from './join-annotations.js'

/**
 * Marks a column in a `primaryjoin` as the one a flush writes, where no foreign key says so; `sqlalchemy.orm.foreign`.
 *
 * @param expression a column, or an expression with columns in it
 * @example
 * posts: () => many(Post, { primaryjoin: User.name.eq(foreign(Post.authorName)) })
 */
export function foreign<T>(expression: { readonly __t: T }): ColumnElement<T> {
  return withMark(expression, 'foreign')
}

/**
 * Marks a column in a `primaryjoin` as the other side's; `sqlalchemy.orm.remote`. Together with `foreign`, it is how
 * conditions of a table with itself are told apart.
 *
 * @example
 * descendants: () => many(Node, { primaryjoin: remote(foreign(Node.path)).like(Node.path.concat('/%')), viewonly: true })
 */
export function remote<T>(expression: { readonly __t: T }): ColumnElement<T> {
  return withMark(expression, 'remote')
}

function withMark<T>(given: unknown, mark: Mark): ColumnElement<T> {
  const element = asElement(given)
  if (element instanceof ColumnElement) return markColumns(element, mark, () => true)
  throw new ArgumentError(`Column expression expected for ${mark}(), got ${String(given)}`)
}

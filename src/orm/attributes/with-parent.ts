/**
 * `withParent(user, User.posts)`: the related rows of an object, as a condition.
 */
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { belongsToObject } from './comparison/relationship-comparison.js'
import type { RelationshipAttribute } from './relationship-attribute.js'

/**
 * The condition that rows belong to an object through one of its relationships; `sqlalchemy.orm.with_parent`. Works
 * for collections that were never loaded.
 *
 * @param parent the object on the near side
 * @param relationship the relationship, of its class
 * @throws InvalidRequestError when the object has no such relationship
 * @example
 * select(Post).where(withParent(user, User.posts)).orderBy(Post.title).limit(10)
 */
export function withParent(
  parent: object,
  relationship: RelationshipAttribute,
): ColumnElement<boolean> {
  return belongsToObject(relationship, parent)
}

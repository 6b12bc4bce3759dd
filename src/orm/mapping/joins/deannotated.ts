/**
 * Class attributes in a join condition bring their entity along; the statements made from the condition must not be
 * about that entity.
 */
import { deannotate } from '../../../sql/adapt/deannotate.js'
import type { ColumnElement } from '../sql-types.js'

const OF_ENTITY = ['parententity', 'parentmapper', 'entityNamespace', 'proxyKey'] as const

/** The expression without what ties it to an entity; marks such as `foreign` stay. @internal */
export function deannotated<E extends ColumnElement>(element: E): E {
  const plain = deannotate(element, OF_ENTITY)
  return plain.propagateAttrs === null ? plain : plain.withParts({ propagateAttrs: null })
}

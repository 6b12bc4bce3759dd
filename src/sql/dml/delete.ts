/** The DELETE statement. */
import { internals, type Internals } from '../internals.js'
import { DmlWhereBase } from './dml-base.js'

const PARTS = internals({
  table: 'element',
  whereCriteria: 'elements',
  returningColumns: 'elements',
  prefixes: 'words',
  fromHints: 'hints',
  dialectOptions: 'plain',
  independentCtes: 'ctes',
  withOptions: 'options',
  propagateAttrs: 'propagate',
})

/** `sqlalchemy.Delete`. */
export class Delete<R = unknown> extends DmlWhereBase<R> {
  override readonly kind = 'delete'

  override get internals(): Internals {
    return PARTS
  }
}

/** Statements of users' own; `compiles()` says how they are written. */
import { ClauseElement } from '../elements/clause-element.js'

/**
 * The base of a statement that users write themselves; `sqlalchemy.sql.expression.Executable` and `ClauseElement` in one.
 *
 * @example
 * class Analyze extends Executable {}
 * compiles(Analyze)(() => 'ANALYZE')
 * engine.connect((connection) => connection.execute(new Analyze()))
 */
export class Executable extends ClauseElement {
  override readonly kind = 'custom'
}

/** The warning of an INSERT about key columns for which nobody has a value: neither the statement nor any default. */
import type { ColumnElement } from '../../elements/column-element.js'
import type { FromClause } from '../../selectable/from-clause.js'
import { warn } from '../../../util/warnings.js'

interface KeyedTable {
  readonly fullname?: string
  readonly primaryKey?: readonly unknown[]
}

/** `sqlalchemy.sql.crud._warn_pk_with_no_anticipated_value`. */
export function warnAboutUnanticipatedKey(table: FromClause, column: ColumnElement): void {
  const { fullname = '', primaryKey = [] } = table as KeyedTable
  const composite =
    " Note that as of SQLAlchemy 1.1, 'autoincrement=True' must be indicated explicitly for composite (e.g. " +
    'multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is expected for one of the columns in the ' +
    'primary key. CREATE TABLE statements are impacted by this change as well on most backends.'
  warn(
    `Column '${fullname}.${String(column.name)}' is marked as a member of the primary key for table '${fullname}', ` +
      'but has no JavaScript-side or server-side default generator indicated, nor does it indicate ' +
      "'autoincrement=True' or 'nullable=True', and no explicit value is passed.  Primary key columns typically may " +
      `not store NULL.${primaryKey.length > 1 ? composite : ''}`,
  )
}

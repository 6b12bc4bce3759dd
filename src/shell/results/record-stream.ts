/**
 * All rows of a query, a part at a time: what a file needs of a result that has no room in memory. Objects are loaded
 * in a session of its own and forgotten part by part, so that the session at the prompt holds no more than before.
 */
import type { Result } from '../../engine/result.js'
import { InvalidRequestError } from '../../errors.js'
import { mapperOrNull } from '../../orm/mapping/mapper-of-class.js'
import { Session } from '../../orm/session/session.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { TextClause } from '../../sql/elements/literals.js'
import { SelectBase } from '../../sql/selectable/select-base.js'
import { Select } from '../../sql/selectable/select.js'
import { isQuery } from '../watch/statement-kind.js'
import { entityColumns, type Records } from './records.js'

export interface RecordStream extends Omit<Records, 'rows'> {
  readonly parts: AsyncIterable<Records['rows']>
}

type Part = Records['rows'][number]

const PART = 1000

/** Whether a statement only yields rows: what writes is carried out as a whole. */
export function isStreamable(statement: ClauseElement): boolean {
  if (statement instanceof TextClause) return isQuery(statement.text)
  return statement instanceof SelectBase
}

/** Records that are all there. */
export function streamOfRecords({ rows, ...header }: Records): RecordStream {
  return { ...header, parts: partsOf([rows]) }
}

/** The rows of a query that came as text, sent as it stands. */
export function streamOfSql(sql: string, session: Session): RecordStream {
  const executionOptions = { yieldPer: PART }
  const result = session.connection().execDriverSql(sql, [], { executionOptions })
  return { columns: result.keys(), table: null, parts: partsOf(result.partitions(PART)) }
}

/** The rows of a statement that only reads; pending work of the session is written first, as before any query. */
export function streamOfStatement(statement: ClauseElement, session: Session): RecordStream {
  if (session.autoflush) session.flush()
  const bind = session.connection()
  const scratch = new Session({ bind, autoflush: false, joinTransactionMode: 'rollback_only' })
  const result = executed(statement, scratch)
  const partitions = forgetting(result.partitions(PART) as Iterable<readonly Part[]>, scratch)
  const entity = entityOf(statement)
  if (entity === null) return { columns: result.keys(), table: null, parts: partsOf(partitions) }
  const { rowOf, ...header } = entityColumns(entity.selfAndDescendants)
  return { ...header, parts: partsOf(partitions, ([object]) => rowOf(object as object)) }
}

/** Loaders that look at all rows get all of them. */
function executed(statement: ClauseElement, session: Session): Result {
  const options = { executionOptions: { yieldPer: PART } }
  try {
    return session.execute(statement as never, null, options)
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error
    return session.execute(statement as never).unique()
  }
}

/** The mapper, where each row is one object. */
function entityOf(statement: ClauseElement) {
  if (!(statement instanceof Select)) return null
  const [only, ...others] = statement.columnDescriptions
  return only !== undefined && others.length === 0 ? mapperOrNull(only.type) : null
}

function* forgetting<T>(parts: Iterable<T>, session: Session): Generator<T> {
  try {
    for (const part of parts) {
      yield part
      session.expungeAll()
    }
  } finally {
    session.close()
  }
}

/** Between two parts others have their turn, an interrupt among them. */
async function* partsOf(
  parts: Iterable<readonly Part[]>,
  rowOf: (row: Part) => Part = (row) => [...row],
): AsyncGenerator<Records['rows']> {
  for (const part of parts) {
    yield part.map(rowOf)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

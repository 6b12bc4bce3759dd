/** Makes results of what the driver answered: converts values, lets a cursor deliver the rest. */
import type { Processor } from '../../sql/types/type-engine.js'
import type { Connection } from '../connection.js'
import { CursorResult, type DmlFacts } from '../result/cursor-result.js'
import { convertRows, FedRows } from '../result/fed-rows.js'
import type { ResultMetaData } from '../result/result-metadata.js'
import { BufferedRows, type RowSource } from '../result/row-source.js'
import type { CursorAnswer } from './cursor-call.js'

/** A cursor's `arraysize`: what it fetches when nobody says how much. */
const ARRAY_SIZE = 1

export interface ResultParts {
  readonly metadata: ResultMetaData
  /** One for each column; null where the driver's value is right. */
  readonly processors: readonly (Processor | null)[]
  readonly dml: DmlFacts | null
  readonly yieldPer: number | null
  /** False when the rows were fetched for ourselves, such as generated keys: the user finds none. */
  readonly exposesRows: boolean
}

export function makeResult(answer: CursorAnswer, parts: ResultParts): CursorResult {
  const { result, statementId } = answer
  const facts = {
    statementId,
    returnsRows: result.returnsRows,
    rowCount: result.rowCount,
    lastInsertId: result.lastInsertId,
    dml: parts.dml,
  }
  const made = new CursorResult(parts.metadata, sourceOf(answer, parts), facts)
  return parts.yieldPer === null ? made : made.yieldPer(parts.yieldPer)
}

function sourceOf({ result, cursor }: CursorAnswer, parts: ResultParts): RowSource {
  const { processors, exposesRows } = parts
  if (cursor !== null) return new FedRows(cursor, (rows) => convertRows(rows, processors))
  return new BufferedRows(exposesRows ? convertRows(result.rows, processors) : [], ARRAY_SIZE)
}

/** The processors of columns whose types only the driver knows. */
export function untypedProcessors(
  connection: Connection,
  columnTypes: readonly (number | string | null)[],
): (Processor | null)[] {
  return columnTypes.map((type) => connection.dialect.untypedProcessor(type))
}

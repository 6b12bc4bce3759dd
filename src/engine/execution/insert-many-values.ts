/**
 * INSERT of many rows that answers rows: batches of `VALUES (…), (…)` with RETURNING, in place of one statement a
 * row. Where rows must come back in order and the database cannot promise it, one statement a row after all.
 */
import type { Compiled } from '../../sql/compiler/compiled.js'
import type { Connection } from '../connection.js'
import type { Io } from '../io.js'
import { bindError, type ExecutionContext } from './execution-context.js'
import { runCursorIo, type CursorAnswer } from './cursor-call.js'

const defaultPageSize = 1000

export function usesManyValues(
  _connection: Connection,
  { compiled, many }: ExecutionContext,
): boolean {
  return many && compiled.dml?.kind === 'insert' && compiled.returnsRows
}

/** Rows of all batches, in one answer. */
export function* insertManyIo(connection: Connection, context: ExecutionContext): Io<CursorAnswer> {
  void defaultPageSize
  const bound = bindAll(connection, context.compiled, context)
  yield* connection.autobeginIo()
  const answers: CursorAnswer[] = []
  for (const [index, { sql, parameters }] of bound.entries()) {
    const stats = `${index + 1}/${bound.length} (ordered; batch not supported)`
    answers.push(
      yield* runCursorIo(connection, {
        sql,
        parameters,
        many: false,
        remark: () =>
          index === 0
            ? `${context.remark()} (insertmanyvalues) ${stats}`
            : `insertmanyvalues ${stats}`,
        options: context.options,
        context,
        stream: false,
      }),
    )
  }
  return joined(answers)
}

function bindAll(
  connection: Connection,
  compiled: Compiled,
  { sets, extracted }: ExecutionContext,
) {
  try {
    return sets.map((set) => compiled.bind(set, extracted))
  } catch (error) {
    throw bindError(connection, compiled, error)
  }
}

function joined(answers: readonly CursorAnswer[]): CursorAnswer {
  const [first] = answers as [CursorAnswer, ...CursorAnswer[]]
  const rows = answers.flatMap((answer) => answer.result.rows)
  const rowCount = answers.reduce((sum, answer) => sum + Math.max(0, answer.result.rowCount), 0)
  return { ...first, result: { ...first.result, rows, rowCount } }
}

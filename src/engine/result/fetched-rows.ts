/** The rows of a SELECT that was answered on the spot: what the ORM asks of a result, without the rest of one. */
import type { CompileState } from '../../sql/plugin.js'
import { BufferedRows } from './row-source.js'

export class FetchedRows extends BufferedRows {
  constructor(
    rows: unknown[][],
    /** What the plugin of the statement noted when it was compiled. */
    readonly compileState: CompileState | null,
    /** The number of the statement in events. */
    readonly statementId: number,
  ) {
    super(rows)
  }

  rawRows(): unknown[][] {
    return this.fetchAll()
  }

  rawPartition(size: number): unknown[][] {
    return this.fetchMany(size)
  }
}

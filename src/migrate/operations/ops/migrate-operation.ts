/** The base of operations: data that can be carried out, turned around, rendered as source and told as a difference. */
import { NotImplementedError } from '../../errors.js'

/** A difference as a tuple: what, then the objects it is about. */
export type Diff = readonly unknown[]

/** `alembic.operations.ops.MigrateOperation`. */
export abstract class MigrateOperation {
  /** For hooks to note what they did. */
  readonly info: Record<string, unknown> = {}

  /** What undoes it. @throws NotImplementedError */
  reverse(): MigrateOperation {
    throw new NotImplementedError(`${this.constructor.name} cannot be reversed`)
  }

  /** @throws NotImplementedError */
  toDiffTuple(): Diff {
    throw new NotImplementedError(`${this.constructor.name} is no difference`)
  }
}

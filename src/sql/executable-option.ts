/** What may be hung on a statement by `options()`: the ORM's loader options extend it. */
import { ArgumentError } from '../errors.js'
import { describeValue } from './elements/coercions.js'

/** Receives the parts of a cache key; see `keys/cache-key.ts`. */
export interface KeyVisitor {
  /** Adds text that says what this part is. */
  text(part: string): void
  /** Adds an expression: its structure goes into the key, its values are extracted. */
  element(element: unknown): void
  /** Adds an object by identity: a mapper, a table. */
  object(object: object): void
  /** Adds what stands for a part by itself, to be found again as the same text. */
  token(text: string): void
  /** A number for an object, the same each time. */
  numberOf(object: object): number
}

/** A statement option; `sqlalchemy.sql.base.ExecutableOption`. */
export abstract class ExecutableOption {
  /**
   * Describes the option for the statement cache. Answering false (as this default does): statements with the option
   * are compiled anew each time.
   */
  keyInto(_visitor: KeyVisitor): boolean {
    return false
  }
}

/** @internal @throws ArgumentError for what is not an option */
export function checkedOptions(options: readonly unknown[]): readonly ExecutableOption[] {
  return options.map((option) => {
    if (option instanceof ExecutableOption) return option
    throw new ArgumentError(
      `ExecutionOption Core or ORM object expected, got ${describeValue(option)}.`,
    )
  })
}

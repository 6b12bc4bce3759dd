/** The errors of what was typed wrong: commands, settings, names of models, expressions that commands were given. */
import { OrmError } from '../../errors.js'

/** A mistake in the command's use: printed as message and hint, without a stack. */
export class UsageError extends OrmError {
  override readonly code = 'shell/usage'
}

/** An expression behind a command threw, or is none; what it threw is the cause. */
export class ExpressionError extends OrmError {
  override readonly code = 'shell/expression'

  /** @param found what is known about the mistake beyond the error's own words */
  constructor(
    readonly expression: string,
    override readonly cause: unknown,
    readonly found: string | null = null,
  ) {
    super(`${expression} threw`, { cause })
  }
}

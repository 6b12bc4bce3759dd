/** The error of everything that was typed wrong: commands, settings, names of models. */
import { OrmError } from '../../errors.js'

/** A mistake in the command's use: printed as message and hint, without a stack. */
export class UsageError extends OrmError {
  override readonly code = 'shell/usage'
}

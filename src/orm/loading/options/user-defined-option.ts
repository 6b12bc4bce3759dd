/** Options of the program's own making: statements carry them to `doOrmExecute` listeners, and nobody else reads them. */
import { ExecutableOption } from '../../../sql/executable-option.js'
import type { LoaderOptionBase } from './load-chain.js'

/**
 * Base class of options that a `doOrmExecute` listener finds in `state.userDefinedOptions`;
 * `sqlalchemy.orm.UserDefinedOption`. They do not change the SQL.
 *
 * @example
 * class FromCache extends UserDefinedOption<string> {}
 * session.scalars(select(User).options(new FromCache('users')))
 */
export class UserDefinedOption<P = unknown> extends ExecutableOption implements LoaderOptionBase {
  /** Override it with true to see the option with lazy loads of the objects, too. */
  get propagateToLoaders(): boolean {
    return false
  }

  constructor(readonly payload: P | null = null) {
    super()
  }

  /** Nothing of the query depends on it. @internal */
  process(): void {}

  /** The statement is the same one without it. */
  override keyInto(): boolean {
    return true
  }
}

/** Statements made by functions; `lambdaStmt()`. */
import type { ClauseElement } from '../elements/clause-element.js'
import type { Compiled, CompileOptions } from '../compiler/compiled.js'
import { clauseElement, type HasClauseElement } from '../protocol.js'

/**
 * A statement that functions make, one after the other; it may be executed and compiled like the one they make.
 * `sqlalchemy.sql.lambdas.StatementLambdaElement`.
 */
export class LambdaStatement<S extends HasClauseElement> implements HasClauseElement {
  readonly #make: () => S
  #made: S | null = null

  /** @internal Use `lambdaStmt()`. */
  constructor(make: () => S) {
    this.#make = make
  }

  /** The statement; the functions run once. */
  get resolved(): S {
    return (this.#made ??= this.#make())
  }

  /** What another function makes of the statement; `+=` in Python. */
  add<R extends HasClauseElement>(next: (statement: S) => R): LambdaStatement<R> {
    return new LambdaStatement(() => next(this.resolved))
  }

  compile(options: CompileOptions = {}): Compiled {
    return this[clauseElement]().compile(options)
  }

  toString(): string {
    return this[clauseElement]().toString()
  }

  [clauseElement](): ClauseElement {
    return this.resolved[clauseElement]()
  }
}

/**
 * A statement made by a function; `sqlalchemy.lambda_stmt`. Statements are cached by structure here anyway, so this
 * only helps to build them in steps.
 *
 * @example
 * lambdaStmt(() => select(User)).add((statement) => statement.where(User.id.gt(5)))
 */
export function lambdaStmt<S extends HasClauseElement>(make: () => S): LambdaStatement<S> {
  return new LambdaStatement(make)
}

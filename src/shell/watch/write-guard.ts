/**
 * Stops statements that change a whole table until somebody has named the database they are meant for. Stands before
 * the engine's cursor, so it does not matter how a statement got there.
 */
import type { Engine } from '../../engine/engine.js'
import { OrmError } from '../../errors.js'

/** Raised in place of sending the statement. */
export class ConfirmationRequired extends OrmError {
  override readonly code = 'shell/confirmation-required'
}

/** UPDATE and DELETE of all rows, and what empties or removes tables. */
export function isSweeping(sql: string): boolean {
  const text = sql.replace(/'(?:[^']|'')*'/g, "''").replace(/--[^\n]*|\/\*[^]*?\*\//g, ' ')
  if (/^\s*(truncate|drop)\b/i.test(text)) return true
  return /^\s*(update|delete)\b/i.test(text) && !/\bwhere\b/i.test(text)
}

export class WriteGuard {
  #confirmed = false

  constructor(
    engine: Engine,
    readonly database: string,
  ) {
    engine.events.listen('beforeCursorExecute', (...call: readonly unknown[]) =>
      this.#check(String(call[2])),
    )
  }

  /** Lets the next input through. @throws ConfirmationRequired when it is another database */
  confirm(database: string): void {
    if (database !== this.database)
      throw new ConfirmationRequired(
        `this shell is connected to ${this.database}, not to ${database}`,
      )
    this.#confirmed = true
  }

  /** A confirmation is good for one input. */
  endInput(isConfirmation: boolean): void {
    if (!isConfirmation) this.#confirmed = false
  }

  #check(sql: string): void {
    if (this.#confirmed || !isSweeping(sql)) return
    const [first = ''] = sql.trim().split('\n')
    throw new ConfirmationRequired(`this changes all of a table of ${this.database}: ${first}`, {
      hint: `.confirm ${this.database} lets the next input do it`,
    })
  }
}

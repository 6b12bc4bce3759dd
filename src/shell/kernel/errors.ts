/** Errors the kernel itself raises or throws into user code. */
import { OrmError } from '../../errors.js'
import type { Position } from './positions.js'

/** Thrown into code that Ctrl-C stopped, and reported for a cell it abandoned. */
export class InterruptedError extends OrmError {
  override readonly code = 'shell/interrupted'

  constructor() {
    super('variables and the session are as the input left them')
  }
}

/** Unwinds user code that called `process.exit`; the kernel turns it into an exit request. */
export class ExitSignal extends OrmError {
  override readonly code = 'shell/exit'

  constructor(readonly exitCode: number) {
    super(`process.exit(${exitCode})`)
  }
}

/** An input that cannot be parsed; knows the place and the line as the user typed it. */
export class CellSyntaxError extends OrmError {
  override readonly code = 'shell/syntax'

  constructor(
    message: string,
    readonly position: Position,
    readonly sourceLine: string,
  ) {
    super(
      message,
      startsLikeSql(sourceLine) ? { hint: 'run SQL with .sql, e.g. .sql SELECT 1' } : {},
    )
  }

  override get name(): string {
    return 'SyntaxError'
  }
}

/** An import statement names what its module does not have. */
export class MissingExportError extends OrmError {
  override readonly code = 'shell/missing-export'

  constructor(specifier: string, name: string, near: string | null) {
    super(
      `The requested module '${specifier}' does not provide an export named '${name}'`,
      near === null ? {} : { hint: `did you mean ${near}?` },
    )
  }

  override get name(): string {
    return 'SyntaxError'
  }
}

/** Raised when the inspector refuses a call; the evaluator cannot work without it. */
export class InspectorError extends OrmError {
  override readonly code = 'shell/inspector'
}

function startsLikeSql(line: string): boolean {
  return /^\s*(select|insert|update|delete|with|explain|pragma|show|create|alter|drop)\s/i.test(
    line,
  )
}

/** One model file that could not be loaded: where it is wrong, and why. */
import { relative } from 'node:path'
import type { Message } from 'esbuild'
import { OrmError } from '../../errors.js'
import { firstUserPlace } from '../../shell/kernel/stack.js'

export interface ModelFailure {
  /** Absolute. */
  readonly file: string
  /** From 1; 0 where the place is not known. */
  readonly line: number
  /** From 1; 0 where the place is not known. */
  readonly column: number
  readonly message: string
}

/** What a file that could not be built throws in its place, so that its importers can tell. */
export class BrokenModule extends OrmError {
  override readonly code = 'cli/broken-module'

  constructor(readonly file: string) {
    super(`${file} could not be loaded`)
  }
}

/** Raised for a file that was asked for by itself and cannot be built. */
export class ModelLoadError extends OrmError {
  override readonly code = 'cli/model-load'

  constructor(readonly failure: ModelFailure) {
    super(describeFailure(failure))
  }
}

/** `src/models/user.ts:3:7: Unexpected ";"`, with the path as short as it gets. */
export function describeFailure({ file, line, column, message }: ModelFailure): string {
  const short = relative(process.cwd(), file)
  const path = short.startsWith('..') ? file : short
  return line > 0 ? `${path}:${line}:${column}: ${message}` : `${path}: ${message}`
}

/** A complaint of the bundler about `file`. */
export function buildFailure(message: Message, file: string): ModelFailure {
  const { line, column } = message.location ?? { line: 0, column: -1 }
  return { file, line, column: column + 1, message: message.text }
}

/** Something thrown while the module ran: by itself, or because it needs one that is broken. */
export function importFailure(error: unknown, entry: string, cwd: string): ModelFailure {
  if (error instanceof BrokenModule) {
    const message = `imports ${relative(cwd, error.file)}, which could not be loaded`
    return { file: entry, line: 0, column: 0, message }
  }
  const place = error instanceof Error && error.stack ? firstUserPlace(error.stack) : null
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  if (!place) return { file: entry, line: 0, column: 0, message }
  return { file: place.file, line: place.line, column: place.column + 1, message }
}

/** Errors of revisions in the words of the command that asked; `ScriptDirectory._catch_revision_errors`. */
import {
  CommandError,
  MultipleHeads,
  RangeNotAncestorError,
  ResolutionError,
  RevisionError,
} from '../errors.js'
import type { RevisionNames } from './revision.js'

export interface RevisionWords {
  readonly ancestor?: string
  readonly multipleHeads?: string
  readonly start?: RevisionNames
  readonly end?: RevisionNames
}

/** @throws CommandError instead of a RevisionError */
export function withRevisionErrors<T>(words: RevisionWords, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error
    throw new CommandError(messageFor(error, words), {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}

function messageFor(error: RevisionError, words: RevisionWords): string {
  if (error instanceof RangeNotAncestorError) {
    const [start, end] = [words.start ?? error.lower, words.end ?? error.upper]
    return (
      words.ancestor ??
      `Requested range ${String(start)}:${String(end)} does not refer to ancestor/descendant revisions along the same branch`
    )
  }
  if (error instanceof MultipleHeads) {
    const name = String(words.end ?? error.argument)
    return (
      words.multipleHeads ??
      `Multiple head revisions are present for given argument '${name}'; please specify a specific target revision, ` +
        `'<branchname>@${name}' to narrow to a specific head, or 'heads' for all heads`
    )
  }
  if (error instanceof ResolutionError)
    return `Can't locate revision identified by '${error.argument}'`
  return error.message
}

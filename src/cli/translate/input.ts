/** Python at the prompt: its names are those of the session, so nothing is imported. Loaded by the first `.py`. */
import { UsageError, type TranslatedPython } from '../../shell/commands/command.js'
import { findSyntaxProblem, translate } from '../../translate/translate.js'

/** @throws UsageError where it is not Python */
export function translateInput(python: string): TranslatedPython {
  const isSession = /^\s*>>> /m.test(python)
  const problem = isSession ? null : findSyntaxProblem(python)
  if (problem) {
    const { line, column, text } = problem
    throw new UsageError(`This is not Python, line ${line}`, {
      hint: `${text.trimEnd()}\n  ${' '.repeat(Math.max(0, column - 1))}^`,
    })
  }
  const { code, left } = translate(python)
  return { code: withoutLibraryImports(code), left }
}

/** Everything of the library is in scope at the prompt. */
function withoutLibraryImports(code: string): string {
  return code.replace(/^import \{[^}]*\} from 'orm-shell'\n+/m, '')
}

/** Parses the JavaScript of a cell into an ESTree; shared by the passes over it and by `check`. */
import { parse, type Program } from 'acorn'

/** What every supported Node version runs as it is; newer syntax goes through esbuild. */
const PLAIN_YEAR = 2024

/** The program, or null where the text is not JavaScript that Node runs unchanged. */
export function parsePlain(code: string): Program | null {
  try {
    return parse(code, parseOptions(PLAIN_YEAR))
  } catch {
    return null
  }
}

/** Parses what esbuild has already accepted. */
export function parseStripped(code: string): Program {
  return parse(code, parseOptions('latest'))
}

function parseOptions(ecmaVersion: 'latest' | typeof PLAIN_YEAR) {
  return { ecmaVersion, sourceType: 'module', allowAwaitOutsideFunction: true } as const
}

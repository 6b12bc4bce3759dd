/**
 * TypeScript to JavaScript, by esbuild. This module and esbuild load on first use only: plain JavaScript
 * must start without them. Reports syntax errors in the user's coordinates.
 */
import type { TransformFailure, TransformOptions } from 'esbuild'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import jsTokens from 'js-tokens'
import { CellSyntaxError } from '../errors.js'
import type { PositionMapper } from '../positions.js'

export interface StrippedCode {
  readonly code: string
  readonly toSource: PositionMapper
  /** esbuild ends every statement with `;`, so whether the user did is read from the input. */
  readonly silenced: boolean
}

const OPTIONS = {
  loader: 'ts',
  target: 'node20.19',
  format: 'esm',
  sourcemap: 'external',
  sourcefile: 'cell.ts',
  // Imports that only types use must stay: the next cell may use them as values.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  logLevel: 'silent',
} as const satisfies TransformOptions

export async function stripTypes(source: string): Promise<StrippedCode> {
  const asTyped = await transformed(source)
  const { code, map } = isWrapped(asTyped.code) ? await asModule(source) : asTyped
  return { code, toSource: mapperOf(map), silenced: endsWithSemicolon(source) }
}

async function transformed(source: string) {
  const { transform } = await import('esbuild')
  return transform(source, OPTIONS).catch((error: unknown) => {
    throw syntaxError(error as TransformFailure, source)
  })
}

/** What looks like CommonJS, a `return` or `exports`, is made a function that nobody would call. */
function isWrapped(code: string): boolean {
  return /^var \w+ = __commonJS\(/m.test(code)
}

/** An export says that it is none: `exports` is a name like others then, and a `return` is an error. */
async function asModule(source: string) {
  const { code, map } = await transformed(`${source}\nexport {}`)
  return { code: code.replace(/export \{\s*\};?\s*$/, ''), map }
}

function endsWithSemicolon(source: string): boolean {
  let last = ''
  for (const { type, value } of jsTokens(source)) {
    if (!/Comment|WhiteSpace|LineTerminator/.test(type)) last = value
  }
  return last === ';'
}

function mapperOf(map: string): PositionMapper {
  let trace: TraceMap | undefined
  return (position) => {
    trace ??= new TraceMap(map)
    const { line, column } = originalPositionFor(trace, position)
    return line === null ? position : { line, column }
  }
}

function syntaxError(failure: TransformFailure, source: string): unknown {
  const [first] = failure.errors ?? []
  if (!first) return failure
  const { line, column, lineText } = first.location ?? { line: 1, column: 0, lineText: source }
  // esbuild counts bytes, an editor counts UTF-16 units.
  const units = Buffer.from(lineText).subarray(0, column).toString().length
  return new CellSyntaxError(first.text, { line, column: units }, lineText)
}

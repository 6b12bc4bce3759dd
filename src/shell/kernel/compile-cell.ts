/**
 * Turns what the user typed into a script V8's REPL mode runs, by the passes in `transforms/`.
 * Called by the evaluator; evaluates nothing. Plain JavaScript never loads esbuild.
 */
import type { Program } from 'acorn'
import { Edits } from './edits.js'
import { shiftedBy, type PositionMapper } from './positions.js'
import { relaxDeclarations } from './transforms/declarations.js'
import { continuationPrefix } from './transforms/leading-dot.js'
import { guardLoops } from './transforms/loop-guard.js'
import { rewriteModules } from './transforms/modules.js'
import { readingsOf, type Reading, type Readings } from './transforms/object-literal.js'
import { parsePlain, parseStripped } from './transforms/parse.js'
import { endsInExpression, showsValue } from './transforms/silence.js'
import { markAwaits, markBounds } from './transforms/sync-phase.js'
import { looksTyped } from './transforms/typed-syntax.js'

export interface CompiledCell {
  readonly code: string
  /** Whether the completion value is for printing. */
  readonly shown: boolean
  readonly toInput: PositionMapper
}

export interface CompileOptions {
  /** Whether the cell gets what interrupting it takes; pointless where nothing can. */
  readonly interruptible: boolean
}

interface ParsedCell extends CompiledCell {
  readonly program: Program
}

/**
 * Compiles one input.
 *
 * @throws CellSyntaxError when it is neither JavaScript nor TypeScript.
 */
export async function compileCell(input: string, options: CompileOptions): Promise<CompiledCell> {
  const prefix = continuationPrefix(input)
  const parsed = await parseCell(prefix + input)
  const edits = new Edits(parsed.code)
  rewriteModules(parsed.program, edits)
  relaxDeclarations(parsed.program, edits)
  markAwaits(parsed.program, edits)
  if (options.interruptible) {
    guardLoops(parsed.program, edits)
    markBounds(parsed.program, edits)
  }
  const { code, toSource } = edits.apply()
  const toInput = chain(toSource, parsed.toInput, shiftedBy(prefix.length))
  return { code, shown: parsed.shown, toInput }
}

async function parseCell(source: string): Promise<ParsedCell> {
  const readings = readingsOf(source)
  if (!looksTyped(source)) {
    for (const reading of readings) {
      const parsed = parseJavaScript(reading)
      if (parsed) return parsed
    }
  }
  return firstTyped(readings)
}

function parseJavaScript({ source, toInput }: Reading): ParsedCell | null {
  const program = parsePlain(source)
  return program && { program, code: source, shown: showsValue(program, source), toInput }
}

/** Where every reading fails, the error of the plainest, the last, is the one to show. */
async function firstTyped([reading, ...others]: Readings): Promise<ParsedCell> {
  const [next, ...rest] = others
  if (!next) return parseTypeScript(reading)
  return parseTypeScript(reading).catch(() => firstTyped([next, ...rest]))
}

async function parseTypeScript({ source, toInput }: Reading): Promise<ParsedCell> {
  const { stripTypes } = await import('./transforms/strip-types.js')
  const { code, silenced, toSource } = await stripTypes(source)
  const program = parseStripped(code)
  const shown = endsInExpression(program) && !silenced
  return { program, code, shown, toInput: chain(toSource, toInput) }
}

function chain(...mappers: readonly PositionMapper[]): PositionMapper {
  return (position) => mappers.reduce((place, mapper) => mapper(place), position)
}

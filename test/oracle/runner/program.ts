/** A scenario's Python as TypeScript, in the parts the judge runs one after the other. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { helperCode } from '../../../src/translate/output/helpers/index.js'
import {
  translate,
  type LeftOver,
  type TranslatedStatement,
} from '../../../src/translate/translate.js'
import { PROVIDED } from './python.js'
import type { Scenario } from './record.js'

/** A part of the program, with its value if it is an expression. */
export interface ProgramPart {
  readonly code: string
  /** The last statement alone, as an expression; null if it is none. */
  readonly value: string | null
  readonly answersNothing: boolean
}

export interface ScenarioProgram {
  readonly engine: ProgramPart
  readonly models: ProgramPart
  readonly setup: ProgramPart
  readonly steps: readonly ProgramPart[]
  readonly left: readonly LeftOver[]
  /** Small functions the program uses. */
  readonly helpers: string
}

/** Translates all parts together, because they share their names. */
export function translateScenario(scenario: Scenario): ScenarioProgram {
  const { engine, models, setup } = scenario.python_source
  const sources = [prelude(), engine, models, setup, ...scenario.steps.map(({ code }) => code)]
  const { statements, left, helpers, taken } = translate(sources.join('\n'), {
    mode: 'shared',
    explicitText: true,
  })
  const parts = partsOf(sources, statements)
  const [, first = EMPTY, second = EMPTY, third = EMPTY, ...steps] = parts
  return {
    engine: first,
    models: second,
    setup: third,
    steps,
    left,
    helpers: helperCode(helpers, { provided: PROVIDED, taken }),
  }
}

let imports: string | undefined

/** The imports all recorded programs begin with. */
function prelude(): string {
  imports ??= readFileSync(join(process.env['ORACLE_ROOT'] ?? '.', 'prelude.py'), 'utf8')
  return imports
}

const EMPTY: ProgramPart = { code: '', value: null, answersNothing: true }

function partsOf(
  sources: readonly string[],
  statements: readonly TranslatedStatement[],
): readonly ProgramPart[] {
  let start = 0
  return sources.map((source) => {
    const end = start + source.length + 1
    const own = statements.filter(({ from }) => from >= start && from < end)
    start = end
    return partOf(own)
  })
}

function partOf(statements: readonly TranslatedStatement[]): ProgramPart {
  const last = statements.at(-1)
  if (!last?.isExpression) {
    return { ...EMPTY, code: statements.map(({ code }) => code).join('\n') }
  }
  const before = statements.slice(0, -1).map(({ code }) => code)
  return {
    code: before.join('\n'),
    value: expressionOf(last.code),
    answersNothing: last.answersNothing,
  }
}

/** Without the comments above and behind, and the semicolon in front. */
function expressionOf(code: string): string {
  const lines = code.split('\n')
  const from = lines.findIndex((line) => !line.startsWith('//'))
  const text = lines.slice(Math.max(0, from)).join('\n').replace(/^;/, '')
  return text.replace(/ {2}\/\/ [^\n]*$/, '')
}

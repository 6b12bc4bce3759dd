/**
 * Translations written by hand, for scenarios the rules leave something of: `hand/<area>/<name>.ts`, in parts. A line
 * `// models` or `// step 3` starts a part; `// step 3 =` one that is an expression whose value counts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramPart, ScenarioProgram } from './program.js'
import type { Scenario } from './record.js'

const EMPTY: ProgramPart = { code: '', value: null, answersNothing: true }
const MARK = /^\/\/ (engine|models|setup|step \d+)( =)?$/

/** The translation of a scenario by hand; null if nobody wrote one. */
export function handWritten({ id, steps }: Scenario): ScenarioProgram | null {
  const folder = process.env['ORACLE_HAND'] ?? join(process.env['ORACLE_ROOT'] ?? '.', 'hand')
  const file = join(folder, `${id}.ts`)
  if (!existsSync(file)) return null
  const parts = readParts(readFileSync(file, 'utf8'))
  const part = (name: string): ProgramPart => parts.get(name) ?? EMPTY
  return {
    engine: part('engine'),
    models: part('models'),
    setup: part('setup'),
    steps: steps.map((_step, index) => part(`step ${index + 1}`)),
    left: [],
    helpers: '',
  }
}

function readParts(text: string): ReadonlyMap<string, ProgramPart> {
  const parts = new Map<string, ProgramPart>()
  let current: { readonly name: string; readonly isValue: boolean } | null = null
  let lines: string[] = []
  const finish = (): void => {
    const code = lines.join('\n').trim()
    if (current?.isValue) parts.set(current.name, { code: '', value: code, answersNothing: false })
    else if (current) parts.set(current.name, { ...EMPTY, code })
    lines = []
  }
  for (const line of text.split('\n')) {
    const mark = MARK.exec(line)
    if (!mark) {
      lines.push(line)
      continue
    }
    finish()
    current = { name: mark[1] ?? '', isValue: mark[2] !== undefined }
  }
  finish()
  return parts
}

/** Reads `not-applicable.md`: scenarios about Python only, each with its reason. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

let reasons: ReadonlyMap<string, string> | null = null

/** Why a scenario does not apply; null if it does. */
export function notApplicable(id: string): string | null {
  reasons ??= readReasons()
  return reasons.get(id) ?? null
}

/** Lines of the form "- `area/name`: reason". */
function readReasons(): ReadonlyMap<string, string> {
  const file = join(process.env['ORACLE_ROOT'] ?? '.', 'not-applicable.md')
  if (!existsSync(file)) return new Map()
  const lines = readFileSync(file, 'utf8').matchAll(/^- `([^`]+)`: (.+)$/gm)
  return new Map([...lines].map(([, id = '', reason = '']) => [id, reason]))
}

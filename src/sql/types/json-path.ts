/** Keys, positions and paths of JSON values as one text, the way SQLite and MySQL want them: `$."a"[0]`. */
import { quoteLiteral } from './text.js'
import type { TypeAdapter } from './type-engine.js'

/** `$."a"`, `$[0]`, `$."a"."b"`. */
export function jsonPath(value: unknown): string {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value]
  return `$${parts.map((part) => (typeof part === 'number' ? `[${part}]` : `."${String(part)}"`)).join('')}`
}

const jsonKey: TypeAdapter = {
  bind: () => jsonPath,
  literal: () => (value) => quoteLiteral(jsonPath(value)),
}

/** The adapters of a dialect that has such paths. */
export const jsonPathAdapters: Readonly<Record<string, TypeAdapter>> = {
  jsonInt: jsonKey,
  jsonStr: jsonKey,
  jsonPath: jsonKey,
}

/** Dialects by name, for `compile({ dialect: 'sqlite' })`. The dialects register themselves; nothing here knows any. */
import { ArgumentError } from '../../errors.js'
import type { CompileOptions } from './compiled.js'
import type { CompilerDialect } from './dialect.js'

const dialects = new Map<string, CompilerDialect>()
let fallback: CompilerDialect

/** Makes a dialect known by its name. */
export function registerDialect(dialect: CompilerDialect, ...aliases: readonly string[]): void {
  for (const name of [dialect.name, ...aliases]) dialects.set(name, dialect)
}

/** @internal The dialect of `String(statement)`. */
export function installDefaultDialect(dialect: CompilerDialect): void {
  fallback = dialect
  registerDialect(dialect)
}

/** The dialect an option means. @throws ArgumentError for unknown names */
export function dialectOf(option: CompileOptions['dialect']): CompilerDialect {
  if (option === undefined) return fallback
  if (typeof option !== 'string') return 'visitors' in option ? option : option.dialect
  const found = dialects.get(option)
  if (found) return found
  throw new ArgumentError(`Unknown dialect '${option}'`, {
    hint: `known are: ${[...dialects.keys()].join(', ')}`,
  })
}

/** Values as SQL text, where parameters are not wanted or not allowed: `literalBinds`, DDL, lists written out. */
import { inspect } from 'node:util'
import { CompileError } from '../errors.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { CompilerDialect } from './dialect.js'
import { typeText } from './type-names.js'

/** @throws CompileError if the type has no text for its values */
export function literalText(value: unknown, type: TypeEngine, dialect: CompilerDialect): string {
  return literalWriter(type, dialect)(value)
}

/** Writes values of a type; see `literalText`. */
export function literalWriter(
  type: TypeEngine,
  dialect: CompilerDialect,
): (value: unknown) => string {
  const write = type.literalProcessor(dialect)
  return (value) => {
    if (value === null && !type.shouldEvaluateNone) return 'NULL'
    if (!write) throw noRenderer(value, type, dialect)
    return escaped(written(write, value, type, dialect), type, dialect)
  }
}

/** @throws CompileError for a value the type's writer cannot make a text of */
function written(
  write: (value: unknown) => string,
  ...[value, type, dialect]: [unknown, TypeEngine, CompilerDialect]
): string {
  try {
    return write(value)
  } catch (error) {
    if (error instanceof CompileError) throw error
    throw new CompileError(
      `Could not render literal value "${shown(value)}" with datatype ${nameOf(type, dialect)}; see cause for more detail.`,
      { cause: error },
    )
  }
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : inspect(value, { breakLength: Infinity })

const nameOf = (type: TypeEngine, dialect: CompilerDialect): string =>
  type.isNull ? 'NULL' : typeText(type, dialect)

/** Backslashes and percent signs that the database, or the driver, would take for something else. */
function escaped(text: string, type: TypeEngine, dialect: CompilerDialect): string {
  const whole = dialect.features.backslashEscapes ? text.replaceAll('\\', '\\\\') : text
  return dialect.paramstyle === 'format' && type.affinity === 'string'
    ? whole.replaceAll('%', '%%')
    : whole
}

function noRenderer(value: unknown, type: TypeEngine, dialect: CompilerDialect): CompileError {
  const name = nameOf(type, dialect)
  return new CompileError(
    `No literal value renderer is available for literal value "${shown(value)}" with datatype ${name}`,
  )
}

/** Names of types in DDL and CAST the way the standard has them. Dialects spread the table and replace entries. */
import { CompileError, UnsupportedCompilationError } from '../errors.js'
import { customTypeCompile } from './custom.js'
import type { Numeric } from '../types/numeric.js'
import type { TypeDecorator, UserDefinedType } from '../types/type-decorator.js'
import type { EnumType } from '../types/enum.js'
import type { LargeBinary, StringType } from '../types/text.js'
import type { TypeEngine } from '../types/type-engine.js'
import type { CompilerDialect, TypeCompilerTable } from './dialect.js'

/** Writes the name of a type. */
export type TypeName = (type: TypeEngine, dialect: CompilerDialect) => string

const plain =
  (name: string): TypeName =>
  () =>
    name

/** `VARCHAR(20) COLLATE "…"`. */
export function sized(name: string): TypeName {
  return (type) => {
    const { length, collation } = type as StringType
    return (
      name +
      (length === null ? '' : `(${length})`) +
      (collation === null ? '' : ` COLLATE "${collation}"`)
    )
  }
}

function binarySized(name: string): TypeName {
  return (type) => {
    const { length } = type as LargeBinary
    return length === null ? name : `${name}(${length})`
  }
}

/** `NUMERIC(10, 2)`. */
export function decimalName(name: string): TypeName {
  return (type) => {
    const { precision, scale } = type as Numeric
    if (precision === null) return name
    return scale === null ? `${name}(${precision})` : `${name}(${precision}, ${scale})`
  }
}

/** `VARCHAR(n)` for the longest member. */
export function enumAsVarchar(type: TypeEngine): string {
  return `VARCHAR(${(type as EnumType).length})`
}

/** The name the type underneath has. */
function decoratedName(type: TypeEngine, dialect: CompilerDialect): string {
  return typeText((type as TypeDecorator).implOn(dialect), dialect)
}

/** The name of a type for a dialect. @throws UnsupportedCompilationError for types it does not have */
export function typeText(type: TypeEngine, dialect: CompilerDialect): string {
  const own = type.implFor(dialect)
  const custom = customTypeCompile(own, dialect.name)
  if (custom) return custom(own, new TypeCompiler(dialect), {}) ?? ''
  return standardText(own, dialect)
}

function standardText(own: TypeEngine, dialect: CompilerDialect): string {
  const vendorName = own.vendor?.names[dialect.name]
  if (vendorName !== undefined) return vendorName
  const write = own.vendor?.hasStandard === false ? undefined : dialect.types[own.visitName]
  if (write) return write(own, dialect)
  if (dialect.unknownType) return dialect.unknownType(own, dialect)
  throw new UnsupportedCompilationError(
    `Compiler ${dialect.compilerName}TypeCompiler can't render element of type ${own.className}`,
  )
}

/** Writes the names of types for one dialect; what `compiles()` of a type is given. */
export class TypeCompiler {
  constructor(readonly dialect: CompilerDialect) {}

  process(type: TypeEngine): string {
    return typeText(type, this.dialect)
  }

  /** The name the dialect has, whatever `compiles` says. */
  processDefault(type: TypeEngine): string {
    return standardText(type, this.dialect)
  }
}

function noName(): string {
  throw new CompileError(
    "Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
  )
}

export const standardTypes: TypeCompilerTable = {
  integer: plain('INTEGER'),
  smallInteger: plain('SMALLINT'),
  bigInteger: plain('BIGINT'),
  numeric: decimalName('NUMERIC'),
  decimal: decimalName('DECIMAL'),
  float: plain('FLOAT'),
  double: plain('DOUBLE'),
  real: plain('REAL'),
  string: sized('VARCHAR'),
  varchar: sized('VARCHAR'),
  unicode: sized('VARCHAR'),
  char: sized('CHAR'),
  nvarchar: sized('NVARCHAR'),
  nchar: sized('NCHAR'),
  text: sized('TEXT'),
  unicodeText: sized('TEXT'),
  clob: plain('CLOB'),
  boolean: plain('BOOLEAN'),
  date: plain('DATE'),
  time: plain('TIME'),
  dateTime: plain('DATETIME'),
  timestamp: plain('TIMESTAMP'),
  interval: plain('DATETIME'),
  largeBinary: plain('BLOB'),
  blob: plain('BLOB'),
  binary: binarySized('BINARY'),
  varbinary: binarySized('VARBINARY'),
  json: plain('JSON'),
  uuid: plain('CHAR(32)'),
  exactUuid: plain('UUID'),
  enum: enumAsVarchar,
  null: noName,
  typeDecorator: decoratedName,
  userDefined: (type) => (type as UserDefinedType).getColSpec(),
}

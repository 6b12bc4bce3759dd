/** What types are called in MySQL, in CREATE TABLE and in CAST. */
import { CompileError } from '../../sql/errors.js'
import { standardTypes, typeText } from '../../sql/compiler/type-names.js'
import type { CompilerDialect, TypeCompilerTable } from '../../sql/compiler/dialect.js'
import type { Float } from '../../sql/types/numeric.js'
import { TypeDecorator } from '../../sql/types/type-decorator.js'
import { EnumType } from '../../sql/types/enum.js'
import type { LargeBinary, StringType } from '../../sql/types/text.js'
import { quoteLiteral } from '../../sql/types/text.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'

function varchar(type: TypeEngine): string {
  const { length, collation } = type as StringType
  if (length === null) throw new CompileError('VARCHAR requires a length on dialect mysql')
  return `VARCHAR(${length})${collation === null ? '' : ` COLLATE ${collation}`}`
}

function national(word: string): (type: TypeEngine) => string {
  return (type) => {
    const { length } = type as StringType
    if (length === null && word === 'VARCHAR')
      throw new CompileError('NVARCHAR requires a length on dialect mysql')
    return `NATIONAL ${word}${length === null ? '' : `(${length})`}`
  }
}

function text(type: TypeEngine): string {
  const { length, collation } = type as StringType
  return `TEXT${length === null ? '' : `(${length})`}${collation === null ? '' : ` COLLATE ${collation}`}`
}

function enumName(type: TypeEngine): string {
  const own = type as EnumType
  if (!own.nativeEnum) return `VARCHAR(${own.length})`
  return `ENUM(${own.enums.map((value) => quoteLiteral(value)).join(',')})`
}

export const mysqlTypes: TypeCompilerTable = {
  ...standardTypes,
  boolean: () => 'BOOL',
  string: varchar,
  varchar,
  unicode: varchar,
  nvarchar: national('VARCHAR'),
  nchar: national('CHAR'),
  text,
  unicodeText: text,
  float: (type) =>
    (type as Float).precision === null ? 'FLOAT' : `FLOAT(${(type as Float).precision})`,
  timestamp: () => 'TIMESTAMP NULL',
  largeBinary: (type) =>
    (type as LargeBinary).length === null ? 'BLOB' : `BLOB(${(type as LargeBinary).length})`,
  varbinary: (type) => `VARBINARY(${(type as LargeBinary).length ?? ''})`,
  enum: enumName,
}

/** The type in `CAST(… AS …)`; null: MySQL cannot cast to it. */
export function castName(type: TypeEngine, dialect: CompilerDialect): string | null {
  const own = type.implFor(dialect)
  if (own instanceof TypeDecorator) return castName(own.implInstance, dialect)
  switch (own.affinity) {
    case 'integer':
      return / UNSIGNED/.test(typeText(own, dialect)) ? 'UNSIGNED INTEGER' : 'SIGNED INTEGER'
    case 'datetime':
    case 'interval':
      return 'DATETIME'
    case 'date':
      return 'DATE'
    case 'time':
      return 'TIME'
    case 'binary':
      return 'BINARY'
    case 'json':
      return 'JSON'
    case 'string':
      return own instanceof EnumType ? null : charName(own as StringType)
    case 'numeric':
      return own.visitName === 'numeric' || own.visitName === 'decimal'
        ? decimal(own, dialect)
        : null
    default:
      return null
  }
}

function charName(type: StringType): string {
  return `CHAR${type.length === null ? '' : `(${type.length})`}`
}

function decimal(type: TypeEngine, dialect: CompilerDialect): string {
  return (dialect.types[type.visitName]?.(type, dialect) ?? 'DECIMAL').replace('NUMERIC', 'DECIMAL')
}

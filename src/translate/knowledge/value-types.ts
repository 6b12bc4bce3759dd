/** The kind of value a column holds, read off its annotation or type by name. */
import type { Plain } from './types.js'
import type { Expression } from '../syntax/nodes.js'

/** The last part of a dotted name. */
export function lastName(node: Expression): string {
  if (node.kind === 'name') return node.id
  return node.kind === 'attribute' ? node.name : ''
}

const ANNOTATIONS: Readonly<Record<string, Plain>> = {
  int: 'int',
  str: 'str',
  float: 'float',
  bool: 'bool',
  bytes: 'bytes',
  datetime: 'datetime',
  date: 'date',
  time: 'time',
  timedelta: 'timedelta',
  Decimal: 'decimal',
  UUID: 'uuid',
}

/** `Mapped[Optional[int]]` holds numbers. */
export function plainOfAnnotation(node: Expression): Plain | null {
  if (node.kind === 'subscript') {
    const inner = node.index.kind === 'tuple' ? node.index.items[0] : node.index
    const isWrapper = ['Mapped', 'Optional', 'Union', 'Annotated'].includes(lastName(node.object))
    return isWrapper && inner ? plainOfAnnotation(inner) : null
  }
  if (node.kind === 'binary') return plainOfAnnotation(node.left) ?? plainOfAnnotation(node.right)
  if (node.kind === 'string') return ANNOTATIONS[node.value] ?? null
  return ANNOTATIONS[lastName(node)] ?? null
}

const TYPES: Readonly<Record<string, Plain>> = {
  Integer: 'int',
  SmallInteger: 'int',
  BigInteger: 'int',
  String: 'str',
  Text: 'str',
  TEXT: 'str',
  CHAR: 'str',
  INTEGER: 'int',
  BIGINT: 'int',
  BOOLEAN: 'bool',
  DATETIME: 'datetime',
  TIMESTAMP: 'datetime',
  DATE: 'date',
  Interval: 'timedelta',
  REAL: 'float',
  FLOAT: 'float',
  NUMERIC: 'decimal',
  DECIMAL: 'decimal',
  Unicode: 'str',
  UnicodeText: 'str',
  VARCHAR: 'str',
  Boolean: 'bool',
  Float: 'float',
  Double: 'float',
  Numeric: 'decimal',
  DateTime: 'datetime',
  Date: 'date',
  Time: 'time',
  LargeBinary: 'bytes',
  Uuid: 'uuid',
  UUID: 'uuid',
}

/** `Column(Integer)` holds numbers. */
export function plainOfType(node: Expression): Plain | null {
  return TYPES[lastName(node.kind === 'call' ? node.callee : node)] ?? null
}

/** Character strings and binary strings. */
import { ArgumentError } from '../../errors.js'
import { TypeEngine, type Affinity, type Processor } from './type-engine.js'

export type StringKind =
  'string' | 'unicode' | 'text' | 'unicodeText' | 'varchar' | 'char' | 'nvarchar' | 'nchar' | 'clob'

export interface StringOptions {
  readonly collation?: string
}

/** Kinds that name a type of SQL exactly, and what they are in general. */
const generalKinds: Partial<Record<StringKind, StringKind>> = {
  varchar: 'string',
  char: 'string',
  nvarchar: 'unicode',
  nchar: 'unicode',
  clob: 'text',
}

/** `VARCHAR(n)` and its relatives; values are strings. */
export class StringType<T extends string | number = string> extends TypeEngine<T> {
  override get affinity(): Affinity {
    return 'string'
  }
  override get concatenable(): boolean {
    return true
  }
  override readonly visitName: string

  constructor(
    readonly length: number | null = null,
    readonly options: StringOptions & { readonly kind?: StringKind } = {},
  ) {
    super()
    this.visitName = options.kind ?? 'string'
  }

  get collation(): string | null {
    return this.options.collation ?? null
  }

  override typeArguments(): readonly unknown[] {
    return [this.length, this.options.collation]
  }

  override defaultLiteral() {
    return quoteLiteral
  }

  override asGeneric(): StringType<string | number> {
    const kind = generalKinds[this.visitName as StringKind]
    return kind === undefined ? this : new StringType(this.length, { ...this.options, kind })
  }

  withCollation(collation: string): StringType {
    return new StringType(this.length, { ...this.options, collation })
  }
}

/** A string as SQL text. */
export function quoteLiteral(value: unknown): string {
  return `'${String(value).replaceAll("'", "''")}'`
}

export type BinaryKind = 'largeBinary' | 'binary' | 'varbinary' | 'blob'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** `BLOB`, `BYTEA`; values are `Uint8Array`s (a `Buffer` is one). */
export class LargeBinary extends TypeEngine<Uint8Array> {
  override get affinity(): Affinity {
    return 'binary'
  }
  override get concatenable(): boolean {
    return true
  }
  override readonly visitName: string

  constructor(
    readonly length: number | null = null,
    kind: BinaryKind = 'largeBinary',
  ) {
    super()
    this.visitName = kind
  }

  override typeArguments(): readonly unknown[] {
    return [this.length]
  }

  override defaultBind(): Processor {
    return toBuffer
  }

  /** Bytes are text only where they are valid UTF-8. */
  override defaultLiteral() {
    return (value: unknown) => quoteLiteral(UTF8.decode(value as Uint8Array))
  }

  override asGeneric(): LargeBinary {
    return this.visitName === 'blob' ? new LargeBinary(this.length) : this
  }

  override compareValues(left: unknown, right: unknown): boolean {
    if (left instanceof Uint8Array && right instanceof Uint8Array) {
      return Buffer.compare(left, right) === 0
    }
    return super.compareValues(left, right)
  }
}

function toBuffer(value: unknown): unknown {
  if (value === null || value === undefined || Buffer.isBuffer(value)) return value
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  throw new ArgumentError(`A binary column takes a Uint8Array or a Buffer, not ${typeof value}`)
}

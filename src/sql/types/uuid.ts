/** Universally unique identifiers: a type of the database where it has one, otherwise 32 characters. */
import { ArgumentError } from '../../errors.js'
import { quoteLiteral } from './text.js'
import { TypeEngine, type Affinity, type TypeAdapter, type TypeDialect } from './type-engine.js'

export interface UuidOptions {
  /** Use the type of the database where it has one; default: true. False: `CHAR(32)` everywhere. */
  readonly nativeUuid?: boolean
  /** For SQLAlchemy's sake: values are texts here, whatever it says. */
  readonly asUuid?: boolean
  /** `'UUID'`: called so by every database, as `sqlalchemy.UUID` is. */
  readonly kind?: 'UUID'
}

/** `UUID`, or `CHAR(32)` where the database has none; values are strings with dashes. */
export class Uuid extends TypeEngine<string> {
  override readonly visitName: string
  readonly nativeUuid: boolean

  constructor(readonly options: UuidOptions = {}) {
    super()
    this.nativeUuid = options.nativeUuid ?? true
    this.visitName = options.kind === undefined ? 'uuid' : 'exactUuid'
  }

  override get affinity(): Affinity {
    return 'uuid'
  }

  override get className(): string {
    return this.options.kind ?? super.className
  }

  override typeArguments(): readonly unknown[] {
    return this.nativeUuid ? [] : [{ nativeUuid: false }]
  }

  override defaultBind(_dialect: TypeDialect) {
    return withoutDashes
  }

  override defaultResult(_dialect: TypeDialect) {
    return withDashes
  }

  override defaultLiteral(_dialect: TypeDialect) {
    return (value: unknown) => quoteLiteral(withoutDashes(value))
  }
}

/** For databases with a type of their own: values travel as they are, unless the column is of characters. @internal */
export const nativeUuidAdapter: TypeAdapter = {
  bind: (type) => ((type as Uuid).nativeUuid ? null : withoutDashes),
  result: (type) => ((type as Uuid).nativeUuid ? null : withDashes),
  literal: (type, dialect) =>
    (type as Uuid).nativeUuid
      ? (value) => quoteLiteral(String(value))
      : (type as Uuid).defaultLiteral(dialect),
}

function withoutDashes(value: unknown): unknown {
  if (value === null || value === undefined) return value
  if (typeof value === 'string' && /^[0-9a-fA-F-]{32,36}$/.test(value))
    return value.replaceAll('-', '').toLowerCase()
  throw new ArgumentError(
    `A uuid column takes a text such as '12345678-1234-…', not ${String(value)}`,
  )
}

function withDashes(value: unknown): unknown {
  if (typeof value !== 'string' || value.length !== 32) return value
  return value.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

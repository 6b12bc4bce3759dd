/** Domains: another type with a name and conditions of its own; PostgreSQL. */
import type { ClauseElement } from '../elements/clause-element.js'
import type { Operator } from '../operators.js'
import {
  createType,
  dropType,
  type NamedType,
  type TypeBind,
  type TypeDdlOptions,
} from './named-type.js'
import type { TypeRegistry } from './named-type.js'
import {
  TypeEngine,
  toInstance,
  type Affinity,
  type Processor,
  type TypeArg,
  type TypeDialect,
} from './type-engine.js'

export interface DomainOptions {
  readonly collation?: string
  readonly default?: string | ClauseElement
  readonly constraintName?: string
  readonly notNull?: boolean
  /** A condition over `VALUE`. */
  readonly check?: string | ClauseElement
  readonly schema?: string
  readonly metadata?: TypeRegistry
  /** False: tables are created without making the domain before. */
  readonly createType?: boolean
}

/**
 * `CREATE DOMAIN name AS type`; `sqlalchemy.dialects.postgresql.DOMAIN`.
 *
 * @example
 * column(postgresql.domain('positive', integer, { check: 'VALUE > 0' }))
 */
export class DomainType<T = unknown> extends TypeEngine<T> implements NamedType {
  override readonly visitName = 'domain'
  readonly dataType: TypeEngine<T>

  constructor(
    readonly nativeName: string,
    dataType: TypeArg<T>,
    readonly options: DomainOptions = {},
  ) {
    super()
    this.dataType = toInstance(dataType)
    options.metadata?.noteType(this)
  }

  override get className(): string {
    return 'DOMAIN'
  }

  override get affinity(): Affinity {
    return this.dataType.affinity
  }

  get schemaName(): string | null {
    return this.options.schema ?? this.options.metadata?.schema ?? null
  }

  get isCreated(): boolean {
    return this.options.createType ?? true
  }

  get boundTo(): TypeRegistry | null {
    return this.options.metadata ?? null
  }

  /** `CREATE DOMAIN`. */
  create<R>(bind: TypeBind<R>, options: TypeDdlOptions = {}): R {
    return createType(this, bind, options)
  }

  /** `DROP DOMAIN`. */
  drop<R>(bind: TypeBind<R>, options: TypeDdlOptions = {}): R {
    return dropType(this, bind, options)
  }

  override typeArguments(): readonly unknown[] {
    return [this.nativeName, this.dataType]
  }

  override defaultBind(dialect: TypeDialect): Processor | null {
    return this.dataType.bindProcessor(dialect)
  }

  override defaultResult(dialect: TypeDialect, driverType: unknown): Processor | null {
    return this.dataType.resultProcessor(dialect, driverType)
  }

  override defaultLiteral(dialect: TypeDialect): ((value: unknown) => string) | null {
    return this.dataType.literalProcessor(dialect)
  }

  override coerceComparedValue(op: Operator | null, value: unknown): TypeEngine | null {
    return this.dataType.coerceComparedValue(op, value)
  }
}

/** Types made by users: a wrapper around another type, and a type with a column specification of its own. */
import type { Operator } from '../operators.js'
import { TypeEngine, type Affinity, type Processor, type TypeDialect } from './type-engine.js'

/** A constructor of types, bare: `string`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each takes arguments of its own
type ImplMaker = (...args: any[]) => TypeEngine

/**
 * A type that converts values on top of another one; `sqlalchemy.types.TypeDecorator`.
 *
 * @example
 * class Upper extends TypeDecorator<string> {
 *   override readonly cacheOk = true
 *   impl = string(20)
 *   override processBindParam(value: string | null) { return value?.toUpperCase() ?? null }
 * }
 */
export abstract class TypeDecorator<T = unknown> extends TypeEngine<T> {
  override readonly visitName = 'typeDecorator'
  /**
   * True: equal arguments of the class mean equal behaviour, so statements with such columns may be cached; false: they
   * may not. Left out it means false, with a warning.
   */
  readonly cacheOk?: boolean
  override get className(): string {
    return this.constructor.name
  }

  /** The type underneath; one that is not called gets the arguments the decorator is made with: `new Upper(20)`. */
  abstract readonly impl: TypeEngine | ImplMaker
  private readonly implArguments: readonly unknown[]
  private madeImpl: TypeEngine | null = null

  constructor(...implArguments: readonly unknown[]) {
    super()
    this.implArguments = implArguments
  }

  /** Converts a value for the driver. */
  processBindParam?(value: T | null, dialect: TypeDialect): unknown
  /** Converts a driver's value. */
  processResultValue?(value: unknown, dialect: TypeDialect): T | null
  /** The type used with one dialect instead of `impl`. */
  loadDialectImpl?(dialect: TypeDialect): TypeEngine

  /** The type underneath, for methods that ask it. */
  get implInstance(): TypeEngine {
    const { impl } = this
    if (typeof impl !== 'function') return impl
    return (this.madeImpl ??= (impl as (...args: readonly unknown[]) => TypeEngine)(
      ...this.implArguments,
    ))
  }

  /** @internal The type underneath on one dialect. */
  implOn(dialect: TypeDialect): TypeEngine {
    return (this.loadDialectImpl?.(dialect) ?? this.implInstance).implFor(dialect)
  }

  override defaultBind(dialect: TypeDialect): Processor | null {
    const inner = this.implOn(dialect).bindProcessor(dialect)
    if (!this.processBindParam) return inner
    const own: Processor = (value) => this.processBindParam?.(value as T | null, dialect)
    return inner ? (value) => inner(own(value)) : own
  }

  override defaultResult(dialect: TypeDialect, driverType: unknown): Processor | null {
    const inner = this.implOn(dialect).resultProcessor(dialect, driverType)
    if (!this.processResultValue) return inner
    const own: Processor = (value) => this.processResultValue?.(value, dialect)
    return inner ? (value) => own(inner(value)) : own
  }

  override defaultLiteral(dialect: TypeDialect) {
    const inner = this.implOn(dialect).literalProcessor(dialect)
    if (!inner || !this.processBindParam) return inner
    return (value: unknown) => inner(this.processBindParam?.(value as T | null, dialect))
  }

  override coerceComparedValue(_op: Operator | null, _value: unknown): TypeEngine | null {
    return this
  }

  override compareValues(left: unknown, right: unknown): boolean {
    return this.implInstance.compareValues(left, right)
  }

  override get sortKeyFunction(): Processor | null {
    return this.implInstance.sortKeyFunction
  }

  override get affinity(): Affinity {
    return this.implInstance.affinity
  }

  override get concatenable(): boolean {
    return this.implInstance.concatenable
  }

  override get indexable(): boolean {
    return this.implInstance.indexable
  }

  override typeArguments(): readonly unknown[] {
    return [this.implInstance, ...ownState(this)]
  }

  override get isCacheable(): boolean | null {
    return this.cacheOk ?? null
  }
}

const INHERITED = new Set([
  'impl',
  'implArguments',
  'madeImpl',
  'cacheOk',
  'visitName',
  'variants',
  'vendor',
  'exactName',
  'processors',
  'key',
])

/** What a class of the user's keeps beside what every type has. */
function ownState(type: object): readonly unknown[] {
  return Object.entries(type)
    .filter(([name]) => !INHERITED.has(name))
    .map(([name, value]) => [name, value] as unknown)
}

/** A type that names itself in DDL; `sqlalchemy.types.UserDefinedType`. */
export abstract class UserDefinedType<T = unknown> extends TypeEngine<T> {
  override readonly visitName = 'userDefined'

  override get className(): string {
    return this.constructor.name
  }

  /** The text in `CREATE TABLE`, e.g. `GEOMETRY`. */
  abstract getColSpec(): string

  override coerceComparedValue(): TypeEngine | null {
    return this
  }

  /** See `TypeDecorator`. */
  readonly cacheOk?: boolean

  override get isCacheable(): boolean | null {
    return this.cacheOk ?? null
  }

  override typeArguments(): readonly unknown[] {
    return [this.getColSpec(), ...ownState(this)]
  }
}

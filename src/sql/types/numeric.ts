/** Numbers: integers of three widths, exact decimals (as strings), floats. Used by columns, literals and CAST. */
import { TypeEngine, type Affinity, type Processor, type TypeDialect } from './type-engine.js'

/** `INTEGER`; values are numbers. */
export class Integer extends TypeEngine<number> {
  override readonly visitName: string = 'integer'
  override get affinity(): Affinity {
    return 'integer'
  }

  override defaultLiteral() {
    return (value: unknown) => String(value)
  }

  override defaultResult(): Processor | null {
    return null
  }
}

export class SmallInteger extends Integer {
  override readonly visitName = 'smallInteger'
}

/** `BIGINT`; values beyond 2^53 are read as `bigint`. */
export class BigInteger extends Integer {
  override readonly visitName = 'bigInteger'

  override defaultResult(): Processor {
    return safeInteger
  }
}

function safeInteger(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'bigint') return value
  // SQLite keeps texts in such columns, too.
  if (typeof value === 'string' && !/^[-+]?\d+$/.test(value)) return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

export interface NumericOptions {
  /** Read values as numbers instead of exact decimal strings. */
  readonly asdecimal?: boolean
  readonly decimalReturnScale?: number
}

/** `NUMERIC(p, s)`; values are decimal strings, so that nothing is rounded on the way. */
export class Numeric<T extends number | string = string> extends TypeEngine<T> {
  override readonly visitName: string = 'numeric'
  override get affinity(): Affinity {
    return 'numeric'
  }
  readonly asdecimal: boolean

  constructor(
    readonly precision: number | null = null,
    readonly scale: number | null = null,
    protected readonly options: NumericOptions = {},
  ) {
    super()
    this.asdecimal = options.asdecimal ?? true
  }

  /** Digits after the point of the strings read from a driver that answers with floats. */
  get returnScale(): number {
    return this.options.decimalReturnScale ?? this.scale ?? 10
  }

  override typeArguments(): readonly unknown[] {
    return [this.precision, this.scale, ...(this.asdecimal ? [] : [false])]
  }

  override defaultLiteral() {
    return (value: unknown) => String(value)
  }

  override defaultResult(_dialect: TypeDialect, _driverType: unknown): Processor | null {
    return this.asdecimal ? this.toDecimal : toNumber
  }

  override compareValues(left: unknown, right: unknown): boolean {
    if (left === null || right === null || left === undefined || right === undefined) {
      return (left ?? null) === (right ?? null)
    }
    return left === right || Number(left) === Number(right)
  }

  override get pythonType(): unknown {
    return this.asdecimal ? String : Number
  }

  private readonly toDecimal = (value: unknown): unknown =>
    typeof value === 'number' ? value.toFixed(this.returnScale) : value
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value
}

/** `FLOAT`; values are numbers. */
export class Float extends Numeric<number> {
  override readonly visitName: string = 'float'

  constructor(precision: number | null = null, options: NumericOptions = {}) {
    super(precision, null, { asdecimal: false, ...options })
  }

  override typeArguments(): readonly unknown[] {
    return [this.precision, ...(this.asdecimal ? [true] : [])]
  }
}

/** `DOUBLE`, `DOUBLE PRECISION`. */
export class Double extends Float {
  override readonly visitName = 'double'
}

/** `REAL`. */
export class Real extends Float {
  override readonly visitName = 'real'

  override asGeneric(): Float {
    return new Float(this.precision, this.options)
  }
}

/** `DECIMAL(p, s)`. */
export class Decimal extends Numeric {
  override readonly visitName = 'decimal'

  override asGeneric(): Numeric {
    return new Numeric(this.precision, this.scale, this.options)
  }
}

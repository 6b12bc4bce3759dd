/**
 * Dates and times. A `dateTime` is a JavaScript `Date` (one that keeps microseconds where there are any); without a
 * time zone its digits are read as UTC, whatever the machine's zone. A `date` is the text `2024-02-29`, a `time` is `12:30:45.5`, an `interval` is milliseconds.
 */
import { ArgumentError } from '../../errors.js'
import { beyondInText, dateWith, PreciseDate } from './precise-date.js'
import { quoteLiteral } from './text.js'
import { TypeEngine, type Affinity, type Processor, type TypeDialect } from './type-engine.js'

/** `2024-05-17 12:30:45.123000`: the text SQLite stores, digits in UTC. */
export function formatDateTime(value: Date): string {
  const [day = '', clock = ''] = value.toISOString().slice(0, -1).split('T')
  return `${day} ${clock.padEnd(15, '0')}`
}

/** The same without a fraction that is zero: the text of a literal; `datetime.isoformat`. */
export function isoDateTime(value: Date): string {
  return formatDateTime(value).replace(/\.000000$/, '')
}

/** Reads a date and time text; without an offset its digits are UTC. */
export function parseDateTime(text: string): Date {
  const iso = text
    .trim()
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d+/, '$1')
  const withOffset = /([zZ]|[+-]\d{2}(:?\d{2})?)$/.exec(iso.slice(10))
  const zone = withOffset ? normalOffset(withOffset[0]) : 'Z'
  const base = withOffset ? iso.slice(0, -withOffset[0].length) : iso
  return dateWith(`${base.length === 10 ? `${base}T00:00:00` : base}${zone}`, beyondInText(text))
}

function normalOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z'
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}

/** The calendar day of a `date` value; a `Date` counts by its UTC digits. */
export function formatDate(value: unknown): unknown {
  if (value === null || value === undefined) return value
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value === 'string' && /^\d{4,}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10)
  throw new ArgumentError(
    `A date column takes a text such as '2024-02-29' or a Date, not ${String(value)}`,
  )
}

/** The time of day of a `time` value; a `Date` counts by its UTC digits. */
export function formatTime(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().slice(11, -1)
  return value
}

export interface ZoneOptions {
  readonly timezone?: boolean
}

/** `TIMESTAMP`, `DATETIME`; `sqlalchemy.DateTime`. */
export class DateTime extends TypeEngine<Date> {
  override readonly visitName: string
  override get affinity(): Affinity {
    return 'datetime'
  }
  readonly timezone: boolean

  constructor(options: ZoneOptions & { readonly kind?: 'dateTime' | 'timestamp' } = {}) {
    super()
    this.timezone = options.timezone ?? false
    this.visitName = options.kind ?? 'dateTime'
  }

  override typeArguments(): readonly unknown[] {
    return this.timezone ? [{ timezone: true }] : []
  }

  override defaultBind(_dialect: TypeDialect): Processor | null {
    return bindDateTime
  }

  override defaultResult(): Processor {
    return readDateTime
  }

  override defaultLiteral() {
    const zone = this.timezone ? '+00:00' : ''
    return (value: unknown) => {
      const read = asDate(value)
      return quoteLiteral(read instanceof Date ? `${isoDateTime(read)}${zone}` : read)
    }
  }

  override asGeneric(): DateTime {
    return this.visitName === 'timestamp' ? new DateTime({ timezone: this.timezone }) : this
  }

  override compareValues(left: unknown, right: unknown): boolean {
    if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime()
    return super.compareValues(left, right)
  }
}

/** Accepts a `Date`, or a text that is one. */
export function bindDateTime(value: unknown): unknown {
  const read = asDate(value)
  return read instanceof Date ? formatDateTime(read) : read
}

function asDate(value: unknown): Date | null | undefined {
  if (value === null || value === undefined || value instanceof Date) return value
  if (typeof value === 'string') return parseDateTime(value)
  throw new ArgumentError(`A dateTime column takes a Date, not ${String(value)}`)
}

function readDateTime(value: unknown): unknown {
  return typeof value === 'string' ? parseDateTime(value) : value
}

/** `DATE`; values are texts such as `2024-02-29`. */
export class DateType extends TypeEngine<string> {
  override readonly visitName = 'date'
  override get affinity(): Affinity {
    return 'date'
  }

  override defaultBind(): Processor {
    return formatDate
  }

  override defaultResult(): Processor {
    return formatDate
  }

  override defaultLiteral() {
    return (value: unknown) => quoteLiteral(formatDate(value))
  }
}

/** `TIME`; values are texts such as `12:30:45`. */
export class Time extends TypeEngine<string> {
  override readonly visitName = 'time'
  override get affinity(): Affinity {
    return 'time'
  }
  readonly timezone: boolean

  constructor(options: ZoneOptions = {}) {
    super()
    this.timezone = options.timezone ?? false
  }

  override typeArguments(): readonly unknown[] {
    return this.timezone ? [{ timezone: true }] : []
  }

  override defaultBind(): Processor {
    return formatTime
  }

  override defaultLiteral() {
    return (value: unknown) => quoteLiteral(formatTime(value))
  }
}

/** `INTERVAL`; values are milliseconds. Without a native type it is stored as a date relative to 1970. */
export class Interval extends TypeEngine<number> {
  override readonly visitName = 'interval'
  override get affinity(): Affinity {
    return 'interval'
  }

  override defaultBind(): Processor {
    return (value) => (typeof value === 'number' ? formatDateTime(new PreciseDate(value)) : value)
  }

  override defaultResult(): Processor {
    return (value) => (typeof value === 'string' ? parseDateTime(value).getTime() : value)
  }
}

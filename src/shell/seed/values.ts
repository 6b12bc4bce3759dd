/** Plausible values for columns, by type and by what the name says: an `email` is one, a `price` has cents. */
import type { Column } from '../../schema/column.js'
import { DateTime, DateType, Interval, Time } from '../../sql/types/date-time.js'
import { Integer, Numeric } from '../../sql/types/numeric.js'
import { EnumType } from '../../sql/types/enum.js'
import { ArrayType, BooleanType, Json } from '../../sql/types/structured.js'
import { Uuid } from '../../sql/types/uuid.js'
import { LargeBinary, StringType } from '../../sql/types/text.js'
import { UsageError } from '../commands/usage-error.js'
import type { Random } from './random.js'

const GIVEN = 'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy Katherine'.split(' ')
const FAMILY = 'Allen Backus Cerf Dijkstra Engelbart Floyd Goldberg Hopper Iverson Johnson'.split(
  ' ',
)
const WORDS =
  'quiet slow query index table row night river stone paper light border answer winter engine garden'.split(
    ' ',
  )
const CITIES = 'Berlin Lisbon Oslo Prague Turin Vienna Kyoto Lima Nairobi Quito'.split(' ')

const DAY = 86_400_000
/** Dates lie in the year after this, whenever it is. */
const EPOCH = Date.UTC(2024, 0, 1)

/** @param serial makes it unlike every other value of the column */
export interface Wish {
  readonly random: Random
  readonly serial: number
  readonly isUnique: boolean
}

/** @throws UsageError for a type nobody can make values up for */
export function plausibleValue(column: Column, wish: Wish): unknown {
  const { type } = column
  const { random, serial, isUnique } = wish
  if (type instanceof EnumType) return random.pick(type.enums)
  if (type instanceof StringType) return fitting(textFor(column.name, wish), type.length, wish)
  if (type instanceof BooleanType) return random.next() < 0.5
  if (type instanceof Integer) return isUnique ? serial : random.between(...rangeFor(column.name))
  if (type instanceof Numeric) return numeric(type, wish)
  if (type instanceof DateTime) return new Date(EPOCH + random.between(0, 366 * 24 * 60) * 60_000)
  if (type instanceof DateType)
    return new Date(EPOCH + random.between(0, 365) * DAY).toISOString().slice(0, 10)
  if (type instanceof Time) return `${String(random.between(8, 19)).padStart(2, '0')}:30:00`
  if (type instanceof Interval) return random.between(1, 24) * 3_600_000
  if (type instanceof Uuid) return uuid(random)
  if (type instanceof Json) return { note: random.pick(WORDS) }
  if (type instanceof ArrayType) return []
  if (type instanceof LargeBinary)
    return Uint8Array.from({ length: 8 }, () => random.between(0, 255))
  throw new UsageError(`no values can be made up for ${column.name}`, {
    hint: 'give the column a default, or add the objects yourself',
  })
}

function numeric(type: Numeric<number | string>, { random }: Wish): number | string {
  const scale = type.scale ?? 2
  const whole = Math.min(500, 10 ** Math.max(0, (type.precision ?? 5) - scale) - 1)
  const text = (random.next() * whole).toFixed(scale)
  return type.asdecimal ? text : Number(text)
}

function rangeFor(name: string): readonly [number, number] {
  if (/year/i.test(name)) return [1990, 2024]
  if (/age$/i.test(name)) return [18, 80]
  return /rating|stars|position|priority/i.test(name) ? [1, 5] : [1, 1000]
}

function textFor(name: string, { random, serial, isUnique }: Wish): string {
  const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)]
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  const tail = isUnique ? `-${serial}` : ''
  if (/email/.test(plain)) return `${given}.${family}${tail}@example.org`.toLowerCase()
  if (/(url|website|link)/.test(plain)) return `https://example.org/${random.pick(WORDS)}${tail}`
  if (/phone/.test(plain))
    return `+1 555 ${String(isUnique ? serial : random.between(100, 999)).padStart(4, '0')}`
  if (/(slug|code|login|username)/.test(plain))
    return `${random.pick(WORDS)}-${random.pick(WORDS)}${tail}`
  if (/(firstname|givenname)/.test(plain)) return `${given}${tail}`
  if (/(lastname|familyname|surname)/.test(plain)) return `${family}${tail}`
  if (/city|town/.test(plain)) return `${random.pick(CITIES)}${tail}`
  if (/name/.test(plain)) return `${given} ${family}${tail}`
  if (/(body|text|description|comment|bio|content|excerpt)/.test(plain)) return sentence(random, 12)
  return `${sentence(random, 3).replace('.', '')}${tail}`
}

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => random.pick(WORDS)).join(' ')
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`
}

/** What makes a value unique stands at its end, and stays. */
function fitting(text: string, length: number | null, { serial, isUnique }: Wish): string {
  if (length === null || length === 0 || text.length <= length) return text
  const tail = isUnique ? String(serial) : ''
  return text.slice(0, Math.max(0, length - tail.length)) + tail.slice(-length)
}

function uuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.between(0, 15).toString(16))
  digits[12] = '4'
  digits[16] = random.pick(['8', '9', 'a', 'b'])
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

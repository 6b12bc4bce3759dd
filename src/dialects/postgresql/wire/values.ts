/**
 * Values on the wire, the same for the synchronous and the asynchronous driver. Booleans, numbers and bytes are
 * decoded here (int8 is a number while that is exact, then a bigint); all other types stay PostgreSQL's own text,
 * and the SQL types turn that into dates, JSON, arrays… Parameters are typed as psycopg2's literals would be.
 */
import { parseArray } from './array-text.js'

declare global {
  interface Buffer {
    /** Node's own decoders, without the dispatch on an encoding's name. */
    utf8Slice(start: number, end: number): string
    latin1Slice(start: number, end: number): string
  }
}

/** The types that are treated by name, by PostgreSQL's object identifiers. */
export const oid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  float4: 700,
  float8: 701,
  timestamptz: 1184,
  numeric: 1700,
} as const

/** Reads one value of `length` bytes at `start`. */
export type FieldDecoder = (buffer: Buffer, start: number, length: number) => unknown

/** The decoder for a column's type; text for everything that has no JavaScript counterpart. */
export function decoderOf(type: number): FieldDecoder {
  return decoders.get(type) ?? decodeText
}

const decodeText: FieldDecoder = (buffer, start, length) => buffer.utf8Slice(start, start + length)

const decodeInteger: FieldDecoder = (buffer, start, length) => {
  const negative = buffer[start] === 45
  const end = start + length
  let value = 0
  for (let at = negative ? start + 1 : start; at < end; at += 1) {
    value = value * 10 + (buffer[at] as number) - 48
  }
  return negative ? -value : value
}

const decodeInt8: FieldDecoder = (buffer, start, length) => {
  if (length < 16) return decodeInteger(buffer, start, length)
  const exact = BigInt(buffer.latin1Slice(start, start + length))
  const value = Number(exact)
  return Number.isSafeInteger(value) ? value : exact
}

const decodeFloat: FieldDecoder = (buffer, start, length) =>
  Number(buffer.latin1Slice(start, start + length))

const decodeBoolean: FieldDecoder = (buffer, start) => buffer[start] === 116

/** `\x` and two hexadecimal digits a byte. */
const decodeBytes: FieldDecoder = (buffer, start, length) =>
  Buffer.from(buffer.latin1Slice(start + 2, start + length), 'hex')

/** An array whose items are decoded by `item`. */
function arrayDecoder(item: FieldDecoder): FieldDecoder {
  const decodeItem = (text: string): unknown => {
    const bytes = Buffer.from(text)
    return item(bytes, 0, bytes.length)
  }
  return (buffer, start, length) => parseArray(buffer.utf8Slice(start, start + length), decodeItem)
}

const decoders: ReadonlyMap<number, FieldDecoder> = new Map<number, FieldDecoder>([
  [oid.bool, decodeBoolean],
  [oid.bytea, decodeBytes],
  [oid.int8, decodeInt8],
  [oid.int2, decodeInteger],
  [oid.int4, decodeInteger],
  [oid.oid, decodeInteger],
  [oid.float4, decodeFloat],
  [oid.float8, decodeFloat],
  [1000, arrayDecoder(decodeBoolean)],
  [1001, arrayDecoder(decodeBytes)],
  [1005, arrayDecoder(decodeInteger)],
  [1007, arrayDecoder(decodeInteger)],
  [1016, arrayDecoder(decodeInt8)],
  [1021, arrayDecoder(decodeFloat)],
  [1022, arrayDecoder(decodeFloat)],
  [1028, arrayDecoder(decodeInteger)],
  // char, name, text, bpchar, varchar, date, time, timestamp, timestamptz, interval, numeric, timetz, uuid, json, jsonb:
  // their items stay text.
  ...[1002, 1003, 1009, 1014, 1015, 1182, 1183, 1115, 1185, 1187, 1231, 1270, 2951, 199, 3807].map(
    (type) => [type, arrayDecoder(decodeText)] as const,
  ),
])

/** The bytes or the text of a parameter; null is NULL. Bytes are sent as they are, everything else as text. */
export function encodeParameter(value: unknown): Uint8Array | string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return encodeArray(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

/** PostgreSQL's array literal: `{1,NULL,"with \"quotes\""}`. */
function encodeArray(items: readonly unknown[]): string {
  return `{${items.map(encodeItem).join(',')}}`
}

function encodeItem(item: unknown): string {
  if (Array.isArray(item)) return encodeArray(item)
  const encoded = encodeParameter(item)
  if (encoded === null) return 'NULL'
  if (typeof encoded !== 'string') return `"\\\\x${Buffer.from(encoded).toString('hex')}"`
  return `"${encoded.replace(/["\\]/g, '\\$&')}"`
}

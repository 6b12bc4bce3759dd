/** `datetime`: points in time are dates with their digits in UTC, days and times of day are texts, intervals milliseconds. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { plain, UNKNOWN } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, optionsObject, splitArguments } from '../arguments.js'
import { codes, first, viaHelper, type StandardCall } from './call-support.js'

const STR = plain('str')
const DATETIME = plain('datetime')
const DATE = plain('date')

function newDate(...args: readonly out.Code[]): out.Code {
  return out.newObject(out.identifier('Date'), args)
}

export const DATE_CALLS: Readonly<Record<string, StandardCall>> = {
  'datetime.datetime': dateTime,
  'datetime.date': (context, node) => calendarText(context, node, 'date'),
  'datetime.time': (context, node) => calendarText(context, node, 'time'),
  'datetime.timedelta': timedelta,
  'datetime.timezone': () => ({ code: out.stringLiteral('UTC'), type: STR }),
  'datetime.datetime.now': now,
  'datetime.datetime.utcnow': now,
  'datetime.datetime.today': now,
  'datetime.date.today': () => ({ code: dayOf(newDate()), type: DATE }),
  'datetime.datetime.fromisoformat': parsed,
  'datetime.datetime.strptime': viaHelper('strptime', DATETIME),
  'datetime.datetime.fromtimestamp': ofSeconds,
  'datetime.datetime.utcfromtimestamp': ofSeconds,
  'datetime.datetime.combine': (context, node) => {
    const [day = out.raw("''"), time = out.raw("''")] = codes(context, node)
    return { code: newDate(out.template([day, 'T', time, 'Z'])), type: DATETIME }
  },
  'datetime.date.fromisoformat': (context, node) => ({ code: first(context, node), type: DATE }),
}

/** Functions and classes as values: `default=datetime.utcnow`. */
export const DATE_VALUES: Readonly<Record<string, () => Typed>> = {
  'datetime.datetime.utcnow': () => ({ code: out.arrow('()', newDate()), type: UNKNOWN }),
  'datetime.datetime.now': () => ({ code: out.arrow('()', newDate()), type: UNKNOWN }),
  'datetime.date.today': () => ({ code: out.arrow('()', dayOf(newDate())), type: UNKNOWN }),
  'datetime.timezone.utc': () => ({ code: out.stringLiteral('UTC'), type: STR }),
  'datetime.UTC': () => ({ code: out.stringLiteral('UTC'), type: STR }),
  'datetime.datetime': () => ({ code: out.identifier('Date'), type: UNKNOWN }),
  'datetime.date': () => ({ code: out.identifier('String'), type: UNKNOWN }),
  'datetime.datetime.min': () => ({
    code: newDate(out.stringLiteral('0001-01-01')),
    type: DATETIME,
  }),
  'datetime.datetime.max': () => ({
    code: newDate(out.stringLiteral('9999-12-31T23:59:59.999Z')),
    type: DATETIME,
  }),
}

function now(): Typed {
  return { code: newDate(), type: DATETIME }
}

/** Without a zone the digits are those of UTC. */
function parsed(context: Context, node: Call): Typed {
  const text = node.args[0]?.value
  if (text?.kind !== 'string') return { code: newDate(first(context, node)), type: DATETIME }
  const value = text.value.replace(' ', 'T')
  const isZoned = /(Z|[-+]\d\d:?\d\d)$/.test(value) || !value.includes('T')
  return { code: newDate(out.stringLiteral(isZoned ? value : `${value}Z`)), type: DATETIME }
}

function ofSeconds(context: Context, node: Call): Typed {
  const seconds = out.binary(
    first(context, node),
    '*',
    out.raw('1000'),
    out.PRECEDENCE.multiplicative,
  )
  return { code: newDate(seconds), type: DATETIME }
}

/** The day of a point in time. */
function dayOf(date: out.Code): out.Code {
  const text = out.call(out.member(date, 'toISOString'), [])
  return out.call(out.member(text, 'slice'), [out.raw('0'), out.raw('10')])
}

type Method = (context: Context, node: Call, owner: Typed) => Typed

const DATETIME_METHODS: Readonly<Record<string, Method>> = {
  strftime: (context, node, owner) => ({
    code: out.call(context.helper('strftime'), [owner.code, ...codes(context, node)]),
    type: STR,
  }),
  isoformat: (context, _node, owner) => ({
    code: out.call(context.helper('isoFormat'), [owner.code]),
    type: STR,
  }),
  date: (_context, _node, owner) => ({ code: dayOf(owner.code), type: DATE }),
  time: (_context, _node, owner) => {
    const text = out.call(out.member(owner.code, 'toISOString'), [])
    const code = out.call(out.member(text, 'slice'), [out.raw('11'), out.raw('19')])
    return { code, type: plain('time') }
  },
  timestamp: (_context, _node, owner) => {
    const time = out.call(out.member(owner.code, 'getTime'), [])
    const code = out.binary(time, '/', out.raw('1000'), out.PRECEDENCE.multiplicative)
    return { code, type: plain('float') }
  },
  weekday: (context, _node, owner) => ({
    code: weekdayOf(out.call(out.member(owner.code, 'getUTCDay'), []), context),
    type: plain('int'),
  }),
  isoweekday: (_context, _node, owner) => ({
    code: out.binary(
      out.call(out.member(owner.code, 'getUTCDay'), []),
      '||',
      out.raw('7'),
      out.PRECEDENCE.or,
    ),
    type: plain('int'),
  }),
  replace: (context, node, owner) => {
    const { keywords } = splitArguments(node.args)
    const fields = keywords.filter(({ name }) => name !== 'tzinfo')
    if (fields.length === 0) return owner
    const args = [owner.code, optionsObject(context, fields, (name) => name)]
    return { code: out.call(context.helper('withFields'), args), type: owner.type }
  },
  astimezone: (_context, _node, owner) => owner,
}

/** Monday is 0 in Python. */
function weekdayOf(day: out.Code, _context: Context): out.Code {
  const shifted = out.binary(day, '+', out.raw('6'), out.PRECEDENCE.additive)
  return out.binary(shifted, '%', out.raw('7'), out.PRECEDENCE.multiplicative)
}

/** Methods of points in time, of days and of intervals. */
export function dateMethod(context: Context, node: Call, owner: Typed, name: string): Typed | null {
  const { type } = owner
  if (type.kind === 'datetime') return DATETIME_METHODS[name]?.(context, node, owner) ?? null
  if (type.kind === 'date' || type.kind === 'time') {
    if (name === 'isoformat') return { code: owner.code, type: STR }
    const asTime: Typed = { code: newDate(dateText(owner)), type: DATETIME }
    const found = DATETIME_METHODS[name]?.(context, node, asTime) ?? null
    return found && name === 'replace' ? { code: dayOf(found.code), type } : found
  }
  if (type.kind === 'timedelta' && name === 'total_seconds') {
    const code = out.binary(owner.code, '/', out.raw('1000'), out.PRECEDENCE.multiplicative)
    return { code, type: plain('float') }
  }
  return null
}

function dateText({ code, type }: Typed): out.Code {
  return type.kind === 'time' ? out.template(['1970-01-01T', code, 'Z']) : code
}

const DATE_FIELDS: Readonly<Record<string, string>> = {
  year: 'getUTCFullYear',
  day: 'getUTCDate',
  hour: 'getUTCHours',
  minute: 'getUTCMinutes',
  second: 'getUTCSeconds',
}

/** `date.year` and the like. */
export function dateField({ code, type }: Typed, name: string): out.Code {
  const date = type.kind === 'datetime' ? code : newDate(dateText({ code, type }))
  const method = DATE_FIELDS[name]
  if (method) return out.call(out.member(date, method), [])
  if (name === 'month') {
    const month = out.call(out.member(date, 'getUTCMonth'), [])
    return out.binary(month, '+', out.raw('1'), out.PRECEDENCE.additive)
  }
  if (name === 'microsecond') {
    const milliseconds = out.call(out.member(date, 'getUTCMilliseconds'), [])
    return out.binary(milliseconds, '*', out.raw('1000'), out.PRECEDENCE.multiplicative)
  }
  return name === 'tzinfo' ? out.raw('null') : out.member(date, name)
}

/** Points in time are counted in milliseconds, and so are intervals. */
export function dateArithmetic(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed | null {
  if (left.type.kind === 'date') return dayArithmetic(context, operator, [left, right])
  if (left.type.kind !== 'datetime' && right.type.kind !== 'datetime') return null
  if (operator !== '+' && operator !== '-') return null
  const time = ({ code, type }: Typed): out.Code =>
    type.kind === 'datetime' ? out.call(out.member(code, 'getTime'), []) : code
  const result = out.binary(time(left), operator, time(right), out.PRECEDENCE.additive)
  if (right.type.kind === 'datetime' && operator === '-')
    return { code: result, type: plain('timedelta') }
  return { code: newDate(result), type: DATETIME }
}

function dayArithmetic(
  context: Context,
  operator: string,
  [left, right]: readonly [Typed, Typed],
): Typed | null {
  if (right.type.kind === 'timedelta') {
    const by = operator === '-' ? out.unary('-', right.code) : right.code
    return { code: out.call(context.helper('addDays'), [left.code, by]), type: DATE }
  }
  if (operator !== '-' || right.type.kind !== 'date') return null
  const parse = ({ code }: Typed): out.Code =>
    out.call(out.member(out.identifier('Date'), 'parse'), [code])
  const code = out.binary(parse(left), '-', parse(right), out.PRECEDENCE.additive)
  return { code, type: plain('timedelta') }
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond']

/** The fields of a date as numbers, if they are all written out. */
function literalFields(args: readonly Argument[], names: readonly string[]): number[] | null {
  const { positional, keywords } = splitArguments(args)
  const values = names.map(() => 0)
  const put = (index: number, value: Expression): boolean => {
    if (value.kind !== 'number' || index < 0) return false
    values[index] = Number(value.text)
    return true
  }
  const placed = positional.every((each, index) => put(index, each.value))
  const named = keywords
    .filter(({ name }) => name !== 'tzinfo')
    .every(({ name, value }) => put(names.indexOf(name ?? ''), value))
  return placed && named ? values : null
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0')
}

function clock(hour: number, minute: number, second: number, microsecond: number): string {
  const digits = microsecond % 1000 === 0 ? pad(microsecond / 1000, 3) : pad(microsecond, 6)
  const fraction = microsecond > 0 ? `.${digits}` : ''
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`
}

/** Dates without a zone have their digits in UTC. */
function dateTime(context: Context, node: Call): Typed {
  const fields = literalFields(node.args, FIELDS)
  if (fields) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0] = fields
    const text = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${clock(hour, minute, second, micro)}Z`
    const code = out.stringLiteral(text)
    if (micro % 1000 === 0) return { code: newDate(code), type: DATETIME }
    return { code: out.newObject(context.library('PreciseDate'), [code]), type: DATETIME }
  }
  const parts = splitArguments(node.args).positional.map((each, index) => {
    const part = context.code(each.value)
    return index === 1 ? out.binary(part, '-', out.raw('1'), out.PRECEDENCE.additive) : part
  })
  const time = out.call(out.member(out.identifier('Date'), 'UTC'), parts)
  return { code: newDate(time), type: DATETIME }
}

/** Dates and times of day are texts. */
function calendarText(context: Context, node: Call, kind: 'date' | 'time'): Typed {
  const names = kind === 'date' ? FIELDS.slice(0, 3) : FIELDS.slice(3)
  const fields = literalFields(node.args, names)
  if (!fields) {
    const parts = buildArguments(context, node.args)
    if (kind === 'time') leave(node, 'datetime.time', 'its parts are not plain numbers')
    const padded = parts.map((part, index) =>
      out.call(out.member(out.call(out.identifier('String'), [part]), 'padStart'), [
        out.raw(index === 0 ? '4' : '2'),
        out.stringLiteral('0'),
      ]),
    )
    return {
      code: out.template(padded.flatMap((each, index) => (index ? ['-', each] : [each]))),
      type: plain('date'),
    }
  }
  const [a = 0, b = 0, c = 0, d = 0] = fields
  const text = kind === 'date' ? `${pad(a, 4)}-${pad(b)}-${pad(c)}` : clock(a, b, c, d)
  return { code: out.stringLiteral(text), type: plain(kind) }
}

const MILLISECONDS: Readonly<Record<string, string>> = {
  weeks: '604_800_000',
  days: '86_400_000',
  hours: '3_600_000',
  minutes: '60_000',
  seconds: '1000',
  milliseconds: '1',
  microseconds: '0.001',
}

/** Intervals are milliseconds. */
function timedelta(context: Context, node: Call): Typed {
  const { positional, keywords } = splitArguments(node.args)
  const order = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks']
  const given = [
    ...positional.map((each, index) => ({ unit: order[index] ?? '', value: each.value })),
    ...keywords.map(({ name, value }) => ({ unit: name ?? '', value })),
  ]
  const terms = given.map(({ unit, value }) => {
    const factor = MILLISECONDS[unit]
    if (!factor) leave(node, 'timedelta', `no such unit: ${unit}`)
    const code = context.code(value)
    if (factor === '1') return code
    return out.binary(code, '*', out.raw(factor), out.PRECEDENCE.multiplicative)
  })
  const [head, ...rest] = terms
  const code = rest.reduce(
    (sum, term) => out.binary(sum, '+', term, out.PRECEDENCE.additive),
    head ?? out.raw('0'),
  )
  return { code, type: plain('timedelta') }
}

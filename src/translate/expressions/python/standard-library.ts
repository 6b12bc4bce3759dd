/** Python's standard library, as far as database programs use it: dates, decimals, UUIDs, JSON, the environment. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression, Span } from '../../syntax/nodes.js'
import { buildArguments, keyword, splitArguments } from '../arguments.js'

type StandardCall = (context: Context, node: Call) => Typed

const STR = plain('str')
const DATETIME = plain('datetime')

function newDate(...args: readonly out.Code[]): out.Code {
  return out.newObject(out.identifier('Date'), args)
}

const CALLS: Readonly<Record<string, StandardCall>> = {
  'datetime.datetime': dateTime,
  'datetime.date': (context, node) => calendarText(context, node, 'date'),
  'datetime.time': (context, node) => calendarText(context, node, 'time'),
  'datetime.timedelta': timedelta,
  'datetime.datetime.now': now,
  'datetime.datetime.utcnow': now,
  'datetime.datetime.today': now,
  'datetime.date.today': () => ({
    code: out.call(out.member(out.call(out.member(newDate(), 'toISOString'), []), 'slice'), [
      out.raw('0'),
      out.raw('10'),
    ]),
    type: plain('date'),
  }),
  'datetime.datetime.fromisoformat': parsed,
  'datetime.datetime.fromtimestamp': (context, node) => ({
    code: newDate(
      out.binary(first(context, node), '*', out.raw('1000'), out.PRECEDENCE.multiplicative),
    ),
    type: DATETIME,
  }),
  'datetime.date.fromisoformat': (context, node) => ({
    code: first(context, node),
    type: plain('date'),
  }),
  'decimal.Decimal': decimal,
  'uuid.UUID': uuid,
  'uuid.uuid4': (context) => ({
    code: out.call(context.imported('node:crypto', 'randomUUID'), []),
    type: plain('uuid'),
  }),
  'json.dumps': (context, node) => ({
    code: out.call(out.member(out.identifier('JSON'), 'stringify'), [first(context, node)]),
    type: STR,
  }),
  'json.loads': (context, node) => ({
    code: out.call(out.member(out.identifier('JSON'), 'parse'), [first(context, node)]),
    type: UNKNOWN,
  }),
  'sys.exit': (context, node) => processExit(context, node, node.args),
  'os._exit': (context, node) => processExit(context, node, node.args),
  'os.getenv': environment,
  'os.environ.get': environment,
  'time.time': () => seconds(out.call(out.member(out.identifier('Date'), 'now'), [])),
  'time.perf_counter': () =>
    seconds(out.call(out.member(out.identifier('performance'), 'now'), [])),
  'asyncio.run': (context, node) => ({
    code: out.unary('await ', first(context, node)),
    type: UNKNOWN,
  }),
  'random.random': () => ({
    code: out.call(out.member(out.identifier('Math'), 'random'), []),
    type: plain('float'),
  }),
  'dataclasses.field': (context, node) => {
    const value = keyword(node.args, 'default')
    return value ? context.expression(value) : { code: out.raw('undefined'), type: UNKNOWN }
  },
  'dataclasses.astuple': (context, node) => ({
    code: out.call(out.member(out.identifier('Object'), 'values'), [first(context, node)]),
    type: UNKNOWN,
  }),
  'operator.attrgetter': (context, node) => ({
    code: out.arrow('(value)', out.elementOf(out.identifier('value'), first(context, node))),
    type: UNKNOWN,
  }),
}

/** Functions of the standard library handed around as values: `default=datetime.utcnow`. */
const VALUES: Readonly<Record<string, (context: Context) => Typed>> = {
  'datetime.datetime.utcnow': () => ({ code: out.arrow('()', newDate()), type: UNKNOWN }),
  'datetime.datetime.now': () => ({ code: out.arrow('()', newDate()), type: UNKNOWN }),
  'datetime.timezone.utc': () => ({ code: out.stringLiteral('UTC'), type: STR }),
  'datetime.UTC': () => ({ code: out.stringLiteral('UTC'), type: STR }),
  'datetime.datetime': () => ({ code: out.identifier('Date'), type: UNKNOWN }),
  'datetime.date': () => ({ code: out.identifier('String'), type: UNKNOWN }),
  'decimal.Decimal': () => ({ code: out.identifier('String'), type: UNKNOWN }),
  'uuid.UUID': () => ({ code: out.identifier('String'), type: UNKNOWN }),
  'uuid.uuid4': (context) => ({
    code: out.arrow('()', out.call(context.imported('node:crypto', 'randomUUID'), [])),
    type: UNKNOWN,
  }),
  'os.environ': () => ({
    code: out.member(out.identifier('process'), 'env'),
    type: { kind: 'dict', of: STR },
  }),
}

/** What a call into the standard library becomes; null if nothing is known about it. */
export function standardCall(context: Context, node: Call, path: string): Typed | null {
  const translate = CALLS[path]
  if (translate) return translate(context, node)
  refuseUnknown(node, path)
  return null
}

/** Leaves what a module without a counterpart holds. */
export function refuseUnknown(node: Span, path: string): void {
  const [module = '', member] = path.split('.')
  if (member !== undefined && LEFT.has(module))
    leave(node, path, `there is no counterpart of the module ${module}`)
}

const LEFT = new Set([
  'logging',
  'os',
  'io',
  're',
  'functools',
  'itertools',
  'asyncio',
  'collections',
  'random',
  'math',
  'alembic',
  'contextlib',
  'shutil',
  'tempfile',
  'subprocess',
  'sys',
])

export function standardValue(context: Context, path: string): Typed | null {
  return VALUES[path]?.(context) ?? null
}

/** The process ends with a number; a text would be printed as well. */
export function processExit(context: Context, node: Span, given: readonly Argument[]): Typed {
  const status = given[0]?.value
  if (status?.kind === 'string' || status?.kind === 'format')
    leave(node, 'exit', 'it prints a text before the process ends')
  const args = status ? [context.code(status)] : []
  return { code: out.call(out.member(out.identifier('process'), 'exit'), args), type: UNKNOWN }
}

function first(context: Context, node: Call): out.Code {
  const [argument] = node.args
  return argument ? context.code(argument.value) : out.raw('undefined')
}

function seconds(milliseconds: out.Code): Typed {
  const code = out.binary(milliseconds, '/', out.raw('1000'), out.PRECEDENCE.multiplicative)
  return { code, type: plain('float') }
}

function now(): Typed {
  return { code: newDate(), type: DATETIME }
}

function parsed(context: Context, node: Call): Typed {
  return { code: newDate(first(context, node)), type: DATETIME }
}

function environment(context: Context, node: Call): Typed {
  const [name, fallback] = node.args
  const env = out.member(out.identifier('process'), 'env')
  const value =
    name?.value.kind === 'string'
      ? out.member(env, name.value.value)
      : out.elementOf(env, first(context, node))
  if (!fallback) return { code: value, type: UNKNOWN }
  return {
    code: out.binary(value, '??', context.code(fallback.value), out.PRECEDENCE.coalesce),
    type: STR,
  }
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

/** Exact numbers are texts. */
function decimal(context: Context, node: Call): Typed {
  const value = node.args[0]?.value
  const type: Type = plain('decimal')
  if (value?.kind === 'string') return { code: out.stringLiteral(value.value), type }
  if (value?.kind === 'number') return { code: out.stringLiteral(value.text), type }
  return { code: out.call(out.identifier('String'), [first(context, node)]), type }
}

/** UUIDs are texts with dashes. */
function uuid(context: Context, node: Call): Typed {
  const number = keyword(node.args, 'int')
  const type: Type = plain('uuid')
  if (number?.kind === 'number') {
    const digits = BigInt(number.text.replaceAll('_', '')).toString(16).padStart(32, '0')
    return { code: out.stringLiteral(withDashes(digits)), type }
  }
  if (number) return { code: out.call(context.helper('uuidOf'), [context.code(number)]), type }
  const text = node.args[0]?.value
  if (text?.kind === 'string') {
    const digits = text.value.replace(/[{}-]|^urn:uuid:/g, '')
    return { code: out.stringLiteral(withDashes(digits)), type }
  }
  return { code: first(context, node), type }
}

function withDashes(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toLowerCase()
}

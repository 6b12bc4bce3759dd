/** Python's standard library, as far as database programs use it: what a call or a value of a module becomes. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { listOf, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Span } from '../../syntax/nodes.js'
import { keyword } from '../arguments.js'
import { codes, constant, first, viaGlobal, viaHelper, type StandardCall } from './call-support.js'
import { DATE_CALLS, DATE_VALUES } from './dates.js'
import { factory, madeBy } from './function-values.js'
import { ITERATION_CALLS, operatorCall, operatorValue } from './iteration-modules.js'
import { NUMBER_CALLS, NUMBER_VALUES } from './number-modules.js'
import { PATTERN_CALLS, PATTERN_VALUES } from './regular-expressions.js'

const STR = plain('str')

const CALLS: Readonly<Record<string, StandardCall>> = {
  ...DATE_CALLS,
  ...ITERATION_CALLS,
  ...NUMBER_CALLS,
  ...PATTERN_CALLS,
  'uuid.UUID': uuid,
  'uuid.uuid4': (context) => ({
    code: out.call(context.imported('node:crypto', 'randomUUID'), []),
    type: plain('uuid'),
  }),
  'json.dumps': jsonText,
  'json.loads': (context, node) => ({
    code: out.call(out.member(out.identifier('JSON'), 'parse'), [first(context, node)]),
    type: UNKNOWN,
  }),
  'sys.exit': (context, node) => processExit(context, node, node.args),
  'os._exit': (context, node) => processExit(context, node, node.args),
  'os.getenv': environment,
  'os.environ.get': environment,
  'os.path.join': (context, node) => ({
    code: out.call(context.imported('node:path', 'join'), codes(context, node)),
    type: STR,
  }),
  'os.path.exists': (context, node) => ({
    code: out.call(context.imported('node:fs', 'existsSync'), codes(context, node)),
    type: plain('bool'),
  }),
  'time.time': () => seconds(out.call(out.member(out.identifier('Date'), 'now'), [])),
  'time.perf_counter': () =>
    seconds(out.call(out.member(out.identifier('performance'), 'now'), [])),
  'time.monotonic': () => seconds(out.call(out.member(out.identifier('performance'), 'now'), [])),
  'asyncio.run': (context, node) => ({
    code: out.unary('await ', first(context, node)),
    type: UNKNOWN,
  }),
  'asyncio.gather': (context, node) => ({
    code: out.call(out.member(out.identifier('Promise'), 'all'), [out.array(codes(context, node))]),
    type: listOf(UNKNOWN),
  }),
  'asyncio.sleep': (context, node) => ({
    code: out.call(context.imported('node:timers/promises', 'setTimeout'), [
      out.binary(first(context, node), '*', out.raw('1000'), out.PRECEDENCE.multiplicative),
    ]),
    type: plain('none'),
  }),
  'dataclasses.field': (context, node) => {
    const value = keyword(node.args, 'default')
    if (value) return context.expression(value)
    const make = keyword(node.args, 'default_factory')
    return make ? madeField(context, make) : { code: out.raw('undefined'), type: UNKNOWN }
  },
  'dataclasses.astuple': viaGlobal('Object', 'values', listOf(UNKNOWN)),
  'dataclasses.asdict': (context, node) => ({
    code: out.object([{ key: null, value: first(context, node) }]),
    type: { kind: 'dict', of: UNKNOWN },
  }),
  'copy.copy': viaGlobalFunction('structuredClone'),
  'copy.deepcopy': viaGlobalFunction('structuredClone'),
  'textwrap.dedent': viaHelper('dedent', STR),
  'textwrap.indent': viaHelper('indentText', STR),
  'textwrap.shorten': viaHelper('shorten', STR, ['text', 'width', 'placeholder']),
  'textwrap.wrap': viaHelper('wrapText', listOf(STR), ['text', 'width']),
  'textwrap.fill': (context, node) => ({
    code: out.call(out.member(out.call(context.helper('wrapText'), codes(context, node)), 'join'), [
      out.raw("'\\n'"),
    ]),
    type: STR,
  }),
  'hashlib.sha256': hash('sha256'),
  'hashlib.sha1': hash('sha1'),
  'hashlib.md5': hash('md5'),
  'secrets.token_hex': randomText('hex'),
  'secrets.token_urlsafe': randomText('base64url'),
  'pprint.pprint': viaGlobal('console', 'log', plain('none')),
  'logging.getLogger': () => ({
    code: out.identifier('console'),
    type: { kind: 'instance', of: 'Logger' },
  }),
  ...Object.fromEntries(
    ['debug', 'info', 'warning', 'error', 'exception', 'critical'].map((level) => [
      `logging.${level}`,
      (context: Context, node: Call) => logged(context, node, null, level),
    ]),
  ),
}

/** Functions of the standard library handed around as values: `default=datetime.utcnow`. */
const VALUES: Readonly<Record<string, (context: Context) => Typed>> = {
  ...DATE_VALUES,
  ...NUMBER_VALUES,
  ...PATTERN_VALUES,
  'uuid.UUID': () => ({ code: out.identifier('String'), type: UNKNOWN }),
  'uuid.uuid4': (context) => ({
    code: out.arrow('()', out.call(context.imported('node:crypto', 'randomUUID'), [])),
    type: UNKNOWN,
  }),
  'os.environ': () => ({
    code: out.member(out.identifier('process'), 'env'),
    type: { kind: 'dict', of: STR },
  }),
  'string.ascii_lowercase': constant("'abcdefghijklmnopqrstuvwxyz'", STR),
  'string.ascii_uppercase': constant("'ABCDEFGHIJKLMNOPQRSTUVWXYZ'", STR),
  'string.digits': constant("'0123456789'", STR),
}

/** What a call into the standard library becomes; null if nothing is known about it. */
export function standardCall(context: Context, node: Call, path: string): Typed | null {
  const translate = CALLS[path]
  if (translate) return translate(context, node)
  if (path.startsWith('operator.')) {
    const made = operatorCall(context, node, path.slice('operator.'.length))
    if (made) return made
  }
  refuseUnknown(node, path)
  return null
}

/** Leaves what a module without a counterpart holds. */
export function refuseUnknown(node: Span, path: string): void {
  const [module = '', member] = path.split('.')
  if (member !== undefined && LEFT.has(module))
    leave(node, path, `there is no counterpart of the module ${module}`)
}

const LEFT = new Set(
  `logging os io re functools itertools asyncio collections random math contextlib shutil tempfile subprocess
   sys operator statistics textwrap hashlib secrets copy string pprint time inspect pathlib csv threading warnings`.split(
    /\s+/,
  ),
)

export function standardValue(context: Context, path: string): Typed | null {
  const known = VALUES[path]?.(context)
  if (known) return known
  return path.startsWith('operator.')
    ? operatorValue(context, path.slice('operator.'.length))
    : null
}

/** The process ends with a number; a text would be printed as well. */
export function processExit(context: Context, node: Span, given: readonly Argument[]): Typed {
  const status = given[0]?.value
  if (status?.kind === 'string' || status?.kind === 'format')
    leave(node, 'exit', 'it prints a text before the process ends')
  const args = status ? [context.code(status)] : []
  return { code: out.call(out.member(out.identifier('process'), 'exit'), args), type: UNKNOWN }
}

function seconds(milliseconds: out.Code): Typed {
  const code = out.binary(milliseconds, '/', out.raw('1000'), out.PRECEDENCE.multiplicative)
  return { code, type: plain('float') }
}

function viaGlobalFunction(name: string): StandardCall {
  return (context, node) => ({
    code: out.call(out.identifier(name), codes(context, node)),
    type: node.args[0] ? context.expression(node.args[0].value).type : UNKNOWN,
  })
}

function madeField(context: Context, make: Argument['value']): Typed {
  const made = factory(context, make)
  return { code: out.call(out.raw(['(', made.code.doc, ')']), []), type: madeBy(context, make) }
}

/** `json.dumps(value, indent=2)`. */
function jsonText(context: Context, node: Call): Typed {
  const indent = keyword(node.args, 'indent')
  const isSorted = keyword(node.args, 'sort_keys')
  const fallback = keyword(node.args, 'default')
  const value = first(context, node)
  const sorted = isSorted && context.text(isSorted) === 'True'
  const args = [sorted ? out.call(context.helper('sortKeys'), [value]) : value]
  const isText = fallback !== null && context.text(fallback) === 'str'
  if (fallback !== null && !isText) leave(node, 'json.dumps', 'a default of its own')
  if (indent) args.push(out.raw('null'), context.code(indent))
  return { code: out.call(out.member(out.identifier('JSON'), 'stringify'), args), type: STR }
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

/** `hashlib.sha256(data)`: asked for its digits later. */
function hash(algorithm: string): StandardCall {
  return (context, node) => {
    const made = out.call(context.imported('node:crypto', 'createHash'), [
      out.stringLiteral(algorithm),
    ])
    const args = codes(context, node)
    const code = args.length > 0 ? out.call(out.member(made, 'update'), args) : made
    return { code, type: { kind: 'instance', of: 'Hash' } }
  }
}

function randomText(encoding: string): StandardCall {
  return (context, node) => {
    const bytes = out.call(context.imported('node:crypto', 'randomBytes'), [
      node.args.length > 0 ? first(context, node) : out.raw('32'),
    ])
    return {
      code: out.call(out.member(bytes, 'toString'), [out.stringLiteral(encoding)]),
      type: STR,
    }
  }
}

/** The digits of a hash. */
export function hashMethod(context: Context, node: Call, owner: Typed, name: string): Typed | null {
  const { code, type } = owner
  if (name === 'update') {
    return { code: out.call(out.member(code, 'update'), codes(context, node)), type }
  }
  if (name !== 'hexdigest' && name !== 'digest') return null
  const isText = name === 'hexdigest'
  const args = isText ? [out.stringLiteral('hex')] : []
  return { code: out.call(out.member(code, 'digest'), args), type: plain(isText ? 'str' : 'bytes') }
}

const LEVELS: Readonly<Record<string, string>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
  exception: 'error',
  critical: 'error',
}

/** Messages of a logger: the console writes them, with Python's placeholders. */
export function logged(context: Context, node: Call, _owner: Typed | null, level: string): Typed {
  const name = LEVELS[level]
  if (!name) return leave(node, level, 'the console has no such level')
  const args = node.args
    .filter((each) => each.name === null)
    .map(({ value }) => context.code(value))
  const code = out.call(out.member(out.identifier('console'), name), args)
  return { code, type: plain('none') }
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

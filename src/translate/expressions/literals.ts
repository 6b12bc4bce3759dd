/** Literals: numbers, texts, lists, dictionaries. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { isTextual, listOf, plain, UNKNOWN, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type {
  Constant,
  DictLiteral,
  Expression,
  FormatPart,
  FormatString,
  NumberLiteral,
  Sequence,
  StringLiteral,
} from '../syntax/nodes.js'

export function number(_context: Context, node: NumberLiteral): Typed {
  const text = node.text.toLowerCase()
  if (text.endsWith('j')) leave(node, node.text, 'complex numbers')
  const isFloat = /[.e]/.test(text) && !text.startsWith('0x')
  const tidy = text.replace(/^\./, '0.').replace(/\.(?=e|$|_)/, '')
  return { code: out.raw(tidy === '' ? '0' : tidy), type: plain(isFloat ? 'float' : 'int') }
}

export function constant(_context: Context, { value }: Constant): Typed {
  if (value === 'None') return { code: out.raw('null'), type: plain('none') }
  if (value === '...') return { code: out.raw('undefined'), type: UNKNOWN }
  return { code: out.raw(value === 'True' ? 'true' : 'false'), type: plain('bool') }
}

export function text(context: Context, node: StringLiteral): Typed {
  if (!node.isBytes) return { code: out.stringLiteral(node.value), type: plain('str') }
  const bytes = [...node.value].map((each) => each.codePointAt(0) ?? 0)
  const isAscii = bytes.every((each) => each >= 32 && each < 127)
  const buffer = context.imported('node:buffer', 'Buffer')
  const content = isAscii
    ? out.stringLiteral(node.value)
    : out.array(bytes.map((each) => out.raw(String(each))))
  return { code: out.call(out.member(buffer, 'from'), [content]), type: plain('bytes') }
}

export function sequence(context: Context, node: Sequence): Typed {
  const items = node.items.map((each) => context.expression(each))
  const code = out.array(items.map((item) => item.code))
  const [first] = items
  if (node.kind === 'tuple')
    return { code, type: { kind: 'tuple', items: items.map((item) => item.type) } }
  if (node.kind === 'list') {
    if (first) return { code, type: listOf(commonType(items)) }
    const seen = context.seenAt(node)
    return { code, type: { kind: 'list', of: seen.of, seen } }
  }
  const of = first?.type ?? UNKNOWN
  const set = isCompound(of) ? context.helper('TupleSet') : out.identifier('Set')
  return { code: out.newObject(set, [code]), type: { kind: 'set', of } }
}

/** What all items are; unknown if they differ. */
function commonType([first, ...others]: readonly Typed[]): Type {
  const type = first?.type ?? UNKNOWN
  return others.every((each) => each.type.kind === type.kind) ? type : UNKNOWN
}

/** Tuples and rows: compared by what they consist of. */
export function isCompound(type: Type): boolean {
  return type.kind === 'tuple' || (type.kind === 'instance' && type.of === 'Row')
}

/** `{}`, which its keys make an object or a Map. */
function emptyDictionary(context: Context, node: DictLiteral): Typed {
  const seen = context.seenAt(node)
  if (seen.key.kind === 'unknown' || isTextual(seen.key))
    return { code: out.object([]), type: { kind: 'dict', of: seen.of, seen } }
  const map = isCompound(seen.key) ? context.helper('TupleMap') : out.identifier('Map')
  return {
    code: out.newObject(map, []),
    type: { kind: 'map', of: seen.of, key: seen.key, seen },
  }
}

/** A plain object if all keys are texts, else a Map. */
export function dictionary(context: Context, node: DictLiteral): Typed {
  if (node.entries.length === 0) return emptyDictionary(context, node)
  const keys = node.entries.map(({ key }) => (key === null ? null : context.expression(key)))
  const values = node.entries.map(({ value }) => context.expression(value))
  const of = commonType(values)
  if (keys.every((key) => key === null || isTextual(key.type))) {
    const properties = node.entries.map(({ key }, index) => ({
      key: propertyKey(key, keys[index] ?? null),
      value: values[index]?.code ?? out.raw('null'),
    }))
    return { code: out.object(properties), type: { kind: 'dict', of } }
  }
  const pairs = keys.map((key, index) => {
    const value = values[index]?.code ?? out.raw('null')
    return key === null ? out.spread(value) : out.array([key.code, value])
  })
  const key = keys[0]?.type ?? UNKNOWN
  const map = isCompound(key) ? context.helper('TupleMap') : out.identifier('Map')
  return { code: out.newObject(map, [out.array(pairs)]), type: { kind: 'map', of, key } }
}

function propertyKey(node: Expression | null, key: Typed | null): string | out.Code | null {
  if (node === null || key === null) return null
  return node.kind === 'string' ? node.value : key.code
}

/** `f"…"` as a template. */
export function formatted(context: Context, node: FormatString): Typed {
  const parts = node.parts.map((part) =>
    typeof part === 'string' ? part : formatPart(context, part),
  )
  return { code: out.template(parts), type: plain('str') }
}

function formatPart(context: Context, part: FormatPart): out.Code {
  const value = context.expression(part.value)
  if (part.conversion === 'r') return out.call(context.helper('repr'), [value.code])
  if (part.spec !== null) {
    return out.call(context.helper('format'), [value.code, out.stringLiteral(part.spec)])
  }
  return textOf(context, value)
}

/** A value inside of a template. */
export function textOf(context: Context, { code, type }: Typed): out.Code {
  const isText = ['str', 'int'].includes(type.kind)
  if (type.kind === 'sql') return out.call(out.member(code, 'toString'), [])
  if (isText || !context.options.explicitText) return code
  return out.call(out.identifier('String'), [code])
}

const PLACEHOLDER = /%(?:\((\w+)\))?(%|[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g

/** `"…%s…" % values` as a template. */
export function percentFormat(context: Context, node: StringLiteral, values: Expression): Typed {
  const list = values.kind === 'tuple' ? values.items : [values]
  const given = list.map((each) => context.expression(each))
  let next = 0
  const parts: (string | out.Code)[] = []
  let position = 0
  for (const match of node.value.matchAll(PLACEHOLDER)) {
    const [whole, key, directive = ''] = match
    parts.push(node.value.slice(position, match.index))
    position = match.index + whole.length
    if (directive === '%') {
      parts.push('%')
      continue
    }
    const value = key === undefined ? given[next++] : entryOf(given[0], key)
    if (!value) leave(node, '%', 'more placeholders than values')
    parts.push(placeholder(context, value, directive))
  }
  parts.push(node.value.slice(position))
  return { code: out.template(parts.filter((part) => part !== '')), type: plain('str') }
}

function entryOf(given: Typed | undefined, key: string): Typed | undefined {
  return given && { code: out.member(given.code, key), type: UNKNOWN }
}

function placeholder(context: Context, value: Typed, directive: string): out.Code {
  if (directive === 's' || directive === 'd' || directive === 'i') return textOf(context, value)
  if (directive === 'r') return out.call(context.helper('repr'), [value.code])
  return out.call(context.helper('format'), [value.code, out.stringLiteral(directive)])
}

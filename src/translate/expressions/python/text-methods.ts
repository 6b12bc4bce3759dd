/** Methods of texts. */
import type { Context, Typed } from '../../core/context.js'
import { isArray, listOf, plain, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Attribute, Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, optionsObject, splitArguments } from '../arguments.js'
import { textOf } from '../literals.js'

const STR = plain('str')
const BOOL = plain('bool')

interface TextMethod {
  readonly name: string
  readonly type: Type
}

/** Methods with a counterpart of the same meaning. */
const RENAMED: Readonly<Record<string, TextMethod>> = {
  upper: { name: 'toUpperCase', type: STR },
  lower: { name: 'toLowerCase', type: STR },
  casefold: { name: 'toLowerCase', type: STR },
  strip: { name: 'trim', type: STR },
  lstrip: { name: 'trimStart', type: STR },
  rstrip: { name: 'trimEnd', type: STR },
  startswith: { name: 'startsWith', type: BOOL },
  endswith: { name: 'endsWith', type: BOOL },
  replace: { name: 'replaceAll', type: STR },
  split: { name: 'split', type: listOf(STR) },
  find: { name: 'indexOf', type: plain('int') },
  index: { name: 'indexOf', type: plain('int') },
  rjust: { name: 'padStart', type: STR },
  ljust: { name: 'padEnd', type: STR },
  isoformat: { name: 'toISOString', type: STR },
}

/** Methods that only texts have, so that they are recognised on unknown values. */
const ONLY_TEXT = new Set(['upper', 'lower', 'casefold', 'strip', 'lstrip', 'rstrip', 'isoformat'])

export interface TextCall {
  readonly owner: Typed
  readonly callee: Attribute
}

/** The call, if the owner is a text (or must be one); else null. */
export function textMethod(
  context: Context,
  node: Call,
  { owner, callee }: TextCall,
): Typed | null {
  const { name } = callee
  const isText = owner.type.kind === 'str'
  if (name === 'format' && callee.object.kind === 'string') {
    return formatCall(context, node, callee.object.value)
  }
  if (name === 'format' && isText) return laterFormat(context, node, owner)
  if (name === 'join' && (isText || callee.object.kind === 'string')) {
    return joinCall(context, node, owner)
  }
  if (owner.type.kind === 'bytes' && name === 'hex') {
    return {
      code: out.call(out.member(owner.code, 'toString'), [out.stringLiteral('hex')]),
      type: STR,
    }
  }
  if (isText && name === 'encode') {
    const buffer = context.imported('node:buffer', 'Buffer')
    return { code: out.call(out.member(buffer, 'from'), [owner.code]), type: plain('bytes') }
  }
  return renamedCall(context, node, { owner, callee })
}

function renamedCall(context: Context, node: Call, { owner, callee }: TextCall): Typed | null {
  const { name } = callee
  const isText = owner.type.kind === 'str'
  const isOwn = context.knowledge.ownNames.has(name) && owner.type.kind !== 'datetime'
  const recognised = isText || (ONLY_TEXT.has(name) && isPlainOwner(owner.type) && !isOwn)
  if (recognised && ['capitalize', 'title'].includes(name)) {
    return { code: out.call(context.helper(name), [owner.code]), type: STR }
  }
  if ((recognised || (owner.type.kind === 'unknown' && !isOwn)) && isLimitedSplit(node, name)) {
    const args = [owner.code, ...node.args.map(({ value }) => context.code(value))]
    return { code: out.call(context.helper(`${name}Text`), args), type: listOf(STR) }
  }
  const renamed = RENAMED[name]
  if (!renamed || !recognised) return null
  if (name === 'split' && node.args.length === 0) {
    const trimmed = out.call(out.member(owner.code, 'trim'), [])
    return { code: out.call(out.member(trimmed, 'split'), [out.raw('/\\s+/')]), type: renamed.type }
  }
  if (name.endsWith('strip') && node.args.length > 0) {
    const args = [owner.code, ...buildArguments(context, node.args)]
    return { code: out.call(context.helper(name), args), type: STR }
  }
  const args = buildArguments(context, node.args)
  return { code: out.call(out.member(owner.code, renamed.name), args), type: renamed.type }
}

/** `text.split(sep, 1)` keeps the rest; JavaScript's second argument drops it. */
function isLimitedSplit({ args }: Call, name: string): boolean {
  return (name === 'split' || name === 'rsplit') && args.length === 2
}

function isPlainOwner(type: Type): boolean {
  return ['unknown', 'str', 'datetime'].includes(type.kind)
}

/** `sep.join(list)` is `list.join(sep)`. */
function joinCall(context: Context, node: Call, separator: Typed): Typed {
  const values = node.args[0] && context.expression(node.args[0].value)
  if (!values) return { code: out.raw("''"), type: STR }
  const list = isArray(values.type) ? values.code : out.array([out.spread(values.code)])
  return { code: out.call(out.member(list, 'join'), [separator.code]), type: STR }
}

const FIELD = /\{(\w*)(?:!([rsa]))?(?::([^}]*))?\}|\{\{|\}\}/g

/** `"{} {name}".format(…)` as a template. */
function formatCall(context: Context, node: Call, text: string): Typed {
  const positional = node.args.filter((each) => each.name === null).map(({ value }) => value)
  const named = new Map(node.args.map((each) => [each.name, each.value]))
  const parts: (string | out.Code)[] = []
  let next = 0
  let position = 0
  for (const match of text.matchAll(FIELD)) {
    const [whole, key = '', conversion, spec] = match
    parts.push(text.slice(position, match.index))
    position = match.index + whole.length
    if (whole === '{{' || whole === '}}') {
      parts.push(whole.slice(1))
      continue
    }
    const value = key === '' ? positional[next++] : (named.get(key) ?? positional[Number(key)])
    if (value) parts.push(field(context, value, { conversion, spec }))
  }
  parts.push(text.slice(position))
  return { code: out.template(parts.filter((part) => part !== '')), type: STR }
}

/** A template that is not written out is filled when the program runs. */
function laterFormat(context: Context, node: Call, owner: Typed): Typed {
  const { positional, keywords } = splitArguments(node.args)
  const values = out.array(buildArguments(context, positional))
  const named = keywords.length === 0 ? [] : [optionsObject(context, keywords, (name) => name)]
  return { code: out.call(context.helper('formatText'), [owner.code, values, ...named]), type: STR }
}

function field(
  context: Context,
  node: Expression,
  {
    conversion,
    spec,
  }: { readonly conversion: string | undefined; readonly spec: string | undefined },
): out.Code {
  const value = context.expression(node)
  if (conversion === 'r') return out.call(context.helper('repr'), [value.code])
  if (spec) return out.call(context.helper('format'), [value.code, out.stringLiteral(spec)])
  return textOf(context, value)
}

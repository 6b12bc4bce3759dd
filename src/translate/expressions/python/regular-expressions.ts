/** `re`: patterns become regular expressions of JavaScript, matches their results. */
import type { Context, Typed } from '../../core/context.js'
import { instance, listOf, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { importPath } from '../import-path.js'
import { argument, type StandardCall } from './call-support.js'
import { functionValue } from './function-values.js'

const STR = plain('str')
const MATCH = instance('Match')
const PATTERN = instance('Pattern')

export const PATTERN_CALLS: Readonly<Record<string, StandardCall>> = {
  're.compile': (context, node) => ({
    code: pattern(context, node, { flags: argument(node, 1, 'flags') }),
    type: PATTERN,
  }),
  're.escape': (context, node) => {
    const text = context.code(node.args[0]?.value ?? missing)
    const args = [out.raw('/[.*+?^${}()|[\\]\\\\]/g'), out.stringLiteral('\\$&')]
    return { code: out.call(out.member(text, 'replace'), args), type: STR }
  },
  ...Object.fromEntries(
    ['search', 'match', 'fullmatch', 'findall', 'finditer', 'sub', 'split'].map((name) => [
      `re.${name}`,
      (context: Context, node: Call) => moduleCall(context, node, name),
    ]),
  ),
}

const missing: Expression = { kind: 'string', value: '', isBytes: false, from: 0, to: 0 }

/** How the pattern is used decides its flags and anchors. */
interface Use {
  readonly flags?: Expression | null
  readonly isGlobal?: boolean
  readonly anchor?: 'start' | 'whole'
}

/** `re.search(pattern, text)`. */
function moduleCall(context: Context, node: Call, name: string): Typed {
  const texts = name === 'sub' ? 2 : 1
  const flags = argument(node, name === 'sub' || name === 'split' ? texts + 2 : texts + 1, 'flags')
  const use: Use = { flags, ...usage(name) }
  const made = pattern(context, node, use)
  const parts = [argument(node, 1, name === 'sub' ? 'repl' : 'string')]
  if (name === 'sub') parts.push(argument(node, 2, 'string'))
  return applied(context, name, made, parts)
}

function usage(name: string): Use {
  if (name === 'match') return { anchor: 'start' }
  if (name === 'fullmatch') return { anchor: 'whole' }
  return { isGlobal: ['findall', 'finditer', 'sub'].includes(name) }
}

/** Methods of compiled patterns: `PATTERN.search(text)`. */
export function patternMethod(
  context: Context,
  node: Call,
  owner: Typed,
  name: string,
): Typed | null {
  const { isGlobal = false, anchor } = usage(name)
  const source = out.member(owner.code, 'source')
  const flags = out.member(owner.code, 'flags')
  const again = (text: string | out.Code, more: string): out.Code =>
    out.newObject(out.identifier('RegExp'), [
      typeof text === 'string' ? out.raw(text) : text,
      more === '' ? flags : out.template([flags, more]),
    ])
  const made = isGlobal
    ? again(source, 'g')
    : anchor === 'start'
      ? again(out.template(['^(?:', source, ')']), '')
      : anchor === 'whole'
        ? again(out.template(['^(?:', source, ')$']), '')
        : owner.code
  const parts = node.args.map(({ value }) => value)
  return name in { search: 1, match: 1, fullmatch: 1, findall: 1, finditer: 1, sub: 1, split: 1 }
    ? applied(context, name, made, parts)
    : null
}

function applied(
  context: Context,
  name: string,
  made: out.Code,
  [first, second]: readonly (Expression | null | undefined)[],
): Typed {
  const text = (node: Expression | null | undefined): out.Code => context.code(node ?? missing)
  switch (name) {
    case 'findall':
      return { code: out.call(context.helper('findAll'), [made, text(first)]), type: listOf(STR) }
    case 'finditer': {
      const all = out.call(out.member(text(first), 'matchAll'), [made])
      return { code: out.array([out.spread(all)]), type: listOf(MATCH) }
    }
    case 'split':
      return { code: out.call(out.member(text(first), 'split'), [made]), type: listOf(STR) }
    case 'sub': {
      const args = [made, replacement(context, first ?? missing)]
      return { code: out.call(out.member(text(second), 'replace'), args), type: STR }
    }
    default:
      return { code: out.call(out.member(made, 'exec'), [text(first)]), type: MATCH }
  }
}

/** `\1` is `$1`; a function gets the match as Python's does. */
function replacement(context: Context, node: Expression): out.Code {
  if (node.kind === 'string') {
    const text = node.value
      .replaceAll('$', '$$$$')
      .replace(/\\(\d+)|\\g<(\d+)>/g, (_all, a?: string, b?: string) => `$${a ?? b ?? ''}`)
      .replace(/\\g<(\w+)>/g, '$<$1>')
    return out.stringLiteral(text)
  }
  const typed = functionValue(context, node, [MATCH])
  if (typed.type.kind !== 'function') return typed.code
  const list = out.identifier('match')
  return out.arrow(
    context.isShared ? '(...match)' : '(...match: any)',
    out.call(typed.code, [list]),
  )
}

const FLAGS: Readonly<Record<string, string>> = {
  I: 'i',
  IGNORECASE: 'i',
  M: 'm',
  MULTILINE: 'm',
  S: 's',
  DOTALL: 's',
  U: '',
  UNICODE: '',
}

/** The regular expression an argument stands for. */
function pattern(context: Context, node: Call, use: Use): out.Code {
  const given = argument(node, 0, 'pattern') ?? missing
  const flags = flagsOf(context, use.flags ?? null) + (use.isGlobal ? 'g' : '')
  if (given.kind !== 'string') {
    const typed = context.expression(given)
    if (typed.type.kind === 'instance' && typed.type.of === 'Pattern') return typed.code
    const source = use.anchor
      ? out.template(['^(?:', typed.code, use.anchor === 'whole' ? ')$' : ')'])
      : typed.code
    const args = [source, ...(flags === '' ? [] : [out.stringLiteral(flags)])]
    return out.newObject(out.identifier('RegExp'), args)
  }
  const { source, inline } = javascript(given.value)
  return out.raw(`/${anchored(source, use.anchor)}/${inline}${flags}`)
}

function anchored(source: string, anchor: Use['anchor']): string {
  const inner = source.includes('|') ? `(?:${source})` : source
  if (anchor === 'start') return `^${inner.replace(/^\^/, '')}`
  return anchor === 'whole' ? `^${inner.replace(/^\^/, '').replace(/\$$/, '')}$` : source || '(?:)'
}

function flagsOf(context: Context, node: Expression | null): string {
  if (node === null) return ''
  if (node.kind === 'binary') return flagsOf(context, node.left) + flagsOf(context, node.right)
  const path = importPath(context, node) ?? ''
  return FLAGS[path.slice(path.lastIndexOf('.') + 1)] ?? ''
}

/** Python's pattern in JavaScript's words. */
function javascript(text: string): { readonly source: string; readonly inline: string } {
  const inline = /^\(\?([ims]+)\)/.exec(text)?.[1] ?? ''
  const source = text
    .replace(/^\(\?[ims]+\)/, '')
    .replace(/\(\?P<(\w+)>/g, '(?<$1>')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replace(/\\A/g, '^')
    .replace(/\\Z/g, '$')
    .replace(/(?<!\\)\//g, '\\/')
    .replaceAll('\n', '\\n')
  return { source, inline }
}

/** Methods of matches. */
export function matchMethod(
  context: Context,
  node: Call,
  owner: Typed,
  name: string,
): Typed | null {
  const args = node.args.map(({ value }) => value)
  switch (name) {
    case 'group': {
      const parts = (args.length > 0 ? args : [null]).map((each) =>
        group(context, owner.code, each),
      )
      const [only] = parts
      return parts.length === 1 && only
        ? { code: only, type: STR }
        : { code: out.array(parts), type: listOf(STR) }
    }
    case 'groups': {
      const rest = out.call(out.member(owner.code, 'slice'), [out.raw('1')])
      return { code: rest, type: listOf(STR) }
    }
    case 'groupdict':
      return {
        code: out.object([{ key: null, value: out.member(owner.code, 'groups') }]),
        type: { kind: 'dict', of: STR },
      }
    case 'start':
      return { code: out.member(owner.code, 'index'), type: plain('int') }
    case 'end': {
      const length = out.member(out.elementOf(owner.code, out.raw('0')), 'length')
      const code = out.binary(out.member(owner.code, 'index'), '+', length, out.PRECEDENCE.additive)
      return { code, type: plain('int') }
    }
    default:
      return null
  }
}

function group(context: Context, match: out.Code, node: Expression | null): out.Code {
  if (node?.kind === 'string') return out.optionalMember(out.member(match, 'groups'), node.value)
  return out.elementOf(match, node ? context.code(node) : out.raw('0'))
}

/** What is known of patterns and matches. */
export function isPatternType(type: Type): boolean {
  return type.kind === 'instance' && (type.of === 'Pattern' || type.of === 'Match')
}

export const PATTERN_VALUES: Readonly<Record<string, () => Typed>> = {
  're.Pattern': () => ({ code: out.identifier('RegExp'), type: UNKNOWN }),
}

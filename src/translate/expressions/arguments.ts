/** Arguments of calls: positional ones in order, keywords in one options object at the end. */
import type { Context, Typed } from '../core/context.js'
import { camelCase } from '../knowledge/naming.js'
import { isInstance, type Type } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Argument, Expression } from '../syntax/nodes.js'

export interface ArgumentOptions {
  /** How keywords are called in the options object; default: by the naming rules. */
  readonly naming?: (name: string) => string
  /** Keywords that are positional in TypeScript, at their places; empty strings keep a place free. */
  readonly order?: readonly string[]
  /** Options stand behind so many arguments. */
  readonly pad?: number
  /** Keywords without meaning in TypeScript. */
  readonly drop?: readonly string[]
  /** Keywords that change nothing when they are `True`, and are an error otherwise. */
  readonly dropTrue?: readonly string[]
}

export interface SplitArguments {
  readonly positional: readonly Argument[]
  readonly keywords: readonly Argument[]
}

export function splitArguments(args: readonly Argument[]): SplitArguments {
  const isKeyword = (each: Argument): boolean => each.name !== null || each.star === '**'
  return {
    positional: args.filter((each) => !isKeyword(each)),
    keywords: args.filter(isKeyword),
  }
}

/** All arguments as TypeScript takes them. */
export function buildArguments(
  context: Context,
  args: readonly Argument[],
  options: ArgumentOptions = {},
): out.Code[] {
  const { positional, keywords: all } = splitArguments(args)
  const keywords = all.filter((each) => !isPassed(context, each))
  const codes = positional.flatMap((each) => positionalCode(context, each))
  const left = placeKeywords(context, codes, keywords, options)
  if (left.length === 0) return codes
  while (codes.length < (options.pad ?? 0)) codes.push(out.raw('undefined'))
  return [...codes, optionsObject(context, left, options.naming ?? camelCase)]
}

/** `**kwargs` that came as the last of `*args`. */
function isPassed(context: Context, { star, value }: Argument): boolean {
  return star === '**' && isInstance(context.expression(value).type, 'passedOptions')
}

function positionalCode(context: Context, { star, value }: Argument): out.Code[] {
  const typed = context.expression(value)
  if (star === '*') return [out.spread(typed.code)]
  // `t.c['a', 'b']` stands for several columns.
  if (value.kind === 'subscript' && value.index.kind === 'tuple' && typed.type.kind === 'tuple') {
    return [out.spread(typed.code)]
  }
  return [typed.code]
}

/** Puts keywords that are positional here at their places; answers the others. */
function placeKeywords(
  context: Context,
  codes: out.Code[],
  keywords: readonly Argument[],
  { order = [], drop = [], dropTrue = [] }: ArgumentOptions,
): readonly Argument[] {
  const rest: Argument[] = []
  for (const each of keywords) {
    const place = each.name === null ? -1 : order.indexOf(each.name)
    if (each.name !== null && drop.includes(each.name)) continue
    if (each.name !== null && dropTrue.includes(each.name) && isTrue(each.value)) continue
    if (place < 0 || place < codes.length) rest.push(each)
    else {
      while (codes.length < place) codes.push(out.raw('undefined'))
      codes.push(context.code(each.value))
    }
  }
  return rest
}

function isTrue(value: Expression): boolean {
  return value.kind === 'constant' && value.value === 'True'
}

/** `{ keyword: value, ...mapping }`. */
export function optionsObject(
  context: Context,
  keywords: readonly Argument[],
  naming: (name: string) => string = camelCase,
): out.Code {
  return out.object(
    keywords.flatMap((each) => compilerOptions(context, each) ?? option(context, each, naming)),
  )
}

function option(
  context: Context,
  { name, value }: Argument,
  naming: (name: string) => string,
): out.Property {
  return {
    key: name === null ? null : naming(name),
    value: name === null ? context.code(value) : optionValue(context, name, value),
  }
}

/** `compile_kwargs={"literal_binds": True}`: options of `compile()` like the others. */
function compilerOptions(context: Context, { name, value }: Argument): out.Property[] | null {
  if (name !== 'compile_kwargs' || value.kind !== 'dict') return null
  return properties(context, value)
}

const OPTION_DICTIONARIES = new Set(['execution_options', 'bind_arguments', 'engine_options'])

/** Options inside of options follow the naming rules as well. */
function optionValue(context: Context, name: string, value: Expression): out.Code {
  if (OPTION_DICTIONARIES.has(name) && value.kind === 'dict') return camelDictionary(context, value)
  return context.code(value)
}

/** A dictionary literal of options. */
export function camelDictionary(
  context: Context,
  node: Extract<Expression, { kind: 'dict' }>,
): out.Code {
  return out.object(properties(context, node))
}

function properties(context: Context, node: Extract<Expression, { kind: 'dict' }>): out.Property[] {
  return node.entries.map(({ key, value }) => ({
    key: key?.kind === 'string' ? camelCase(key.value) : key === null ? null : context.code(key),
    value: context.code(value),
  }))
}

/** Types of positional arguments. */
export function argumentTypes(context: Context, args: readonly Argument[]): readonly Type[] {
  return splitArguments(args).positional.map((each) => context.expression(each.value).type)
}

/** The value of a keyword, if it is given. */
export function keyword(args: readonly Argument[], name: string): Expression | null {
  return args.find((each) => each.name === name)?.value ?? null
}

/** Arguments without those keywords. */
export function without(
  args: readonly Argument[],
  ...names: readonly string[]
): readonly Argument[] {
  return args.filter((each) => each.name === null || !names.includes(each.name))
}

/** A positional argument, typed. */
export function typedArgument(
  context: Context,
  args: readonly Argument[],
  index: number,
): Typed | null {
  const found = splitArguments(args).positional[index]
  return found ? context.expression(found.value) : null
}

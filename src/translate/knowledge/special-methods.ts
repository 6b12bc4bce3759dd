/** Python's special methods: what they are called here, and what calls them. */
import { findMember } from './program.js'
import type { Type } from './types.js'

/** Names in TypeScript; `get ` in front of those that are read like attributes. */
const NAMES: Readonly<Record<string, string>> = {
  __repr__: 'toString',
  __str__: 'toString',
  __init__: 'constructor',
  __iter__: '[Symbol.iterator]',
  __aiter__: '[Symbol.asyncIterator]',
  __next__: 'next',
  __composite_values__: 'compositeValues',
  __enter__: 'open',
  __exit__: '[Symbol.dispose]',
  __aenter__: 'open',
  __aexit__: '[Symbol.asyncDispose]',
  __len__: 'get length',
  __bool__: 'isTrue',
  __contains__: 'has',
  __getitem__: 'get',
  __setitem__: 'set',
  __delitem__: 'delete',
  __call__: 'call',
  __eq__: 'equals',
  __hash__: 'hashCode',
  __lt__: 'lessThan',
  __le__: 'atMost',
  __gt__: 'moreThan',
  __ge__: 'atLeast',
  __add__: 'plus',
  __radd__: 'addedTo',
  __sub__: 'minus',
  __mul__: 'times',
  __truediv__: 'dividedBy',
  __floordiv__: 'dividedWhole',
  __mod__: 'modulo',
  __neg__: 'negated',
  __and__: 'and',
  __or__: 'or',
  __int__: 'valueOf',
  __float__: 'valueOf',
  __format__: 'format',
  __post_init__: 'postInit',
  __copy__: 'clone',
}

/** What a special method is called in a class; null if nothing calls it here. */
export function specialName(name: string): string | null {
  return NAMES[name] ?? null
}

const OPERATORS: Readonly<Record<string, string>> = {
  '+': '__add__',
  '-': '__sub__',
  '*': '__mul__',
  '/': '__truediv__',
  '//': '__floordiv__',
  '%': '__mod__',
  '&': '__and__',
  '|': '__or__',
  '==': '__eq__',
  '!=': '__eq__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
}

export interface SpecialMethod {
  /** Its name here. */
  readonly name: string
  /** What it answers. */
  readonly result: Type
}

/** A special method of the program's own class; null if the class has none. */
export function specialMethod(type: Type, name: string): SpecialMethod | null {
  const member = memberNamed(type, name)
  const written = NAMES[name]
  if (!member || written === undefined) return null
  const result: Type = member.kind === 'function' ? member.fn.result : { kind: 'unknown' }
  return { name: written.replace('get ', ''), result }
}

/** The special method behind an operator. */
export function operatorMethod(type: Type, operator: string): SpecialMethod | null {
  const name = OPERATORS[operator]
  return name === undefined ? null : specialMethod(type, name)
}

function memberNamed(type: Type, name: string): Type | null {
  if (type.kind === 'object') return type.members.get(name) ?? null
  return type.kind === 'entity' ? findMember(type.model, name) : null
}

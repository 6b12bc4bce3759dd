/** Reads objects by their property descriptors only: no getter runs, no proxy is asked. */
import { types } from 'node:util'

export interface FoundProperty {
  readonly name: string
  readonly kind: 'method' | 'property'
  /** Distance from the object along its prototypes; nearer names are listed first. */
  readonly depth: number
}

const MAX_DEPTH = 10
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Names of no use on a class: every function has them. */
const FUNCTION_OWN = new Set(['length', 'name', 'prototype', 'arguments', 'caller'])

/** The properties an object answers to; those of `Object.prototype` are left out. */
export function propertiesOf(target: unknown): readonly FoundProperty[] {
  const found = new Map<string, FoundProperty>()
  for (const [owner, depth] of prototypesOf(target)) {
    if (owner === Object.prototype && depth > 0) break
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (found.has(name) || !isListed(name, owner)) continue
      const descriptor = Object.getOwnPropertyDescriptor(owner, name)
      const isMethod = typeof descriptor?.value === 'function'
      found.set(name, { name, kind: isMethod ? 'method' : 'property', depth })
    }
  }
  return [...found.values()]
}

/** Where reading `name` leads: a plain value, an accessor nobody has run, or nothing. */
export function lookUp(
  target: unknown,
  name: string,
): { readonly value: unknown } | 'accessor' | null {
  for (const [owner] of prototypesOf(target)) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name)
    if (descriptor) return 'value' in descriptor ? { value: descriptor.value } : 'accessor'
  }
  return null
}

/** The object and its prototypes, up to the first proxy. */
export function* prototypesOf(target: unknown): Generator<readonly [object, number]> {
  if (target === null || target === undefined) return
  let owner: unknown = Object(target)
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (owner === null || types.isProxy(owner)) return
    yield [owner as object, depth]
    owner = Object.getPrototypeOf(owner)
  }
}

/** The names of the classes an object is of, nearest first. A model may have an attribute `name`: that is not asked. */
export function classNamesOf(target: unknown): readonly string[] {
  return [...prototypesOf(target)].flatMap(([owner]) => {
    const maker: unknown = Object.getOwnPropertyDescriptor(owner, 'constructor')?.value
    if (typeof maker !== 'function') return []
    const name: unknown = Object.getOwnPropertyDescriptor(maker, 'name')?.value
    return typeof name === 'string' ? [name] : []
  })
}

function isListed(name: string, owner: object): boolean {
  if (!IDENTIFIER.test(name) || name === 'constructor') return false
  return typeof owner !== 'function' || !FUNCTION_OWN.has(name)
}

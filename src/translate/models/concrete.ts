/** `class Emp(AbstractConcreteBase, Base)`: the base of a concrete hierarchy. */
import type { Context } from '../core/context.js'
import { camelCase } from '../knowledge/naming.js'
import { lastName } from '../knowledge/value-types.js'
import type * as out from '../output/code.js'
import type { ClassDefinition } from '../syntax/nodes.js'
import { classValue } from './collect.js'

const BASES: ReadonlySet<string> = new Set([
  'AbstractConcreteBase',
  'ConcreteBase',
  'DeferredReflection',
])

/** Class attributes that are options of the model here. */
const SETTINGS = ['_concrete_discriminator_name', 'strict_attrs'] as const

/** The helper class among the bases of a class. */
export function concreteBase(node: ClassDefinition): string | null {
  const names = node.args.filter(({ name }) => name === null).map(({ value }) => lastName(value))
  return names.find((name) => BASES.has(name)) ?? null
}

/** `{ strictAttrs: true }`. */
export function concreteOptions(context: Context, node: ClassDefinition): out.Property[] {
  if (!concreteBase(node)) return []
  return SETTINGS.flatMap((name) => {
    const value = classValue(node, name)
    return value ? [{ key: camelCase(name.replace(/^_/, '')), value: context.code(value) }] : []
  })
}

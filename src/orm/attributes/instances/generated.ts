/**
 * Source text made per mapped class: accessors, the constructor of hydrated instances, row copying. Text that differs
 * per class keeps V8's type feedback apart; where code generation is forbidden, closures do the same.
 */
import type { AttributeImpl } from '../attribute-impl.js'

export interface Hydrator {
  /** A new instance that shares the user's prototype. */
  readonly make: () => object
  readonly setUp: (object: object) => void
}

export interface HydratorParts {
  readonly prototype: object
  readonly slots: readonly symbol[]
  readonly stateSlot: symbol
  readonly makeState: (object: object) => unknown
}

/** One value of a row: where it is, where it goes. */
export interface RowField {
  readonly key: string
  readonly index: number
}

export type Populator = (object: object, row: readonly unknown[]) => void

type Slots = Record<symbol, unknown>

/** Getters and setters of a class. @internal */
export function compileAccessors(
  className: string,
  impls: readonly AttributeImpl[],
): PropertyDescriptorMap {
  const slots = impls.map((impl) => impl.slot)
  const members = impls.map((impl, index) => accessorSource(impl, index))
  const source = `return { ${members.join(',\n')} }`
  const made = evaluate<object>(className, source, { i: impls, s: slots })
  const descriptors = made ? Object.getOwnPropertyDescriptors(made) : closureAccessors(impls)
  for (const key of Object.keys(descriptors))
    (descriptors[key] as PropertyDescriptor).enumerable = false
  return descriptors
}

/** @internal */
export function compileHydrator(className: string, parts: HydratorParts): Hydrator {
  const clear = (self: string) =>
    parts.slots.map((_, index) => `${self}[s${index}] = undefined;`).join(' ')
  const source = `
    function Hydrated() { this[stateSlot] = makeState(this); ${clear('this')} }
    Hydrated.prototype = prototype
    return {
      make() { return new Hydrated() },
      setUp(o) { o[stateSlot] = makeState(o); ${clear('o')} },
    }`
  const { prototype, stateSlot, makeState } = parts
  const made = evaluate<Hydrator>(
    className,
    source,
    { s: parts.slots },
    { prototype, stateSlot, makeState },
  )
  return made ?? closureHydrator(parts)
}

/** @internal */
export function compilePopulator(
  className: string,
  fields: readonly (RowField & { readonly slot: symbol })[],
): Populator {
  const lines = fields.map((field, index) => `o[s${index}] = row[${field.index}];`)
  const source = `return (o, row) => { ${lines.join(' ')} }`
  const made = evaluate<Populator>(className, source, { s: fields.map((field) => field.slot) })
  return made ?? closurePopulator(fields)
}

function accessorSource(impl: AttributeImpl, index: number): string {
  const key = JSON.stringify(impl.key)
  const read = `i${index}.readFrom(this)`
  const getter = impl.readsAreNoted
    ? `return ${read}`
    : `const v = this[s${index}]; return v !== undefined ? v : ${read}`
  return `get ${key}() { ${getter} }, set ${key}(v) { i${index}.assignTo(this, v) }`
}

/** Runs generated source with lists spread over numbered constants; null where that is forbidden. */
function evaluate<T>(
  className: string,
  source: string,
  lists: Readonly<Record<string, readonly unknown[]>>,
  constants: Readonly<Record<string, unknown>> = {},
): T | null {
  const heads = Object.entries(lists).flatMap(([name, values]) =>
    values.map((_, index) => `const ${name}${index} = lists.${name}[${index}];`),
  )
  const names = Object.keys(constants)
  const label = className.replace(/[^\w$]/g, '_')
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text of our own making; closures are the fallback
    const run = new Function(
      'lists',
      ...names,
      `'use strict'; /* ${label} */ ${heads.join(' ')} ${source}`,
    ) as (...args: unknown[]) => T
    return run(lists, ...Object.values(constants))
  } catch (error) {
    if (error instanceof EvalError) return null
    throw error
  }
}

function closureAccessors(impls: readonly AttributeImpl[]): PropertyDescriptorMap {
  return Object.fromEntries(impls.map((impl) => [impl.key, closureAccessor(impl)]))
}

function closureAccessor(impl: AttributeImpl): PropertyDescriptor {
  const { slot } = impl
  return {
    get(this: Slots) {
      const value = impl.readsAreNoted ? undefined : this[slot]
      return value !== undefined ? value : impl.readFrom(this)
    },
    set(this: Slots, value: unknown) {
      impl.assignTo(this, value)
    },
    configurable: true,
  }
}

function closureHydrator(parts: HydratorParts): Hydrator {
  const setUp = (object: object) => {
    const slots = object as Slots
    slots[parts.stateSlot] = parts.makeState(object)
    for (const slot of parts.slots) slots[slot] = undefined
  }
  const make = () => {
    const object = Object.create(parts.prototype) as object
    setUp(object)
    return object
  }
  return { make, setUp }
}

function closurePopulator(fields: readonly (RowField & { readonly slot: symbol })[]): Populator {
  return (object, row) => {
    for (const { slot, index } of fields) (object as Slots)[slot] = row[index]
  }
}

/** Writes the members of an IN list: one placeholder each, or what a dialect says for an empty list. */
import { TupleType } from '../types/structured.js'
import type { Operator } from '../operators.js'
import type { Processor } from '../types/type-engine.js'
import type { BindSlot, Rendering } from './compiled.js'

/** How a dialect writes lists. */
export interface ExpandRules {
  /** What stands between the parentheses of an empty list of so many columns, by the operator it belongs to. */
  readonly emptySet: (columns: number, operator: Operator | null) => string
  readonly tupleValues: boolean
}

/** A slot that becomes many. */
export interface ExpandingSlot extends BindSlot {
  readonly rules: ExpandRules
  readonly operator: Operator | null
  readonly itemProcessors: readonly (Processor | null)[] | null
  /** The members of tuples as text, where values are written out. */
  readonly itemLiterals: readonly ((value: unknown) => string)[] | null
}

/** Writes the list in parentheses. */
export function expandSlot(slot: BindSlot, value: unknown, out: Rendering): void {
  const expanding = slot as ExpandingSlot
  const items = value === null || value === undefined ? [] : [...(value as Iterable<unknown>)]
  if (items.length === 0) return out.text(`(${emptyList(expanding)})`)
  const tuples = slot.type instanceof TupleType || (slot.type.isNull && Array.isArray(items[0]))
  out.text(tuples && expanding.rules.tupleValues ? '(VALUES ' : '(')
  items.forEach((item, index) => {
    if (index > 0) out.text(', ')
    if (tuples) expandTuple(slot, item as readonly unknown[], index, out)
    else writeItem(slot, `${slot.name}_${index + 1}`, item, out)
  })
  out.text(')')
}

function expandTuple(
  slot: BindSlot,
  item: readonly unknown[],
  index: number,
  out: Rendering,
): void {
  out.text('(')
  item.forEach((value, position) => {
    if (position > 0) out.text(', ')
    writeItem(slot, `${slot.name}_${index + 1}_${position + 1}`, value, out, position)
  })
  out.text(')')
}

function writeItem(
  slot: BindSlot,
  name: string,
  value: unknown,
  ...[out, position]: [Rendering, number?]
): void {
  const { itemProcessors: processors, itemLiterals } = slot as ExpandingSlot
  const literal = (position === undefined ? null : itemLiterals?.[position]) ?? slot.literal
  if (literal) return out.text(literal(value))
  const processor = position === undefined ? slot.processor : (processors?.[position] ?? null)
  out.placeholder(name, value, { processor, suffix: slot.suffix })
}

function emptyList(slot: ExpandingSlot): string {
  const columns = slot.type instanceof TupleType ? slot.type.types.length : 1
  return slot.rules.emptySet(columns, slot.operator)
}

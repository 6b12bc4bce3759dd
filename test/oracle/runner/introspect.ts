/** What the judge asks about values of the library: states of objects, names of classes. */
import { inspect, Mapper, type InstanceState } from 'orm-shell'

/** The state of a mapped object; null for all else. */
export function instanceStateOf(value: unknown): InstanceState | null {
  const inspected = inspected_(value)
  return inspected !== null && typeof inspected === 'object' && 'committedState' in inspected
    ? (inspected as InstanceState)
    : null
}

/** The mapper of a mapped class; null for all else. */
export function mapperOf(value: unknown): Mapper | null {
  if (typeof value !== 'function') return null
  const inspected = inspected_(value)
  return inspected instanceof Mapper ? inspected : null
}

/** The name of a class; mapped ones may have an attribute `name`. */
export function classNameOf(value: unknown): string {
  const mapper = mapperOf(value)
  if (mapper) return mapper.className
  const name = (value as { readonly name?: unknown } | null)?.name
  return typeof name === 'string' ? name : String(name)
}

function inspected_(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return null
  try {
    return inspect(value as object)
  } catch {
    return null
  }
}

/** Which options of two identities differ; options at their default are not looked at. */
import type { Identity, SequenceOptions } from '../../schema/defaults.js'

type OptionName = keyof SequenceOptions

/** Databases ignore these, or do not tell them. */
const IGNORED: ReadonlySet<string> = new Set(['order', 'schema', 'optional'])

/** The names of options that differ, sorted; `DefaultImpl._compare_identity_default`. */
export function identityDifference(
  wanted: Identity | null,
  existing: Identity | null,
): readonly OptionName[] {
  const [left, right] = [wanted?.options ?? {}, existing?.options ?? {}]
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])] as OptionName[]
  return names.filter((name) => !IGNORED.has(name) && isDifferent(name, left, right)).sort()
}

function isDifferent(name: OptionName, left: SequenceOptions, right: SequenceOptions): boolean {
  if (name === 'always') return Boolean(left.always) !== Boolean(right.always)
  return left[name] !== undefined && left[name] !== right[name]
}

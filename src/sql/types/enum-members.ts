/** What an enumeration means: which values there are, and what the database stores for each. */
import { ArgumentError } from '../../errors.js'

/** A TypeScript `enum`, or an object written like one: names and their values. */
export type EnumMembers = Readonly<Record<string, string | number>>

export interface EnumMemberOptions {
  /** What the database stores for the members, in their order; default: their names. */
  readonly valuesCallable?: (members: EnumMembers) => Iterable<string>
  /** Of several names for one value only the first is stored; default: true. */
  readonly omitAliases?: boolean
  /** Of the column, where the database has no enumerations. */
  readonly length?: number
}

/** The members of an enumeration, both ways. @internal */
export interface MemberTable {
  /** What is stored, in order. */
  readonly enums: readonly string[]
  /** What is stored for a value; what is stored stands for itself as well. */
  readonly stored: ReadonlyMap<unknown, string>
  /** The value for what is stored. */
  readonly values: ReadonlyMap<unknown, string | number>
}

/** `Enum._parse_into_values`, `Enum._setup_for_values`. @internal */
export function memberTable(
  given: readonly string[] | EnumMembers,
  options: EnumMemberOptions,
): MemberTable {
  const members = withoutAliases(membersOf(given), options.omitAliases ?? true)
  const objects = Object.values(members)
  const enums = [...(options.valuesCallable?.(members) ?? Object.keys(members))]
  const values = new Map(enums.map((each, i) => [each, objects[i] ?? each]))
  const stored = new Map<unknown, string>()
  for (const [each, value] of values) if (!stored.has(value)) stored.set(value, each)
  for (const [each, value] of values)
    if (!stored.has(each)) stored.set(each, stored.get(value) ?? each)
  return { enums, stored, values }
}

/** Listed strings are their own values. The numbers of a TypeScript enumeration are keys of its names, too. */
function membersOf(given: readonly string[] | EnumMembers): EnumMembers {
  const isList = Array.isArray(given)
  const entries = isList
    ? (given as readonly string[]).map((each) => [each, each] as const)
    : Object.entries(given as EnumMembers).filter(([name]) => !/^-?\d+$/.test(name))
  return Object.fromEntries(entries)
}

function withoutAliases(members: EnumMembers, omit: boolean): EnumMembers {
  if (!omit) return members
  const seen = new Set<unknown>()
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => !seen.has(value) && seen.add(value)),
  )
}

/** The length of the texts. @throws ArgumentError when the one asked for is too short @internal */
export function lengthOf(enums: readonly string[], asked: number | undefined): number {
  const longest = Math.max(0, ...enums.map((each) => each.length))
  if (asked === undefined || asked >= longest) return asked ?? longest
  throw new ArgumentError(
    `When provided, length must be larger or equal than the length of the longest enum value. ${asked} < ${longest}`,
  )
}

/**
 * The `cascade` option of a relationship as a set of flags.
 */
import { ArgumentError } from '../../errors.js'

export type CascadeName =
  'save-update' | 'merge' | 'expunge' | 'delete' | 'refresh-expire' | 'delete-orphan'

const ALL: readonly CascadeName[] = ['save-update', 'merge', 'refresh-expire', 'expunge', 'delete']
const KNOWN: ReadonlySet<string> = new Set([...ALL, 'delete-orphan', 'all', 'none'])
const VIEWONLY_ALLOWED: ReadonlySet<string> = new Set([
  'expunge',
  'refresh-expire',
  'merge',
  'none',
  'all',
])

/**
 * Which operations on a parent reach its related objects; `sqlalchemy.orm.util.CascadeOptions`.
 *
 * @example
 * cascadeOptions('all, delete-orphan').delete // true
 */
export class CascadeOptions {
  readonly saveUpdate: boolean
  readonly delete: boolean
  readonly refreshExpire: boolean
  readonly merge: boolean
  readonly expunge: boolean
  readonly deleteOrphan: boolean

  constructor(readonly names: ReadonlySet<CascadeName>) {
    this.saveUpdate = names.has('save-update')
    this.delete = names.has('delete')
    this.refreshExpire = names.has('refresh-expire')
    this.merge = names.has('merge')
    this.expunge = names.has('expunge')
    this.deleteOrphan = names.has('delete-orphan')
    Object.freeze(this)
  }

  [Symbol.iterator](): IterableIterator<CascadeName> {
    return this.names.values()
  }

  has(name: CascadeName): boolean {
    return this.names.has(name)
  }

  toString(): string {
    return [...this.names].sort().join(', ')
  }
}

/** Reads `'all, delete-orphan'`, a list of names, or nothing at all (the default for the kind). */
export function cascadeOptions(
  given: string | readonly string[] | null | undefined,
  { viewonly = false }: { viewonly?: boolean } = {},
): CascadeOptions {
  if (given === null || given === undefined) {
    return new CascadeOptions(new Set(viewonly ? ['merge'] : ['save-update', 'merge']))
  }
  const words = (typeof given === 'string' ? given.split(/\s*,\s*/) : given).filter(Boolean)
  rejectUnknown(words)
  if (viewonly) rejectWriting(words)
  if (words.includes('none')) return new CascadeOptions(new Set())
  const names = new Set(words.flatMap(expand))
  if (viewonly)
    for (const name of ['save-update', 'delete', 'delete-orphan'] as const) names.delete(name)
  return new CascadeOptions(names)
}

function expand(word: string): readonly CascadeName[] {
  return word === 'all' ? ALL : [word as CascadeName]
}

function rejectUnknown(words: readonly string[]): void {
  const unknown = words.filter((word) => !KNOWN.has(word)).sort()
  if (unknown.length === 0) return
  throw new ArgumentError(
    `Invalid cascade option(s): ${unknown.map((word) => `'${word}'`).join(', ')}`,
  )
}

function rejectWriting(words: readonly string[]): void {
  const writing = words.filter((word) => !VIEWONLY_ALLOWED.has(word)).sort()
  if (writing.length === 0) return
  throw new ArgumentError(
    `Cascade settings "${writing.join(', ')}" apply to persistence operations and should not be combined with a viewonly=true relationship.`,
  )
}

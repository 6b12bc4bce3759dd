/**
 * Finds N+1 loads in what one input executed. Judges by facts the ORM recorded (cause, relationship, load batch
 * of the parents), counts distinct statements, and never guesses from SQL text alone.
 */
import type { LoadBatch } from '../../engine/observer.js'
import { statements, type InputRecord, type StatementRecord } from './query-log.js'

export interface NPlusOneFinding {
  /** Relationships from the origin entity down to the one that loads: `['Post.comments', 'Comment.author']`. */
  readonly path: readonly string[]
  readonly cause: 'lazy load' | 'deferred load' | 'refresh'
  /** Statements executed for `path` (its last step). */
  readonly roundTrips: number
  /** Distinct objects whose attribute was read with SQL. */
  readonly parents: number
  /** Objects that were loaded together. */
  readonly batchSize: number
  readonly rows: number
  readonly durationMs: number
  /** The statement that brought the parents (at the root) in. */
  readonly origin: StatementRecord | null
  /** The user's line that reads the attribute. */
  readonly site: string | null
  readonly severity: 'info' | 'warning' | 'error'
  /** Statements of the group, for `.explain` and the transcript. */
  readonly statements: readonly StatementRecord[]
}

/** Fewer round trips than this are never a finding: one parent with one lazy load is what lazy loading is for. */
const THRESHOLD = 2
const WATCHED = new Set(['lazy load', 'deferred load', 'refresh'])

export function findNPlusOne(input: InputRecord): readonly NPlusOneFinding[] {
  const all = statements(input)
  const byId = new Map(all.map((record) => [record.id, record]))
  const groups = new Map<string, StatementRecord[]>()
  for (const record of all) {
    const key = groupKey(record, byId)
    if (key) groups.set(key, [...(groups.get(key) ?? []), record])
  }
  return [...groups.values()].flatMap((group) => finding(group, byId) ?? [])
}

/** Null for statements that nobody loads in a loop, or whose parent was loaded on its own. */
function groupKey(
  record: StatementRecord,
  byId: ReadonlyMap<number, StatementRecord>,
): string | null {
  const { cause, batch, path } = record.origin
  if (!WATCHED.has(cause) || !batch || !path) return null
  const origin = byId.get(rootBatch(batch).statementId)
  const source = origin
    ? `${origin.sql}@${origin.site ?? ''}`
    : `statement ${rootBatch(batch).statementId}`
  return [source, cause, ...pathFromOrigin(record), record.site ?? ''].join('\u0000')
}

function finding(
  group: readonly StatementRecord[],
  byId: ReadonlyMap<number, StatementRecord>,
): NPlusOneFinding | null {
  const [first] = group
  const batch = first?.origin.batch
  if (!first || !batch || group.length < THRESHOLD) return null
  const parents = new Set(group.map((record) => record.origin.parent ?? record.id)).size
  if (parents < THRESHOLD) return null
  const batchSize = Math.max(parents, ...group.map((record) => record.origin.batch?.size ?? 0))
  const durationMs = group.reduce((total, record) => total + (record.outcome?.durationMs ?? 0), 0)
  return {
    path: pathFromOrigin(first),
    cause: first.origin.cause as NPlusOneFinding['cause'],
    roundTrips: group.length,
    parents,
    batchSize,
    rows: group.reduce((total, record) => total + (record.outcome?.rowsFetched ?? 0), 0),
    durationMs,
    origin: byId.get(rootBatch(batch).statementId) ?? null,
    site: first.site,
    severity: severity(group.length, parents / batchSize, durationMs),
    statements: group,
  }
}

function severity(
  roundTrips: number,
  coverage: number,
  durationMs: number,
): NPlusOneFinding['severity'] {
  if (roundTrips >= 20 || (roundTrips >= 5 && durationMs >= 50)) return 'error'
  return coverage >= 0.5 || roundTrips >= 5 ? 'warning' : 'info'
}

function rootBatch(batch: LoadBatch): LoadBatch {
  let root = batch
  while (root.parent) root = root.parent
  return root
}

/** The relationships walked from the origin entity to the attribute read, outermost first. */
function pathFromOrigin(record: StatementRecord): string[] {
  const path = record.origin.path ? [record.origin.path] : []
  for (let batch = record.origin.batch; batch; batch = batch.parent)
    if (batch.path) path.unshift(batch.path)
  return path
}

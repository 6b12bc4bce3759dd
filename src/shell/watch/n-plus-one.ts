/**
 * Finds N+1 loads in what one input executed. Judges by facts the ORM recorded (cause, relationship, load batch
 * of the parents), counts distinct statements, and never guesses from SQL text alone.
 */
import type { LoadBatch } from '../../engine/observer.js'
import { statements, type InputRecord, type StatementRecord } from './query-log.js'

/** What was loaded object by object: a relationship, a deferred column, a subclass's own columns, all of it again. */
export type LoadKind = 'lazy load' | 'deferred load' | 'subclass load' | 'refresh'

export interface NPlusOneFinding {
  /** From the origin entity down to what loads: `['Post.comments', 'Comment.author']`; a class for whole rows. */
  readonly path: readonly string[]
  readonly kind: LoadKind
  /** The class whose objects were loaded together. */
  readonly entity: string
  /** Statements executed for the last step of `path`. */
  readonly roundTrips: number
  /** Distinct objects whose attribute was read with SQL. */
  readonly parents: number
  /** Objects that were loaded together. */
  readonly batchSize: number
  readonly durationMs: number
  /** The statement that brought the parents (at the root) in; null when nobody remembers it. */
  readonly origin: StatementRecord | null
  /** The user's line that reads the attribute. */
  readonly site: string | null
  readonly severity: 'info' | 'warning' | 'error'
  /** The findings on the way from the origin to this one, outermost first: they are part of this one. */
  readonly outer: readonly NPlusOneFinding[]
}

/** Fewer round trips than this are never a finding: one parent with one lazy load is what lazy loading is for. */
const THRESHOLD = 2

/** @param earlier inputs whose queries may have brought in the objects that `input` goes through */
export function findNPlusOne(
  input: InputRecord,
  earlier: readonly InputRecord[] = [],
): readonly NPlusOneFinding[] {
  const loads = statements(input).flatMap((record) => parentLoad(record) ?? [])
  if (loads.length < THRESHOLD) return []
  const known = [...earlier, input].flatMap(statements)
  const byId = new Map(known.map((record) => [record.id, record]))
  const groups = new Map<string, ParentLoad[]>()
  for (const load of loads) {
    const key = groupKey(load, byId)
    const group = groups.get(key)
    if (group) group.push(load)
    else groups.set(key, [load])
  }
  return nested([...groups.values()].flatMap((group) => finding(group, byId) ?? []))
}

/** A statement that one object's attribute caused, and what that object came in with. */
interface ParentLoad {
  readonly record: StatementRecord
  readonly batch: LoadBatch
  readonly kind: LoadKind
  readonly path: readonly string[]
}

function parentLoad(record: StatementRecord): ParentLoad | null {
  const { cause, batch, path } = record.origin
  if (!batch || path === undefined) return null
  if (cause === 'lazy load' || cause === 'deferred load')
    return { record, batch, kind: cause, path: [...pathTo(batch), path] }
  if (cause !== 'refresh') return null
  // A single column is named with its class.
  const [className = path] = path.split('.')
  // Only a query says which class it asked for; what a lazy load brought in has expired since.
  const isSubclass = batch.parent === undefined && batch.entity !== className
  return isSubclass
    ? { record, batch, kind: 'subclass load', path: [className] }
    : { record, batch, kind: 'refresh', path: [path] }
}

function groupKey(
  { record, batch, kind, path }: ParentLoad,
  byId: ReadonlyMap<number, StatementRecord>,
): string {
  return [source(batch, kind, byId), kind, ...path, record.site ?? ''].join('\u0000')
}

/** Chunks of one query are one origin. Who expired an object is no matter of the query that once loaded it. */
function source(
  batch: LoadBatch,
  kind: LoadKind,
  byId: ReadonlyMap<number, StatementRecord>,
): string {
  if (kind === 'refresh') return ''
  const { statementId } = rootOf(batch)
  const origin = byId.get(statementId)
  return origin ? `${origin.sql}@${origin.site ?? ''}` : `statement ${statementId}`
}

function finding(
  group: readonly ParentLoad[],
  byId: ReadonlyMap<number, StatementRecord>,
): NPlusOneFinding | null {
  const [first] = group
  const parents = new Set(group.map(({ record }) => record.origin.parent ?? record.id)).size
  if (!first || group.length < THRESHOLD || parents < THRESHOLD) return null
  const { batch, kind, path, record } = first
  const found = {
    path,
    kind,
    entity: batch.entity,
    roundTrips: group.length,
    parents,
    batchSize: Math.max(parents, ...group.map((load) => load.batch.size)),
    durationMs: group.reduce((sum, load) => sum + (load.record.outcome?.durationMs ?? 0), 0),
    origin: kind === 'refresh' ? null : (byId.get(rootOf(batch).statementId) ?? null),
    site: record.site,
    outer: [],
  }
  return { ...found, severity: severity(found) }
}

type Measured = Pick<NPlusOneFinding, 'roundTrips' | 'parents' | 'batchSize' | 'durationMs'>

function severity(found: Measured): NPlusOneFinding['severity'] {
  const { roundTrips, parents, batchSize, durationMs } = found
  if (roundTrips >= 20 || (roundTrips >= 5 && durationMs >= 50)) return 'error'
  return parents / batchSize >= 0.5 || roundTrips >= 5 ? 'warning' : 'info'
}

/** A loop inside a loop is one finding, with all its levels. */
function nested(findings: readonly NPlusOneFinding[]): readonly NPlusOneFinding[] {
  const isOuter = (outer: NPlusOneFinding, inner: NPlusOneFinding): boolean =>
    outer.origin === inner.origin &&
    outer.path.length < inner.path.length &&
    outer.path.every((step, index) => step === inner.path[index])
  return findings
    .filter((candidate) => !findings.some((other) => isOuter(candidate, other)))
    .map((inner) => ({ ...inner, outer: findings.filter((other) => isOuter(other, inner)) }))
}

function rootOf(batch: LoadBatch): LoadBatch {
  return batch.parent ? rootOf(batch.parent) : batch
}

/** The relationships walked from the origin entity to the objects of a batch, outermost first. */
function pathTo({ parent, path }: LoadBatch): string[] {
  return parent && path !== undefined ? [...pathTo(parent), path] : []
}

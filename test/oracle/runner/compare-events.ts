/** Compares what was sent to the database, and what listeners noted, in order. */
import { difference } from './compare-values.js'
import type { Labels } from './labels.js'
import type { RecordedEvent } from './record.js'
import { normalStatement, sameValues } from './statements.js'

/** The position of the first difference; -1 if there is none. */
export function firstDifferentEvent(
  theirs: readonly RecordedEvent[],
  ours: readonly RecordedEvent[],
  labels: Labels,
): number {
  for (let from = 0; from < theirs.length;) {
    const to = endOfGroup(theirs, from)
    const mine = ours.slice(from, to)
    const found = matchGroup(theirs.slice(from, to), mine, labels)
    if (found >= 0) return from + found
    from = to
  }
  return ours.length > theirs.length ? theirs.length : -1
}

/**
 * Neighbours that SQLAlchemy itself emits in varying order: what the records mark, and the loads that follow one query,
 * which come in the order of a frozenset of properties (`Mapper._prop_set`).
 */
function endOfGroup(events: readonly RecordedEvent[], from: number): number {
  const group = events[from]?.unordered
  const follows = followUpOf(events, from)
  if (group === undefined && follows === null) return from + 1
  let to = from + 1
  while (to < events.length) {
    const event = events[to] as RecordedEvent
    if (group === undefined ? !follows?.test(event.sql ?? '') : event.unordered !== group) break
    to++
  }
  return to
}

/** Loads by the keys of the objects a query brought in, and loads of one object that follow its refresh. */
const BY_KEYS = /^SELECT (\S+)\.(\S+) AS \1_\2.* WHERE \1\.\2 IN \(/
const BY_PARENT = /^SELECT .* WHERE \? = /
const REFRESH = /^SELECT .* WHERE \S+ = \?$/

function followUpOf(events: readonly RecordedEvent[], at: number): RegExp | null {
  const sql = events[at]?.sql ?? ''
  if (BY_KEYS.test(sql)) return BY_KEYS
  return BY_PARENT.test(sql) && REFRESH.test(events[at - 1]?.sql ?? '') ? BY_PARENT : null
}

function matchGroup(
  theirs: readonly RecordedEvent[],
  ours: readonly RecordedEvent[],
  labels: Labels,
): number {
  const left = [...ours]
  for (const [index, event] of theirs.entries()) {
    const candidates = theirs.length === 1 ? left.slice(0, 1) : left
    const at = candidates.findIndex((each) => sameEvent(event, each, labels))
    if (at < 0) return index
    left.splice(at, 1)
  }
  return -1
}

function sameEvent(theirs: RecordedEvent, ours: RecordedEvent, labels: Labels): boolean {
  if (theirs.sql === undefined) return ours.sql === undefined && sameNote(theirs, ours, labels)
  if (ours.sql === undefined) return false
  if (Boolean(theirs.many) !== Boolean(ours.many)) return false
  if (Boolean(theirs.insertmanyvalues) !== Boolean(ours.insertmanyvalues)) return false
  if (ours['hidden'])
    return normalStatement(theirs.sql, null).sql === normalStatement(ours.sql, null).sql
  return theirs.many ? sameRows(theirs, ours) : sameSet(theirs, ours)
}

function sameNote(theirs: RecordedEvent, ours: RecordedEvent, labels: Labels): boolean {
  const { unordered: _unordered, ...details } = theirs
  return difference(details, ours, labels) === null
}

function sameSet(theirs: RecordedEvent, ours: RecordedEvent): boolean {
  const left = normalStatement(theirs.sql ?? '', theirs.params)
  const right = normalStatement(ours.sql ?? '', ours.params)
  if (left.sql !== right.sql) return false
  return sameValues(left.values, right.values)
}

/** The parameter sets of an executemany. */
function sameRows(theirs: RecordedEvent, ours: RecordedEvent): boolean {
  const left = rows(theirs)
  const right = rows(ours)
  if (left.length !== right.length || left[0]?.sql !== right[0]?.sql) return false
  if (!theirs.unordered_rows) {
    return left.every((row, index) => sameValues(row.values, right[index]?.values ?? []))
  }
  const open = [...right]
  return left.every((row) => {
    const at = open.findIndex((each) => sameValues(row.values, each.values))
    if (at >= 0) open.splice(at, 1)
    return at >= 0
  })
}

function rows(event: RecordedEvent): ReturnType<typeof normalStatement>[] {
  return (event.params as readonly unknown[]).map((set) => normalStatement(event.sql ?? '', set))
}

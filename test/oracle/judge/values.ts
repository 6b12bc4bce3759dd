/** Compares recorded values with ours: Python's containers are arrays, labels may be numbered otherwise. */

type Json = unknown
type Properties = Readonly<Record<string, Json>>

/** One scenario's pairs of labels: `User#1` there is one and the same object here. */
export class Labels {
  readonly #toOurs = new Map<string, string>()
  readonly #toTheirs = new Map<string, string>()

  knows(theirs: string): string | undefined {
    return this.#toOurs.get(theirs)
  }

  match(theirs: string, ours: string): boolean {
    if (theirs.split('#')[0] !== ours.split('#')[0]) return false
    const known = this.#toOurs.get(theirs)
    const back = this.#toTheirs.get(ours)
    if (known === undefined && back === undefined) {
      this.#toOurs.set(theirs, ours)
      this.#toTheirs.set(ours, theirs)
      return true
    }
    return known === ours && back === theirs
  }
}

/** Where the two differ, as a path; null when they are the same. */
export function difference(theirs: Json, ours: Json, labels: Labels, path = ''): string | null {
  if (typeof theirs === 'string' && typeof ours === 'string')
    return sameText(theirs, ours, labels) ? null : path || '.'
  if (isLabelSet(path)) return differentSets(theirs as string[], ours as string[], labels, path)
  const list = listOf(theirs)
  if (list) return differentLists(list, listOf(ours), labels, path)
  if (!isObject(theirs)) return theirs === ours ? null : path || '.'
  if ('$result' in theirs || '$other' in theirs || '$expr' in theirs) return null
  if ('$decimal' in theirs)
    return difference(Number(theirs['$decimal']), Number(ours), labels, path)
  if ('$datetime' in theirs) return sameTime(theirs, ours) ? null : path || '.'
  if (!isObject(ours)) return path || '.'
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    const found = difference(theirs[key], ours[key], labels, `${path}.${key}`)
    if (found) return found
  }
  return null
}

function differentLists(
  theirs: readonly Json[],
  ours: readonly Json[] | null,
  labels: Labels,
  path: string,
): string | null {
  if (ours?.length !== theirs.length) return `${path}.length`
  for (const [index, each] of theirs.entries()) {
    const found = difference(each, ours[index], labels, `${path}[${index}]`)
    if (found) return found
  }
  return null
}

/** What a session has of new, changed and deleted objects is a set. */
function isLabelSet(path: string): boolean {
  return /^\.(?:new|dirty|deleted)$/.test(path)
}

function differentSets(
  theirs: readonly string[],
  ours: readonly string[],
  labels: Labels,
  path: string,
): string | null {
  const left = new Set(ours)
  const unknown = theirs.filter((label) => !left.delete(labels.knows(label) ?? ''))
  return differentLists(unknown, [...left], labels, path)
}

function sameText(theirs: string, ours: string, labels: Labels): boolean {
  const isLabel = /^\w+#\d+$/.test(theirs) && /^\w+#\d+$/.test(ours)
  return isLabel ? labels.match(theirs, ours) : theirs === ours
}

/** The server's clock is masked; without a zone a time is UTC for us. */
function sameTime(theirs: Properties, ours: Json): boolean {
  if (!isObject(ours) || !('$datetime' in ours)) return false
  const text = String(theirs['$datetime'])
  return (
    text === '<NOW>' || Date.parse(asUtc(text)) === Date.parse(asUtc(String(ours['$datetime'])))
  )
}

function asUtc(text: string): string {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`
}

function listOf(value: Json): readonly Json[] | null {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return null
  const inner = value['$tuple'] ?? value['$row'] ?? value['$set']
  return Array.isArray(inner) ? inner : null
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

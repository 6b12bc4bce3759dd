/** Compares recorded values with ours: Python's containers are arrays, its exact numbers texts, labels may differ. */
import { version } from 'orm-shell'
import { isLabel, type Labels } from './labels.js'
import { sameGenerated, sameScript, withoutPlaces } from './migrations.js'
import { jsonText, sameStatement } from './statements.js'

type Json = unknown
type Properties = Readonly<Record<string, Json>>

/** Where the two differ, as a path; null when they are the same. */
export function difference(theirs: Json, ours: Json, labels: Labels, path = ''): string | null {
  const here = path || 'value'
  if (typeof theirs === 'string') return sameText(theirs, ours, labels) ? null : here
  if (typeof theirs === 'number') return sameNumber(theirs, ours) ? null : here
  const list = listOf(theirs)
  if (list)
    return isSetOf(theirs)
      ? sets(list, ours, labels, here)
      : lists(list, listOf(ours), labels, path)
  if (!isObject(theirs)) return theirs === ours ? null : here
  const tagged = taggedDifference(theirs, ours, { labels, path: here })
  if (tagged !== undefined) return tagged
  return records(theirs, ours, labels, path)
}

interface At {
  readonly labels: Labels
  readonly path: string
}

type Compare = (theirs: Json, ours: Json, at: At) => string | null

const when = (isSame: boolean, path: string): string | null => (isSame ? null : path)

/** Values Python has types for. Only a class name is known of `$other`, `$repr` and the like. */
const TAGGED: Readonly<Record<string, Compare>> = {
  $decimal: (theirs, ours, { path }) =>
    when(Number(theirs) === Number(ours) && ours !== null, path),
  $datetime: (theirs, ours, { path }) => when(sameTime(String(theirs), ours), path),
  $date: (theirs, ours, { path }) => when(theirs === '<TODAY>' || theirs === ours, path),
  $time: (theirs, ours, { path }) =>
    when(typeof ours === 'string' && clock(String(theirs)) === clock(ours), path),
  $timedelta: (theirs, ours, { path }) => when(Number(theirs) * 1000 === ours, path),
  $uuid: (theirs, ours, { path }) => when(theirs === ours || theirs === '<UUID>', path),
  $enum: (theirs, ours, { path }) =>
    when(String(theirs).split('.').at(-1) === enumName(ours), path),
  $symbol: (theirs, ours, { path }) =>
    when(isObject(ours) || ours === theirs || ours === null, path),
  $bytes: (theirs, ours, { path }) => when(isObject(ours) && ours['$bytes'] === theirs, path),
  $class: (theirs, ours, { path }) =>
    when(isObject(ours) && (ours['$class'] ?? ours['$callable']) === theirs, path),
  $callable: (_theirs, ours, { path }) => when(isObject(ours), path),
  $other: (_theirs, ours, { path }) => when(ours !== null, path),
  $repr: (_theirs, ours, { path }) => when(ours !== null, path),
  $value: (_theirs, ours, { path }) => when(ours !== null, path),
  $expr: (theirs, ours, { path }) =>
    when(isObject(ours) && sameExpression(theirs, ours['$expr']), path),
  // Where Python itself cannot print an element there is nothing to compare.
  $expr_error: (theirs, ours, { path }) =>
    when(
      isObject(ours) &&
        ('$expr_error' in ours || (isObject(theirs) && theirs['type'] === 'TypeError')),
      path,
    ),
  $ref: (theirs, ours, { labels, path }) =>
    when(isObject(ours) && labels.match(String(theirs), String(ours['$ref'])), path),
  $mapping: (theirs, ours, { labels, path }) =>
    difference(theirs, isObject(ours) ? (ours['$mapping'] ?? ours) : ours, labels, path),
  $history: (theirs, ours, { labels, path }) =>
    difference(theirs, isObject(ours) ? ours['$history'] : ours, labels, path),
}

function taggedDifference(theirs: Properties, ours: Json, at: At): string | null | undefined {
  if ('$compiled' in theirs)
    return compiledDifference(theirs['$compiled'] as Properties, ours, at.path)
  if ('$result' in theirs) return resultDifference(theirs, ours, at)
  if ('$dict' in theirs) return dictionaryDifference(theirs['$dict'] as readonly Json[], ours, at)
  const [tag] = Object.keys(theirs)
  const compare = tag === undefined ? undefined : TAGGED[tag]
  return compare && tag !== undefined ? compare(theirs[tag], ours, at) : undefined
}

function resultDifference(theirs: Properties, ours: Json, { path }: At): string | null {
  if (!isObject(ours)) return path
  if (
    theirs['returns_rows'] !== undefined &&
    ours['returns_rows'] !== undefined &&
    theirs['returns_rows'] !== ours['returns_rows']
  ) {
    return `${path}.returns_rows`
  }
  const counts = theirs['rowcount'] !== undefined && theirs['rowcount'] !== -1
  return when(!counts || theirs['rowcount'] === ours['rowcount'], `${path}.rowcount`)
}

function dictionaryDifference(
  theirs: readonly Json[],
  ours: Json,
  { labels, path }: At,
): string | null {
  const mine = isObject(ours)
    ? (ours['$dict'] ??
      Object.entries(ours).map(([key, value]) => [
        Number.isNaN(Number(key)) ? key : Number(key),
        value,
      ]))
    : null
  return lists(theirs, listOf(mine), labels, path)
}

function enumName(value: Json): string {
  if (typeof value === 'string') return value
  const symbol = isObject(value) ? value['$symbol'] : null
  return typeof symbol === 'string' ? symbol.toUpperCase().replace(/[^A-Z]+/g, '_') : ''
}

function sameExpression(theirs: Json, ours: Json): boolean {
  const plain = (text: Json): string =>
    String(text)
      .replace(/(?<![:\w]):\w+|%\(\w+\)s|%s/g, '?')
      .replace(/\(NULL\) (?:AND \(1 != 1|OR \(1 = 1)\)/g, '(?)')
      .replace(/__\[POSTCOMPILE_\w+\]|\?(?:, \?)+/g, '?')
  return typeof ours === 'string' && plain(theirs) === plain(ours)
}

/** Forms for dialects: text and parameters; only the kind of error counts where one is raised. */
function compiledDifference(theirs: Properties, ours: Json, path: string): string | null {
  const mine = isObject(ours) ? (ours['$compiled'] as Properties | undefined) : undefined
  if (!mine) return path
  for (const [form, expected] of Object.entries(theirs)) {
    if (!sameStatement(expected as Properties, mine[form] as Properties | undefined))
      return `${path}.${form}`
  }
  return null
}

function lists(
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

/** Members in any order. */
function sets(theirs: readonly Json[], ours: Json, labels: Labels, path: string): string | null {
  const mine = listOf(ours)
  if (mine?.length !== theirs.length) return `${path}.length`
  const key = (value: Json): string => JSON.stringify(value)
  const left = [...mine]
  const open = theirs.filter((each) => {
    const at = left.findIndex((one) => key(one) === key(each) && !key(each).includes('#'))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  for (const each of open) {
    const known = isObject(each) ? labels.ours(String(each['$ref'] ?? each['$obj'])) : undefined
    const at = left.findIndex((one) =>
      known === undefined
        ? labels.tentatively(() => difference(each, one, labels) === null)
        : labelOf(one) === known,
    )
    if (at < 0) return path
    left.splice(at, 1)
  }
  return null
}

function labelOf(value: Json): string {
  return isObject(value) ? String(value['$ref'] ?? value['$obj']) : ''
}

function records(theirs: Properties, ours: Json, labels: Labels, path: string): string | null {
  if (!isObject(ours)) return path || 'value'
  const seen = new Set<string>()
  for (const [key, value] of Object.entries(theirs)) {
    const own = key in ours ? key : camelCase(key)
    seen.add(own)
    const found = difference(
      value,
      key === 'name' ? (ours[own] ?? null) : (ours[own] ?? absent(value)),
      labels,
      path === '' ? key : `${path}.${key}`,
    )
    if (found) return found
  }
  const extra = Object.keys(ours).find((key) => !seen.has(key) && !isEmpty(ours[key]))
  return extra === undefined ? null : `${path}.${extra}`
}

/** A flag or list that one side leaves out. */
function absent(value: Json): Json {
  return value === false ? false : value === null ? null : undefined
}

function isEmpty(value: Json): boolean {
  return value === undefined || value === null || value === false
}

function camelCase(key: string): string {
  return key.replace(/(?<=[a-z])_([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}

/** An anonymous name without what makes it unique. */
const seedless = (name: string): string => name.replace(/%\(\d+(?:\.\d+)? /g, '%(')

function sameText(theirs: string, ours: Json, labels: Labels): boolean {
  if (isObject(ours) && ours['$symbol'] !== undefined) return enumName(ours) === theirs
  if (typeof ours !== 'string') return false
  if (isLabel(theirs) && isLabel(ours)) return labels.match(theirs, ours)
  if (theirs.includes('__[POSTCOMPILE_')) return sameExpression(theirs, ours)
  return (
    theirs === ours ||
    RENAMED[theirs] === ours ||
    (TYPE.test(theirs) && typeName(theirs) === typeName(ours)) ||
    collapsed(theirs) === collapsed(ours) ||
    sameScript(theirs, ours) ||
    sameGenerated(theirs, ours) ||
    (theirs.startsWith('%(') && seedless(theirs) === seedless(ours)) ||
    jsonText(theirs) === jsonText(ours) ||
    maskedTime(theirs, ours)
  )
}

/** The text of a type: `VARCHAR(length=5)` and `String(length=5)` are one here. */
const TYPE = /^[A-Za-z0-9_]+\(.*\)$/
const SAME_TYPES: Readonly<Record<string, string>> = {
  bigint: 'biginteger',
  smallint: 'smallinteger',
  blob: 'largebinary',
}

function typeName(text: string): string {
  const name = text.slice(0, text.indexOf('(')).toLowerCase()
  return (SAME_TYPES[name] ?? name) + text.slice(name.length)
}

/** Drivers go by other names here, and the version is our own. */
const RENAMED: Readonly<Record<string, string>> = {
  pysqlite: 'better-sqlite3',
  aiosqlite: 'better-sqlite3',
  psycopg2: 'pg',
  asyncpg: 'pg',
  '2.0.52': version,
}

function collapsed(text: string): string {
  return withoutPlaces(text)
    .replace(/\b\d+\.\d+s\b/g, '#s')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A date as a text, where the driver got one. */
function maskedTime(theirs: string, ours: string): boolean {
  if (theirs === '<NOW>' || theirs === '<TODAY>') return true
  return (
    /^\d{4}-\d\d-\d\d/.test(theirs) && theirs.replace(/\.?0*$/, '') === ours.replace(/\.?0*$/, '')
  )
}

function sameNumber(theirs: number, ours: Json): boolean {
  if (ours === theirs) return true
  if (typeof ours === 'boolean') return Number(ours) === theirs
  return typeof ours === 'number' && Math.abs(ours - theirs) < 1e-9
}

/** The server's clock is masked; without a zone a time is UTC for us. */
function sameTime(theirs: string, ours: Json): boolean {
  const mine = isObject(ours) ? ours['$datetime'] : ours
  if (typeof mine !== 'string') return false
  return theirs === '<NOW>' || Date.parse(asUtc(theirs)) === Date.parse(asUtc(mine))
}

function asUtc(text: string): string {
  const iso = text.replace(' ', 'T')
  return /(?:Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`
}

function clock(text: string): string {
  return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}

function isSetOf(value: Json): boolean {
  return isObject(value) && '$set' in value
}

/** The items of anything that is an array here. */
export function listOf(value: Json): readonly Json[] | null {
  if (Array.isArray(value)) return value as readonly Json[]
  if (!isObject(value)) return null
  const inner = value['$tuple'] ?? value['$row'] ?? value['$set'] ?? value['$view']
  return Array.isArray(inner) ? (inner as readonly Json[]) : null
}

function isObject(value: Json): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

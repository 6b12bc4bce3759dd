/**
 * A statement's structure as a key, and its values apart: statements of one key compile to the same SQL. The engine
 * looks compiled statements up by it; what it cannot describe is not cached.
 */
import type { BindParameter } from '../elements/bind-parameter.js'
import type { ColumnElement } from '../elements/column-element.js'
import { ClauseElement, NO_ANNOTATIONS } from '../elements/clause-element.js'
import type { StatementWord } from '../statement/words.js'
import { keepShape } from '../../util/kept-shapes.js'
import { warn } from '../../util/warnings.js'
import { isCustom } from '../compiler/custom.js'
import type { KeyVisitor, ExecutableOption } from '../executable-option.js'
import type { PartRole } from '../internals.js'
import { NO_MODIFIERS } from '../build.js'
import { KeyTree, type KeyPlace, type KeyToken } from './key-tree.js'
import { Mentions } from './mentions.js'
import { partWriter, type WritePart } from './part-writer.js'
import { nameKey, type Name } from '../names.js'
import { clauseElement, describeInKey, hasClauseElement } from '../protocol.js'
import { TypeEngine } from '../types/type-engine.js'

/** The key of a statement and its parameters, in the order in which the key mentions them. */
export interface StatementKey {
  readonly key: KeyPlace
  readonly binds: readonly BindParameter[]
}

/** Some thousand statements of ordinary size. */
const mostPlaces = 400_000
const allKeys = new KeyTree(mostPlaces)

/** The key of a statement; null if it cannot be cached. Keys of one tree can be compared. */
export function cacheKeyOf(statement: ClauseElement, tree = allKeys): StatementKey | null {
  const builder = new KeyBuilder(tree)
  builder.element(statement)
  return builder.isCacheable ? { key: builder.place, binds: builder.binds } : null
}

/** The place of a statement that is executed in a certain way. */
export function placeOfUse(key: KeyPlace, use: string): KeyPlace {
  return key.after(use, allKeys)
}

let objectIds = 0
const ids = new WeakMap<object, number>()

/** A number for an object: equal for the same object only. */
function idOf(object: object): number {
  let id = ids.get(object)
  if (id === undefined) ids.set(object, (id = ++objectIds))
  return id
}

/** What could be taken for the value of a part stands behind a mark. */
const TEXT = '"'
const OBJECT = 'o'
const NUMBERED_NAME = '%'
const ANNOTATED = '@'
const END = ')'

class KeyBuilder implements KeyVisitor {
  place: KeyPlace
  isCacheable = true
  readonly binds: BindParameter[] = []
  /** Elements already described: later mentions are short, and anonymous names stay apart. */
  private readonly seen = new Mentions()

  constructor(private readonly tree: KeyTree) {
    this.place = tree.start()
  }

  token(token: KeyToken): void {
    this.place = this.place.after(token, this.tree)
  }
  element(value: unknown): void {
    if (value instanceof ClauseElement) this.described(value)
    else if (value === null || !hasClauseElement(value)) this.plain(value)
    else if (value[describeInKey]?.(this) !== true) this.described(value[clauseElement]())
  }

  private described(element: ClauseElement): void {
    const known = element.keyToken
    if (known !== null) return this.token(known)
    const { kind } = element
    if (kind === 'table') return this.identified(element, true)
    if (kind === 'column' && element.internals.length === 1) {
      const { type } = element as ColumnElement
      this.checkType(type)
      return this.identified(element, type.isCacheable === true)
    }
    this.composite(element)
  }

  /** Tables and their columns are their own description, and so are attributes of classes. */
  private identified(element: ClauseElement, lasts: boolean): void {
    const token = fixedKeyOf(element)
    if (token === null) {
      this.token(ANNOTATED)
      this.token(element.uid)
      return this.annotations(element)
    }
    if (lasts) element.keyToken = token
    this.token(token)
  }

  /** A type whose state may not be known keeps the statement out of the cache. */
  private checkType(type: TypeEngine): void {
    const { isCacheable } = type
    if (isCacheable === true) return
    this.isCacheable = false
    if (isCacheable === null) warnOfType(type)
  }

  type(type: TypeEngine): void {
    this.checkType(type)
    this.token(type.cacheKey)
  }

  private composite(element: ClauseElement): void {
    const known = this.seen.mention(element)
    if (known > 0) return this.token(-known)
    this.token(element.kind)
    if (isCustom(element)) this.custom(element)
    if (element.kind === 'bindparam') this.bind(element as BindParameter)
    else partWriter(element.internals, WRITE)(element, this)
    if (element.annotations !== NO_ANNOTATIONS) this.annotations(element)
  }

  /** What a class of the user's reads beside its parts is not known, unless it says that there is nothing. */
  private custom(element: ClauseElement): void {
    const class_ = element.constructor as { readonly inheritCache?: boolean }
    if (class_.inheritCache !== true) this.isCacheable = false
    this.object(class_)
  }

  private bind(bind: BindParameter): void {
    this.binds.push(bind)
    this.token(flagsOf(bind))
    if (!bind.unique) this.token(nameKey(bind.key))
    this.token(bodyOf(bind.origKey))
    if (bind.expanding) this.token(bind.expandOp === null ? null : bind.expandOp.name)
    this.type(bind.type)
  }

  /** Annotations that change what a plugin makes of the element. */
  private annotations(element: ClauseElement): void {
    for (const [name, value] of Object.entries(element.annotations)) {
      if (value === null || value === undefined) continue
      this.token(name)
      if (value instanceof ClauseElement) this.element(value)
      else if (describesItself(value)) value.keyInto(this)
      else if (typeof value === 'object' || typeof value === 'function') this.object(value)
      else this.text(String(value))
    }
    this.token(END)
  }

  object(object: object): void {
    this.token(OBJECT)
    this.token(idOf(object))
  }

  plain(value: unknown): void {
    if (value === null || typeof value === 'boolean') return this.token(value)
    if (typeof value === 'object') return this.structured(value)
    if (typeof value === 'string') return this.text(value)
    this.token(typeof value)
    this.token(String(value))
  }

  private structured(value: object): void {
    if (value instanceof ClauseElement) return this.element(value)
    if (value instanceof TypeEngine) this.type(value)
    else if (Array.isArray(value)) this.list(value as readonly unknown[])
    else if ('template' in value && typeof value.template === 'string') {
      this.token(NUMBERED_NAME)
      this.token(this.anonymous(value as unknown as Name))
    } else if (Object.getPrototypeOf(value) === Object.prototype) this.record(value)
    else this.object(value)
  }

  private list(values: readonly unknown[]): void {
    this.token(values.length)
    for (const each of values) this.plain(each)
  }

  private record(value: object): void {
    for (const key in value) {
      this.token(key)
      this.plain((value as Readonly<Record<string, unknown>>)[key])
    }
    this.token(END)
  }

  /** Anonymous names differ between statements: what counts is which of them are the same. */
  private anonymousNames: Map<string, number> | null = null

  private anonymous(name: Name): string {
    const names = (this.anonymousNames ??= new Map<string, number>())
    return nameKey(name).replace(/\u0001(\d+)/g, (_all, seed: string) => {
      let number = names.get(seed)
      if (number === undefined) names.set(seed, (number = names.size))
      return `\u0001${number}`
    })
  }

  numberOf(object: object): number {
    return idOf(object)
  }

  option(option: ExecutableOption): void {
    this.token(option.constructor.name)
    if (!option.keyInto(this)) this.isCacheable = false
    this.token(END)
  }

  text(part: string): void {
    this.token(TEXT)
    this.token(part)
  }
}

keepShape(new KeyBuilder(new KeyTree()))

/** An identified element with its annotations as one token; null where annotations have parts of their own. */
function fixedKeyOf(element: ClauseElement): KeyToken {
  if (element.annotations === NO_ANNOTATIONS) return element.uid
  let key = `${element.uid}`
  for (const [name, value] of Object.entries(element.annotations)) {
    if (value === null || value === undefined) continue
    if (value instanceof ClauseElement || describesItself(value)) return null
    const isObject = typeof value === 'object' || typeof value === 'function'
    key += isObject ? `@${name}=o${idOf(value)},` : `@${name}=${JSON.stringify(value)},`
  }
  return key
}

function flagsOf(bind: BindParameter): number {
  return (
    (bind.expanding ? 1 : 0) |
    (bind.literalExecute ? 2 : 0) |
    (bind.required ? 4 : 0) |
    (bind.isCrud ? 8 : 0) |
    (bind.unique ? 16 : 0)
  )
}

/** Annotations that are values rather than identities. */
function describesItself(value: unknown): value is { keyInto(visitor: KeyVisitor): void } {
  return typeof value === 'object' && value !== null && 'keyInto' in value
}

interface Joined {
  readonly right: unknown
  readonly onclause: unknown
  readonly left: unknown
  readonly isouter: boolean
  readonly full: boolean
}

type Write = WritePart<KeyBuilder>

/** A list that is there, its length first; one that is not differs from an empty one. */
function list<T>(write: (builder: KeyBuilder, item: T) => void): Write {
  return (builder, index, items: readonly T[] | null | undefined) => {
    if (items === null || items === undefined) return builder.token(-1 - index)
    const { length } = items
    if (length === 0) return
    builder.token(index)
    builder.token(length)
    for (let i = 0; i < length; i += 1) write(builder, items[i] as T)
  }
}

/** A part that may be missing. */
function optional<T>(write: (builder: KeyBuilder, value: T) => void): Write {
  return (builder, index, value: T | null | undefined) => {
    if (value === null || value === undefined) return
    builder.token(index)
    write(builder, value)
  }
}

const eachElement = (builder: KeyBuilder, items: readonly unknown[]): void => {
  builder.token(items.length)
  for (const each of items) builder.element(each)
}

const writeJoin = (builder: KeyBuilder, { right, onclause, left, isouter, full }: Joined): void => {
  builder.element(right)
  builder.element(onclause)
  builder.element(left)
  builder.token((isouter ? 1 : 0) | (full ? 2 : 0))
}

const notCacheable = (builder: KeyBuilder): void => {
  builder.isCacheable = false
}

const isEmptyRecord = (value: object): boolean => {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const _key in value) return false
  return true
}

const WRITE: Readonly<Record<PartRole, Write>> = {
  element: optional((builder, value) => builder.element(value)),
  elements: list((builder, element) => builder.element(element)),
  elementTuples: list(eachElement),
  from: optional((builder, value) => builder.element(value)),
  fromsOrNull: list((builder, element) => builder.element(element)),
  dmlValues: list((builder, [target, value]: readonly [unknown, unknown]) => {
    builder.plain(target)
    builder.element(value)
  }),
  dmlMultiValues: list(notCacheable),
  joins: list(writeJoin),
  entities: list(
    (builder, each: { rawColumns: readonly unknown[]; setupJoins: readonly Joined[] }) => {
      eachElement(builder, each.rawColumns)
      builder.token(each.setupJoins.length)
      for (const join of each.setupJoins) writeJoin(builder, join)
    },
  ),
  forUpdate: optional((builder, value) => builder.plain(value)),
  ctes: list((builder, { cte, nestHere }: { cte: ClauseElement; nestHere: boolean }) => {
    builder.element(cte)
    builder.plain(nestHere)
  }),
  words: list((builder, { text, dialect }: StatementWord) => {
    builder.element(text)
    builder.plain(dialect)
  }),
  hints: list((builder, hint: { element: unknown; text: string; dialect: string }) => {
    builder.element(hint.element)
    builder.plain([hint.text, hint.dialect])
  }),
  options: list((builder, option: ExecutableOption) => builder.option(option)),
  propagate: optional((builder, { subject }: { readonly subject: object | null }) =>
    subject ? builder.object(subject) : builder.plain(null),
  ),
  postValues: optional(notCacheable),
  valueRows: list(notCacheable),
  operator: (
    builder,
    _index,
    value: { readonly name: string; readonly symbol?: string } | null,
  ) => {
    builder.token(value?.name ?? null)
    if (value?.name === 'custom') builder.token(value.symbol ?? null)
  },
  type: (builder, _index, value: TypeEngine | null) =>
    value === null ? builder.token(null) : builder.type(value),
  plain: (builder, index, value: unknown) => {
    if (value === null || value === undefined || value === NO_MODIFIERS) return
    if (typeof value === 'object' && isEmptyRecord(value)) return
    builder.token(index)
    builder.plain(value)
  },
}

function warnOfType(type: TypeEngine): void {
  const kind = type.visitName === 'userDefined' ? 'UserDefinedType' : 'TypeDecorator'
  warn(
    `${kind} ${type.constructor.name}() will not produce a cache key because the \`\`cacheOk\`\` attribute is not set to ` +
      'true.  This can have significant performance implications including some performance degradations in comparison ' +
      "to prior SQLAlchemy versions.  Set this attribute to true if this type object's state is safe to use in a cache " +
      'key, or false to disable this warning.',
  )
}

function bodyOf(key: Name | null): string {
  return key === null ? '' : typeof key === 'string' ? key : '%'
}

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
import type { Internals, PartRole } from '../internals.js'
import { KeyTree, type KeyPlace, type KeyToken } from './key-tree.js'
import { Mentions } from './mentions.js'
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

/** Attributes of classes are the same elements in every statement. */
const annotatedKeys = new WeakMap<ClauseElement, string | null>()

type Append = (builder: KeyBuilder, value: never) => void

/** What could be taken for the value of a part stands behind a mark. */
const TEXT = '"'
const OBJECT = 'o'
const NUMBERED_NAME = '%'
const ANNOTATED = '@'
const EMPTY = '[]'
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
    if (value instanceof ClauseElement) return this.described(value)
    if (!hasClauseElement(value)) return this.plain(value)
    if (value[describeInKey]?.(this) !== true) this.described(value[clauseElement]())
  }

  private described(element: ClauseElement): void {
    const { kind } = element
    if (kind === 'table') return this.identified(element)
    if (kind === 'column' && element.internals.length === 1) {
      this.checkType((element as ColumnElement).type)
      return this.identified(element)
    }
    this.composite(element)
  }

  /** Tables and their columns are their own description. */
  private identified(element: ClauseElement): void {
    if (element.annotations === NO_ANNOTATIONS) return this.token(element.uid)
    let known = annotatedKeys.get(element)
    if (known === undefined) annotatedKeys.set(element, (known = fixedKeyOf(element)))
    if (known !== null) return this.token(known)
    this.token(ANNOTATED)
    this.token(element.uid)
    this.annotations(element)
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
    else this.parts(element)
    if (element.annotations !== NO_ANNOTATIONS) this.annotations(element)
  }

  /** What a class of the user's reads beside its parts is not known, unless it says that there is nothing. */
  private custom(element: ClauseElement): void {
    const class_ = element.constructor as { readonly inheritCache?: boolean }
    if (class_.inheritCache !== true) this.isCacheable = false
    this.object(class_)
  }

  private parts(element: ClauseElement): void {
    const { internals } = element
    const values = internals.valuesOf(element)
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]
      if (value === null || value === undefined) this.token(null)
      else if (typeof value === 'string') this.text(value)
      else if (typeof value === 'boolean') this.token(value)
      else if (Array.isArray(value) && value.length === 0) this.token(EMPTY)
      else APPEND[(internals[i] as Internals[number])[1]](this, value as never)
    }
  }

  private bind(bind: BindParameter): void {
    this.binds.push(bind)
    this.token(bind.unique ? null : nameKey(bind.key))
    this.token(bodyOf(bind.origKey))
    this.token(bind.expandOp === null ? null : bind.expandOp.name)
    this.token(flagsOf(bind))
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
  private readonly anonymousNames = new Map<string, number>()

  private anonymous(name: Name): string {
    return nameKey(name).replace(/\u0001(\d+)/g, (_all, seed: string) => {
      let number = this.anonymousNames.get(seed)
      if (number === undefined) this.anonymousNames.set(seed, (number = this.anonymousNames.size))
      return `\u0001${number}`
    })
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
function fixedKeyOf(element: ClauseElement): string | null {
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
    (bind.isCrud ? 8 : 0)
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

const elements: Append = (builder, list: readonly unknown[]) => {
  builder.token(list.length)
  for (const each of list) builder.element(each)
}

const pairs: Append = (builder, list: readonly (readonly [unknown, unknown])[]) => {
  builder.token(list.length)
  for (const [target, value] of list) {
    builder.plain(target)
    builder.element(value)
  }
}

const joins: Append = (builder, list: readonly Joined[]) => {
  builder.token(list.length)
  for (const { right, onclause, left, isouter, full } of list) {
    builder.element(right)
    builder.element(onclause)
    builder.element(left)
    builder.token(isouter)
    builder.token(full)
  }
}

const APPEND: Readonly<Record<PartRole, Append>> = {
  element: (builder, value) => builder.element(value),
  elements,
  elementTuples: (builder, list: readonly (readonly unknown[])[]) => {
    builder.token(list.length)
    for (const each of list) elements(builder, each as never)
  },
  from: (builder, value) => builder.element(value),
  fromsOrNull: elements,
  dmlValues: pairs,
  dmlMultiValues: (builder, rows: readonly unknown[]) => {
    if (rows.length > 0) builder.isCacheable = false
  },
  joins,
  entities: (
    builder,
    list: readonly { rawColumns: readonly unknown[]; setupJoins: readonly Joined[] }[],
  ) => {
    builder.token(list.length)
    for (const each of list) {
      elements(builder, each.rawColumns as never)
      joins(builder, each.setupJoins as never)
    }
  },
  forUpdate: (builder, value: { readonly of: readonly unknown[] }) => builder.plain(value),
  ctes: (builder, list: readonly { readonly cte: ClauseElement; readonly nestHere: boolean }[]) => {
    builder.token(list.length)
    for (const { cte, nestHere } of list) {
      builder.element(cte)
      builder.plain(nestHere)
    }
  },
  words: (builder, list: readonly StatementWord[]) => {
    builder.token(list.length)
    for (const { text, dialect } of list) {
      builder.element(text)
      builder.plain(dialect)
    }
  },
  hints: (builder, list: readonly { element: unknown; text: string; dialect: string }[]) => {
    builder.token(list.length)
    for (const { element, text, dialect } of list) {
      builder.element(element)
      builder.plain([text, dialect])
    }
  },
  options: (builder, list: readonly ExecutableOption[]) => {
    builder.token(list.length)
    for (const option of list) builder.option(option)
  },
  propagate: (builder, { subject }: { readonly subject: object | null }) =>
    subject ? builder.object(subject) : builder.plain(null),
  postValues: (builder) => {
    builder.isCacheable = false
  },
  valueRows: (builder, rows: readonly unknown[]) => {
    if (rows.length > 0) builder.isCacheable = false
  },
  operator: (builder, value: { readonly name: string; readonly symbol?: string }) => {
    builder.token(value.name)
    if (value.name === 'custom') builder.token(value.symbol ?? null)
  },
  type: (builder, value: TypeEngine) => builder.type(value),
  plain: (builder, value) => builder.plain(value),
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

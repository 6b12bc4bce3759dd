/**
 * A statement's structure as text, and its values apart: statements of one key compile to the same SQL. The engine
 * looks compiled statements up by it; what it cannot describe is not cached.
 */
import type { BindParameter } from './elements/bind-parameter.js'
import type { ColumnElement } from './elements/column-element.js'
import { ClauseElement, NO_ANNOTATIONS } from './elements/clause-element.js'
import type { StatementWord } from './statement/words.js'
import { warn } from '../util/warnings.js'
import { isCustom } from './compiler/custom.js'
import type { KeyVisitor, ExecutableOption } from './executable-option.js'
import type { PartRole } from './internals.js'
import { nameKey, type Name } from './names.js'
import { clauseElement, describeInKey, hasClauseElement } from './protocol.js'
import { TypeEngine } from './types/type-engine.js'

/** The key of a statement and its parameters, in the order in which the key mentions them. */
export interface StatementKey {
  readonly key: string
  readonly binds: readonly BindParameter[]
}

/** The key of a statement; null if it cannot be cached. */
export function cacheKeyOf(statement: ClauseElement): StatementKey | null {
  const builder = new KeyBuilder()
  builder.element(statement)
  return builder.isCacheable ? { key: builder.out, binds: builder.binds } : null
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
const annotatedKeys = new WeakMap<ClauseElement, string>()

type Append = (builder: KeyBuilder, value: never) => void

class KeyBuilder implements KeyVisitor {
  out = ''
  isCacheable = true
  readonly binds: BindParameter[] = []
  /** Elements already described: later mentions are short, and anonymous names stay apart. */
  private readonly seen = new Map<ClauseElement, number>()

  element(value: unknown): void {
    if (value instanceof ClauseElement) return this.described(value)
    if (!hasClauseElement(value)) return this.plain(value)
    if (value[describeInKey]?.(this) !== true) this.described(value[clauseElement]())
  }

  private described(element: ClauseElement): void {
    const { kind } = element
    if (kind === 'table') return this.identified('t', element)
    if (kind === 'column' && element.internals.length === 1) return this.identified('c', element)
    this.composite(element)
  }

  /** Tables and their columns are their own description. */
  private identified(mark: string, element: ClauseElement): void {
    if (mark === 'c') this.checkType((element as ColumnElement).type)
    if (element.annotations === NO_ANNOTATIONS) {
      this.out += `${mark}${element.uid},`
      return
    }
    const known = annotatedKeys.get(element)
    if (known !== undefined) {
      this.out += known
      return
    }
    const start = this.out.length
    this.out += `${mark}${element.uid}`
    this.annotations(element)
    this.out += ','
    const isFixed = !Object.values(element.annotations).some(
      (each) => each instanceof ClauseElement,
    )
    if (isFixed) annotatedKeys.set(element, this.out.slice(start))
  }

  /** A type whose state may not be known keeps the statement out of the cache. */
  private checkType(type: TypeEngine): void {
    const { isCacheable } = type
    if (isCacheable === true) return
    this.isCacheable = false
    if (isCacheable === null) warnOfType(type)
  }

  private composite(element: ClauseElement): void {
    const known = this.seen.get(element)
    if (known !== undefined) {
      this.out += `#${known},`
      return
    }
    this.seen.set(element, this.seen.size)
    this.out += `${element.kind}(`
    if (isCustom(element)) this.custom(element)
    if (element.kind === 'bindparam') this.bind(element as BindParameter)
    else this.parts(element)
    if (element.annotations !== NO_ANNOTATIONS) this.annotations(element)
    this.out += ')'
  }

  /** What a class of the user's reads beside its parts is not known, unless it says that there is nothing. */
  private custom(element: ClauseElement): void {
    const class_ = element.constructor as { readonly inheritCache?: boolean }
    if (class_.inheritCache !== true) this.isCacheable = false
    this.object(class_)
  }

  private parts(element: ClauseElement): void {
    const fields = element as unknown as Readonly<Record<string, never>>
    for (const [field, role] of element.internals) {
      const value = fields[field] as unknown
      if (value === null || value === undefined) this.out += '~'
      else if (typeof value === 'string') this.out += `${value.length}"${value}`
      else if (typeof value === 'boolean') this.out += value ? '1' : '0'
      else if (Array.isArray(value) && value.length === 0) this.out += '_'
      else APPEND[role](this, value as never)
    }
  }

  private bind(bind: BindParameter): void {
    this.binds.push(bind)
    this.checkType(bind.type)
    const key = bind.unique ? '' : nameKey(bind.key)
    const flags = `${bind.expanding ? 'e' : ''}${bind.literalExecute ? 'l' : ''}${bind.required ? 'r' : ''}${bind.isCrud ? 'c' : ''}`
    this.out += `${key}|${bodyOf(bind.origKey)}|${bind.expandOp?.name ?? ''}|${flags}|${bind.type.cacheKey}`
  }

  /** Annotations that change what a plugin makes of the element. */
  private annotations(element: ClauseElement): void {
    for (const [name, value] of Object.entries(element.annotations)) {
      if (value === null || value === undefined) continue
      this.out += `@${name}=`
      if (value instanceof ClauseElement) this.element(value)
      else if (describesItself(value)) value.keyInto(this)
      else if (typeof value === 'object' || typeof value === 'function') this.object(value)
      else this.out += String(value)
    }
  }

  object(object: object): void {
    this.out += `o${idOf(object)},`
  }

  plain(value: unknown): void {
    if (value !== null && typeof value === 'object') this.structured(value)
    else this.out += `${typeof value === 'string' ? JSON.stringify(value) : String(value)},`
  }

  private structured(value: object): void {
    if (value instanceof ClauseElement) return this.element(value)
    if (value instanceof TypeEngine) {
      this.out += value.cacheKey
    } else if (Array.isArray(value)) {
      this.out += '['
      for (const each of value as unknown[]) this.plain(each)
      this.out += ']'
    } else if ('template' in value && typeof value.template === 'string') {
      this.out += `%${this.anonymous(value as unknown as Name)},`
    } else if (Object.getPrototypeOf(value) === Object.prototype) {
      this.out += '{'
      for (const [key, each] of Object.entries(value)) {
        this.out += `${key}:`
        this.plain(each)
      }
      this.out += '}'
    } else this.object(value)
  }

  /** Anonymous names differ between statements: what counts is which of them are the same. */
  private readonly anonymousNames = new Map<string, number>()

  private anonymous(name: Name): string {
    const template = nameKey(name)

    return template.replace(/\u0001(\d+)/g, (_all, seed: string) => {
      let number = this.anonymousNames.get(seed)
      if (number === undefined) this.anonymousNames.set(seed, (number = this.anonymousNames.size))
      return `\u0001${number}`
    })
  }

  option(option: ExecutableOption): void {
    this.out += `${option.constructor.name}<`
    if (!option.keyInto(this)) this.isCacheable = false
    this.out += '>'
  }

  text(part: string): void {
    this.out += `${part},`
  }
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
  builder.out += '['
  for (const each of list) builder.element(each)
  builder.out += ']'
}

const pairs: Append = (builder, list: readonly (readonly [unknown, unknown])[]) => {
  builder.out += '['
  for (const [target, value] of list) {
    builder.plain(target)
    builder.element(value)
  }
  builder.out += ']'
}

const joins: Append = (builder, list: readonly Joined[]) => {
  builder.out += '['
  for (const { right, onclause, left, isouter, full } of list) {
    builder.element(right)
    builder.element(onclause)
    builder.element(left)
    builder.out += `${isouter ? 'o' : ''}${full ? 'f' : ''};`
  }
  builder.out += ']'
}

const APPEND: Readonly<Record<PartRole, Append>> = {
  element: (builder, value) => builder.element(value),
  elements,
  elementTuples: (builder, list: readonly (readonly unknown[])[]) =>
    list.forEach((each) => elements(builder, each as never)),
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
    for (const each of list) {
      elements(builder, each.rawColumns as never)
      joins(builder, each.setupJoins as never)
    }
  },
  forUpdate: (builder, value: { readonly of: readonly unknown[] }) => builder.plain(value),
  ctes: (builder, list: readonly { readonly cte: ClauseElement; readonly nestHere: boolean }[]) => {
    for (const { cte, nestHere } of list) {
      builder.element(cte)
      builder.plain(nestHere)
    }
  },
  words: (builder, list: readonly StatementWord[]) => {
    for (const { text, dialect } of list) {
      builder.element(text)
      builder.plain(dialect)
    }
  },
  options: (builder, list: readonly ExecutableOption[]) =>
    list.forEach((option) => builder.option(option)),
  propagate: (builder, { subject }: { readonly subject: object | null }) =>
    subject ? builder.object(subject) : builder.plain(null),
  postValues: (builder) => {
    builder.isCacheable = false
  },
  valueRows: (builder, rows: readonly unknown[]) => {
    if (rows.length > 0) builder.isCacheable = false
  },
  operator: (builder, value: { readonly name: string; readonly symbol?: string }) => {
    builder.out +=
      value.name === 'custom' ? `custom${JSON.stringify(value.symbol)}` : `${value.name} `
  },
  type: (builder, value: TypeEngine) => {
    builder.out += value.cacheKey
  },
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

/**
 * The base of everything that can stand in a SQL statement. Elements are immutable, tagged with a `kind`, and know
 * their parts only as data (`internals`); the compiler, traversal and cache keys work on that data.
 */
import { inspect } from 'node:util'
import { build } from '../build.js'
import { copyWithChanges, shallowCopy } from '../copy.js'
import { internals, type Internals } from '../internals.js'
import type { Operator } from '../operators.js'
import type { StatementPlugin } from '../plugin.js'
import type { NodeKind } from '../nodes.js'
import type { CompileOptions, Compiled } from '../compiler/compiled.js'
import type { FromClause } from '../selectable/from-clause.js'
import { clauseElement, type HasClauseElement } from '../protocol.js'

/** Facts hung on an element by its owner (the ORM: `parententity`, `entity`…); they never change the SQL by themselves. */
export type Annotations = Readonly<Record<string, unknown>>

/** What a statement inherits from its first element: which plugin compiles it, and for whom. */
export interface PropagateAttrs {
  readonly plugin: StatementPlugin
  /** The mapper or alias the statement is about; `plugin_subject`. */
  readonly subject: unknown
}

/** An element that nobody has seen yet. */
export type Changeable<E> = { -readonly [K in keyof E]: E[K] }

export const NO_ANNOTATIONS: Annotations = Object.freeze({})

const NO_PARTS = internals({})

let uids = 0

/** Any part of a SQL statement; `sqlalchemy.sql.elements.ClauseElement`. */
export abstract class ClauseElement implements HasClauseElement {
  abstract readonly kind: NodeKind
  /** @internal Facts of the owner; see `annotate`. */
  declare readonly annotations: Annotations
  /** @internal */
  declare readonly propagateAttrs: PropagateAttrs | null
  /** @internal The element this one was cloned from, if it stands for the same FROM or column. */
  declare readonly isCloneOf: ClauseElement | null
  /** @internal Results computed once; dropped by every copy. */
  declare protected memo: Record<string, unknown> | null
  declare private annotatedFrom: ClauseElement | null
  declare private uidSlot: number
  /** @internal What stands for it in keys, where that is one token; see `keys/cache-key.ts`. */
  declare keyToken: string | number | boolean | null

  /** The parts of this kind of element. */
  get internals(): Internals {
    return NO_PARTS
  }

  /** A statement that answers rows: SELECT, a set operation, text with columns. */
  get isSelect(): boolean {
    return false
  }

  get isInsert(): boolean {
    return this.kind === 'insert'
  }

  get isUpdate(): boolean {
    return this.kind === 'update'
  }

  get isDelete(): boolean {
    return this.kind === 'delete'
  }

  /** INSERT, UPDATE or DELETE. */
  get isDml(): boolean {
    return this.isInsert || this.isUpdate || this.isDelete
  }

  get isText(): boolean {
    return this.kind === 'text'
  }

  /** Distinguishes elements in anonymous names; annotated copies share it. */
  get uid(): number {
    const holder = this.identity
    return holder.uidSlot || (holder.uidSlot = ++uids)
  }

  /** The element this one is an annotated copy of, or itself: use it as key in maps and sets. */
  get identity(): this {
    return (this.annotatedFrom as this | null) ?? this
  }

  /** This element and what it was cloned from. */
  get clonedSet(): readonly ClauseElement[] {
    const set: ClauseElement[] = []
    for (let each: ClauseElement | null = this; each; each = each.isCloneOf) set.push(each.identity)
    return set
  }

  /** @internal True for the element itself, whatever its annotations, and for what it was cloned from. */
  isCloneOrSelf(other: ClauseElement): boolean {
    const sought = other.identity
    for (let each: ClauseElement | null = this; each; each = each.isCloneOf)
      if (each.identity === sought) return true
    return false
  }

  /** The FROM elements this element brings into a SELECT that contains it. */
  get fromObjects(): readonly FromClause[] {
    return []
  }

  /** Parenthesised if it must be, seen from the operator it becomes an operand of. */
  selfGroup(_against: Operator | ClauseElement | null = null): ClauseElement {
    return this
  }

  [clauseElement](): ClauseElement {
    return this
  }

  /** A copy with more annotations that still counts as the same element (`identity`). */
  annotate(values: Annotations): this {
    return this.copyWith({
      annotations: { ...this.annotations, ...values },
      annotatedFrom: this.identity,
    })
  }

  /** The element without its annotations, or without those named. */
  deannotate(names?: readonly string[]): this {
    if (this.annotations === NO_ANNOTATIONS) return this
    if (!names) return this.copyWith({ annotations: NO_ANNOTATIONS, annotatedFrom: this.identity })
    const kept = Object.entries(this.annotations).filter(([name]) => !names.includes(name))
    return this.copyWith({ annotations: Object.fromEntries(kept), annotatedFrom: this.identity })
  }

  /** A copy for `clonedTraverse`; kinds that stand for a FROM remember what they were cloned from. */
  clone(): this {
    return this.copyWith({ annotatedFrom: null, uidSlot: 0, isCloneOf: this.isCloneOf ?? this })
  }

  /** Compiles for a dialect; see `CompileOptions`. @example stmt.compile({ dialect: 'postgresql' }).sql */
  compile(options: CompileOptions = {}): Compiled {
    return build.compile(this, options)
  }

  /** A copy with values for named parameters. @example stmt.params({ name: 'ed' }) */
  params(values: Readonly<Record<string, unknown>>): this {
    return build.params(this, values)
  }

  /** The same with parameters of their own: each gets a number. @example stmt.uniqueParams({ name: 'ed' }) */
  uniqueParams(values: Readonly<Record<string, unknown>>): this {
    return build.params(this, values, true)
  }

  /** True if both have the same structure and the same values. */
  compare(other: ClauseElement): boolean {
    return build.compare(this, other)
  }

  /** The SQL of the default dialect (`:name` parameters). */
  toString(): string {
    return this.compile().toString()
  }

  /** What it says in SQL, in one line; never fails, as half-built elements are looked at too. */
  [inspect.custom](): string {
    return `<${this.constructor.name} ${this.sqlInOneLine() ?? this.describe()}>`
  }

  private sqlInOneLine(): string | null {
    try {
      return this.toString().replace(/\s*\n\s*/g, ' ')
    } catch {
      return null
    }
  }

  /** One line that never fails; used by `inspect` and error messages. */
  describe(): string {
    return this.kind
  }

  /** @internal A shallow copy with some fields replaced; what was memoised is dropped. */
  protected copyWith(changes: object): this {
    const copy = copyWithChanges(this, changes)
    copy.memo = null
    copy.keyToken = null
    return copy
  }

  /** @internal A shallow copy whose fields the caller sets by name, which is faster than a list of changes. */
  copied(): Changeable<this> {
    const copy = shallowCopy(this)
    copy.memo = null
    copy.keyToken = null
    return copy
  }

  /** @internal `copyWith` for traversal and sibling modules. */
  withParts(changes: Readonly<Record<string, unknown>>): this {
    return this.copyWith(changes)
  }

  /** @internal Computes `make` once per element. */
  protected memoized<T>(name: string, make: () => T): T {
    const memo = (this.memo ??= {})
    if (!(name in memo)) memo[name] = make()
    return memo[name] as T
  }
}

// On the prototype: as fields of a base of fifty classes they would cost more than all the rest of an element.
Object.assign(ClauseElement.prototype, {
  annotations: NO_ANNOTATIONS,
  propagateAttrs: null,
  isCloneOf: null,
  memo: null,
  annotatedFrom: null,
  uidSlot: 0,
  keyToken: null,
})

/**
 * What `lazy: 'dynamic'` relationships read as: a query for the members, which takes members in and out as well.
 */
import type { Io } from '../../../engine/io.js'
import { Result, type ScalarResult } from '../../../engine/result.js'
import { ResultMetaData } from '../../../engine/result/result-metadata.js'
import { BufferedRows } from '../../../engine/result/row-source.js'
import { runSync } from '../../../engine/io.js'
import { warn } from '../../../util/warnings.js'
import { Select } from '../../../sql/selectable/select.js'
import type { WriteOnlyAttributeImpl } from '../../attributes/unloaded/write-only-attribute.js'
import { DetachedInstanceError } from '../../errors.js'
import { withCompileOptions } from '../../loading/entity-select.js'
import type { InstanceState } from '../../state/instance-state.js'
import { Query } from '../query.js'
import type { QuerySession } from '../query-session.js'
import type { QueryParts } from '../query-statement.js'
import { memberRows } from './write-only-collection.js'

/**
 * A collection that is queried anew each time it is read; `sqlalchemy.orm.AppenderQuery`.
 *
 * @example
 * shelf.books.filter(Book.title.startswith('a')).count()
 * shelf.books.append(new Book({ title: 'x' }))
 */
export class AppenderQuery<T extends object = object> extends Query<T> {
  readonly #impl: WriteOnlyAttributeImpl
  readonly #state: InstanceState

  constructor(impl: WriteOnlyAttributeImpl, state: InstanceState) {
    super(state.session as QuerySession | null, partsOf(impl, state))
    this.#impl = impl
    this.#state = state
  }

  append(member: T): void {
    this.#impl.append(this.#state, member)
  }

  /** The same, as arrays have it. */
  push(...members: readonly T[]): void {
    for (const member of members) this.append(member)
  }

  add(member: T): void {
    this.append(member)
  }

  addAll(members: Iterable<T>): void {
    for (const member of members) this.append(member)
  }

  extend(members: Iterable<T>): void {
    this.addAll(members)
  }

  remove(member: T): void {
    this.#impl.remove(this.#state, member)
  }

  /** A plain query of the session, with more conditions. @throws DetachedInstanceError @internal */
  override with(parts: QueryParts): this {
    const { session } = this
    if (session === null) {
      throw new DetachedInstanceError(
        `Parent instance ${this.#state.toString()} is not bound to a Session, and no contextual session is established; lazy load operation of attribute '${this.#impl.key}' cannot proceed`,
      )
    }
    const Made = (session.options.queryCls ?? Query) as typeof Query
    return new Made(session, parts) as unknown as this
  }

  override *resultIo(options: { readonly prebuffer?: boolean } = {}): Io<Result | ScalarResult> {
    if (yield* this.#isStoredIo()) return yield* super.resultIo(options)
    if (this.#state.detached) {
      warn(
        `Instance ${this.#state.toString()} is detached, dynamic relationship cannot return a correct result.   This warning will become a DetachedInstanceError in a future release.`,
      )
    }
    const rows = this.#impl.pendingMembers(this.#state).map((member) => [member])
    const key = this.#impl.manager.className
    return new Result(new ResultMetaData([{ key, objects: [] }]), new BufferedRows(rows)).scalars()
  }

  override *countIo(): Io<number> {
    if (yield* this.#isStoredIo()) return yield* super.countIo()
    return this.#impl.pendingMembers(this.#state).length
  }

  protected override run<R>(io: Io<R>): R {
    return this.session === null ? runSync(io) : super.run(io)
  }

  /** A pending owner is flushed first, where its session does such things. */
  *#isStoredIo(): Io<boolean> {
    if (this.session === null) return false
    yield* this.session.autoflushIo({ cause: 'query', path: this.#impl.what })
    return this.#state.hasIdentity
  }
}

function partsOf(impl: WriteOnlyAttributeImpl, state: InstanceState): QueryParts {
  const { criterion, froms, orderBy } = memberRows(impl, state)
  let statement = new Select([impl.property.mapper.class_])
    .setLabelStyle('tablenamePlusCol')
    .where(criterion)
  if (froms.length > 0) statement = statement.selectFrom(...froms)
  if (orderBy.length > 0) statement = statement.orderBy(...orderBy)
  return { statement: withCompileOptions(statement, { useLegacyQueryStyle: true }) }
}

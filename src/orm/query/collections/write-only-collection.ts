/**
 * What `lazy: 'writeOnly'` relationships read as: members go in and out one by one, everything else is a statement.
 */
import { InvalidRequestError } from '../../../errors.js'
import { Delete } from '../../../sql/dml/delete.js'
import { Insert } from '../../../sql/dml/insert.js'
import { Update } from '../../../sql/dml/update.js'
import { BindParameter } from '../../../sql/elements/bind-parameter.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { Select } from '../../../sql/selectable/select.js'
import { belongsToObject } from '../../attributes/comparison/relationship-comparison.js'
import { RelationshipAttribute } from '../../attributes/relationship-attribute.js'
import type { WriteOnlyAttributeImpl } from '../../attributes/unloaded/write-only-attribute.js'
import { entityClause } from '../../loading/entities/entity-of.js'
import type { InstanceState } from '../../state/instance-state.js'

/** The rows of one object's collection, as the parts of a statement. */
export interface MemberRows {
  readonly criterion: ColumnElement<boolean>
  /** The association table has to be named beside the target. */
  readonly froms: readonly unknown[]
  readonly orderBy: readonly ColumnElement[]
}

/** @internal */
export function memberRows({ property }: WriteOnlyAttributeImpl, state: InstanceState): MemberRows {
  const { mapper, secondary, orderBy, parent } = property
  const criterion = belongsToObject(new RelationshipAttribute(parent, property), state.obj, {
    aliasSecondary: false,
  })
  return { criterion, froms: secondary ? [entityClause(mapper), secondary] : [], orderBy }
}

/**
 * A collection that is never loaded; `sqlalchemy.orm.WriteOnlyCollection`.
 *
 * @example
 * account.entries.add(new Entry({ amount: 10 }))
 * session.scalars(account.entries.select().where(Entry.amount.gt(5))).all()
 */
export class WriteOnlyCollection<T extends object = object> {
  readonly #impl: WriteOnlyAttributeImpl
  readonly #state: InstanceState

  constructor(impl: WriteOnlyAttributeImpl, state: InstanceState) {
    this.#impl = impl
    this.#state = state
  }

  add(member: T): void {
    this.#impl.append(this.#state, member)
  }

  addAll(members: Iterable<T>): void {
    for (const member of members) this.add(member)
  }

  remove(member: T): void {
    this.#impl.remove(this.#state, member)
  }

  /** `SELECT` of the members; conditions, order and limit may be added. */
  select(): Select<[T]> {
    const { criterion, froms, orderBy } = memberRows(this.#impl, this.#state)
    let statement = new Select([this.#target]).where(criterion)
    if (froms.length > 0) statement = statement.selectFrom(...froms)
    if (orderBy.length > 0) statement = statement.orderBy(...orderBy)
    return statement as unknown as Select<[T]>
  }

  /** `INSERT` of members, to be executed with their values; the foreign key is set. @throws InvalidRequestError */
  insert(): Insert<[T]> {
    const { property } = this.#impl
    if (property.direction !== 'ONETOMANY') {
      throw new InvalidRequestError(
        'Write only bulk INSERT only supported for one-to-many collections; for many-to-many, use a separate bulk INSERT along with add_all().',
      )
    }
    const values = property.synchronizePairs.map(([local, remote]) => {
      const { key } = this.#state.mapper.getPropertyByColumn(local)
      const callable = () => this.#state.impl(key).get(this.#state)
      return [
        remote,
        new BindParameter(null, { type: remote.type, unique: true, callable }),
      ] as const
    })
    return new Insert(this.#target).values(new Map(values)) as unknown as Insert<[T]>
  }

  /** `UPDATE` of all members. */
  update(): Update<[T]> {
    const { criterion } = memberRows(this.#impl, this.#state)
    return new Update(this.#target).where(criterion) as unknown as Update<[T]>
  }

  /** `DELETE` of all members. */
  delete(): Delete<[T]> {
    const { criterion } = memberRows(this.#impl, this.#state)
    return new Delete(this.#target).where(criterion) as unknown as Delete<[T]>
  }

  [Symbol.iterator](): never {
    throw new TypeError(
      "WriteOnly collections don't support iteration in-place; to query for collection items, use the select() method to produce a SQL statement and execute it with session.scalars().",
    )
  }

  get #target(): unknown {
    return this.#impl.property.mapper.class_
  }
}

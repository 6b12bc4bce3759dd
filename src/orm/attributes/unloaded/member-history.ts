/**
 * What was added to and removed from a collection that is never loaded as a whole. Kept as the committed value of its
 * attribute until the flush.
 */
import { History } from '../../state/history.js'

/** `sqlalchemy.orm.writeonly.WriteOnlyHistory`. @internal */
export class MemberHistory {
  readonly added: Set<object>
  readonly deleted: Set<object>
  readonly unchanged: ReadonlySet<object>

  /** `known`: what the database holds, read to compare the changes with; null while nobody has looked. */
  constructor(
    changes: MemberHistory | null = null,
    private readonly known: readonly object[] | null = null,
  ) {
    this.added = changes?.added ?? new Set()
    this.deleted = changes?.deleted ?? new Set()
    this.unchanged = known ? new Set(known) : new Set()
  }

  add(member: object): void {
    this.added.add(member)
  }

  remove(member: object): void {
    if (!this.added.delete(member)) this.deleted.add(member)
  }

  get present(): readonly object[] {
    return [...new Set([...this.added, ...this.unchanged])]
  }

  get all(): readonly object[] {
    return [...new Set([...this.added, ...this.unchanged, ...this.deleted])]
  }

  asHistory(): History {
    if (this.known === null) return new History([...this.added], [], [...this.deleted])
    const deleted = [...this.deleted].filter((member) => this.unchanged.has(member))
    return new History(
      [...this.added].filter((member) => !this.unchanged.has(member)),
      [...this.unchanged].filter((member) => !deleted.includes(member)),
      deleted,
    )
  }
}

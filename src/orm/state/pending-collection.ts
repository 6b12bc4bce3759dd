/**
 * Changes of a collection that is not loaded, made through the other side of the relationship. They are applied when
 * the collection is loaded.
 */
import { History } from './history.js'

/** `sqlalchemy.orm.state.PendingCollection`. @internal */
export class PendingCollection {
  readonly deleted = new Set<object>()
  readonly added: object[] = []

  append(value: object): void {
    if (this.deleted.has(value)) this.deleted.delete(value)
    else if (!this.added.includes(value)) this.added.push(value)
  }

  remove(value: object): void {
    const index = this.added.indexOf(value)
    if (index >= 0) this.added.splice(index, 1)
    else this.deleted.add(value)
  }

  /** The history of the collection with these changes on top. */
  historyOn(history: History): History {
    const known = new Set(history.added)
    return new History(
      [...history.added, ...this.added.filter((value) => !known.has(value))],
      history.unchanged.filter((value) => !this.deleted.has(value as object)),
      [...history.deleted, ...this.deleted],
    )
  }
}

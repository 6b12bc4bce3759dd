/**
 * Changes of a collection that is not loaded, made through the other side of the relationship. They are applied when
 * the collection is loaded.
 */

/** @internal */
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

  merge(other: PendingCollection): void {
    for (const value of other.added) this.append(value)
    for (const value of other.deleted) this.remove(value)
  }
}

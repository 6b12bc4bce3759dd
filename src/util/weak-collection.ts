/** Objects that can be listed as long as somebody else holds them; being listed here keeps none of them alive. */
export class WeakCollection<T extends object> implements Iterable<T> {
  readonly #references = new Set<WeakRef<T>>()
  readonly #cleanup = new FinalizationRegistry<WeakRef<T>>((gone) => this.#references.delete(gone))

  add(member: T): void {
    const reference = new WeakRef(member)
    this.#references.add(reference)
    this.#cleanup.register(member, reference)
  }

  delete(member: T): void {
    for (const reference of this.#references)
      if (reference.deref() === member) this.#references.delete(reference)
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const reference of this.#references) {
      const member = reference.deref()
      if (member !== undefined) yield member
    }
  }
}

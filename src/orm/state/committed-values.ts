/**
 * The values attributes had before they were changed, by key. A chain: few attributes of an object are changed, and a
 * map costs several times as much to make.
 */
import { keepShape } from '../../util/kept-shapes.js'

class Link {
  constructor(
    readonly key: string,
    public value: unknown,
    public next: Link | null,
  ) {}
}

/** @internal */
export class CommittedValues {
  #first: Link | null = null

  has(key: string): boolean {
    return this.#find(key) !== null
  }

  get(key: string): unknown {
    return this.#find(key)?.value
  }

  set(key: string, value: unknown): void {
    const known = this.#find(key)
    if (known === null) this.#first = new Link(key, value, this.#first)
    else known.value = value
  }

  delete(key: string): void {
    let before: Link | null = null
    for (let link = this.#first; link !== null; link = link.next) {
      if (link.key !== key) before = link
      else if (before === null) this.#first = link.next
      else before.next = link.next
    }
  }

  copy(): CommittedValues {
    const copy = new CommittedValues()
    for (let link = this.#first; link !== null; link = link.next) copy.set(link.key, link.value)
    return copy
  }

  #find(key: string): Link | null {
    let link = this.#first
    while (link !== null && link.key !== key) link = link.next
    return link
  }
}

const example = keepShape(new CommittedValues())
example.set('', null)

/**
 * Keys of statements as places in a tree: a description is a path of tokens, and equal descriptions end at the same
 * place. Following a known path compares tokens; no text is joined or hashed for a statement that was seen before.
 */

/** A word of a description; words are equal when `===` says so. */
export type KeyToken = string | number | boolean | null

/** Where a description has got to. Its identity is the key. */
export class KeyPlace {
  /** Most places lead on in one way only: its token and where it leads. */
  private token: KeyToken = null
  private next: KeyPlace | null = null
  private others: Map<KeyToken, KeyPlace> | null = null

  /** The place that a token leads to. */
  after(token: KeyToken, tree: KeyTree): KeyPlace {
    if (this.token === token && this.next !== null) return this.next
    return this.others?.get(token) ?? this.grow(token, tree)
  }

  private grow(token: KeyToken, tree: KeyTree): KeyPlace {
    const place = new KeyPlace()
    tree.size += 1
    if (this.next === null) {
      this.token = token
      this.next = place
    } else (this.others ??= new Map<KeyToken, KeyPlace>()).set(token, place)
    return place
  }
}

/** All descriptions of a program, or those of one comparison. */
export class KeyTree {
  size = 0
  #root = new KeyPlace()

  /** @param most how many places it may have; it begins anew beyond, and what was known is described again */
  constructor(private readonly most = Infinity) {}

  /** Where a description begins. */
  start(): KeyPlace {
    if (this.size > this.most) {
      this.#root = new KeyPlace()
      this.size = 0
    }
    return this.#root
  }
}

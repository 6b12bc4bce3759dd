/** Which elements a description has mentioned already, and in what order. */
import type { ClauseElement } from '../elements/clause-element.js'

/** The elements of a description in the order of their first mention. */
export class Mentions {
  private readonly few: ClauseElement[] = []
  private many: Map<ClauseElement, number> | null = null

  /** The number of an element that was mentioned before; else 0. */
  mention(element: ClauseElement): number {
    if (this.many !== null) return this.mentionAmong(this.many, element)
    const known = this.few.indexOf(element) + 1
    if (known > 0) return known
    // A short list is searched faster than a map is made.
    if (this.few.push(element) === 48) {
      this.many = new Map(this.few.map((each, index) => [each, index + 1]))
    }
    return 0
  }

  private mentionAmong(many: Map<ClauseElement, number>, element: ClauseElement): number {
    const known = many.get(element)
    if (known !== undefined) return known
    many.set(element, many.size + 1)
    return 0
  }
}

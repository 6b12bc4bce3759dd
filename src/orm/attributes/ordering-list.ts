/**
 * Lists that keep the position of their members in an attribute: `collectionClass: orderingList('position')`.
 */
type Numbered = Record<string, unknown>

type NumberOf = (index: number, list: readonly unknown[]) => unknown

export interface OrderingListOptions {
  /** The number of the first member. */
  readonly countFrom?: number
  /** The number for an index, for lists that do not count 0, 1, 2… */
  readonly orderingFunc?: NumberOf
  /** True: `push()` numbers a member even if it has a number already. */
  readonly reorderOnAppend?: boolean
}

/**
 * A `collectionClass` that numbers its members; `sqlalchemy.ext.orderinglist.ordering_list`. Members are numbered
 * when they enter, and again when one before them enters or leaves.
 *
 * @param attribute where members keep their number
 * @example
 * bullets: () => many(Bullet, { orderBy: Bullet.position, collectionClass: orderingList('position') })
 */
export function orderingList(
  attribute: string,
  { countFrom = 0, orderingFunc, reorderOnAppend = false }: OrderingListOptions = {},
): new () => unknown[] {
  const numberOf: NumberOf = orderingFunc ?? ((index) => index + countFrom)
  return class OrderingList extends Array<unknown> {
    /** Numbers all members anew, e.g. after the list was sorted. */
    reorder(): void {
      this.forEach((_, index) => this.#number(index, true))
    }

    override push(...members: unknown[]): number {
      for (const member of members) {
        super.push(member)
        this.#number(this.length - 1, reorderOnAppend)
      }
      return this.length
    }

    override unshift(...members: unknown[]): number {
      return this.#reordered(super.unshift(...members))
    }

    override pop(): unknown {
      return this.#reordered(super.pop())
    }

    override shift(): unknown {
      return this.#reordered(super.shift())
    }

    override splice(start: number, count: number = this.length, ...members: unknown[]): unknown[] {
      return this.#reordered(super.splice(start, count, ...members))
    }

    #reordered<T>(answer: T): T {
      this.reorder()
      return answer
    }

    #number(index: number, anew: boolean): void {
      const member = this[index] as Numbered
      const present = member[attribute] ?? null
      if (present !== null && !anew) return
      const number = numberOf(index, this)
      if (number !== present) member[attribute] = number
    }
  }
}

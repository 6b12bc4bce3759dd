/** The order of columns of a table that is made anew: as before, new ones at the end or where they were asked for. */
import { ArgumentError } from '../../../errors.js'
import { sort, type Edge } from '../../../util/topological-sort.js'

export interface ColumnPlacement {
  readonly insertBefore?: string
  readonly insertAfter?: string
}

export class ColumnOrder {
  readonly #existing: string[]
  readonly #added: Edge<string>[] = []

  constructor(
    existing: readonly string[],
    /** Groups of columns that follow each other; all else may move. */
    private readonly groups: readonly (readonly string[])[],
  ) {
    this.#existing = [...existing]
  }

  /** @throws ArgumentError when the neighbour is not known */
  add(name: string, placement: ColumnPlacement): void {
    const [after, before] = this.#neighbours(placement)
    if (before !== undefined) this.#added.push([name, before])
    if (after !== undefined) this.#added.push([after, name])
    const last = this.#existing.at(-1)
    if (this.groups.length === 0 && before === undefined && after === undefined && last)
      this.#added.push([last, name])
  }

  remove(name: string): void {
    const at = this.#existing.indexOf(name)
    if (at >= 0) this.#existing.splice(at, 1)
  }

  /** The names in their order. */
  sorted(names: readonly string[]): readonly string[] {
    if (this.groups.length === 0 && this.#added.length === 0) return names
    const chains = this.groups.length > 0 ? this.groups : [this.#existing]
    const known = new Set(names)
    const edges = [...chains.flatMap(pairs), ...this.#added].filter(
      ([left, right]) => left !== right && known.has(left) && known.has(right),
    )
    return sort(edges, names)
  }

  #neighbours({
    insertAfter: after,
    insertBefore: before,
  }: ColumnPlacement): readonly [after: string | undefined, before: string | undefined] {
    if (this.groups.length > 0 || (after !== undefined) === (before !== undefined))
      return [after, before]
    const at = this.#existing.indexOf((after ?? before) as string)
    if (after !== undefined)
      return [after, at >= 0 ? this.#existing[at + 1] : this.#addedBeside(after, 0)]
    return [at >= 0 ? this.#existing[at - 1] : this.#addedBeside(before as string, 1), before]
  }

  /** The neighbour of a column that is itself new. */
  #addedBeside(name: string, side: 0 | 1): string {
    const edge = this.#added.find((each) => each[side] === name)
    if (edge) return edge[1 - side] as string
    throw new ArgumentError(`No such column: '${name}'`)
  }
}

function pairs(names: readonly string[]): Edge<string>[] {
  return names.slice(1).map((name, index) => [names[index] as string, name])
}

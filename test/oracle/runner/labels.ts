/** Pairs of labels: `User#1` of the record is one and the same object of ours throughout a scenario. */

const LABEL = /^[A-Za-z_]\w*#\d+$/

export class Labels {
  #toOurs = new Map<string, string>()
  #toTheirs = new Map<string, string>()

  /** Whether both name the same object; the first meeting decides. */
  match(theirs: string, ours: string): boolean {
    if (theirs.split('#')[0] !== ours.split('#')[0]) return false
    const known = this.#toOurs.get(theirs)
    const back = this.#toTheirs.get(ours)
    if (known === undefined && back === undefined) {
      this.#toOurs.set(theirs, ours)
      this.#toTheirs.set(ours, theirs)
      return true
    }
    return known === ours && back === theirs
  }

  /** Forgets who met in a comparison that fails. */
  tentatively(isSame: () => boolean): boolean {
    const [toOurs, toTheirs] = [new Map(this.#toOurs), new Map(this.#toTheirs)]
    if (isSame()) return true
    this.#toOurs = toOurs
    this.#toTheirs = toTheirs
    return false
  }

  /** Ours for one of theirs, if they have met. */
  ours(theirs: string): string | undefined {
    return this.#toOurs.get(theirs)
  }

  /**
   * Two sets of labels: those that have met first. Of the others a set does not say which is which: they meet here only
   * when there is one of a class.
   */
  matchSets(theirs: readonly string[], ours: readonly string[]): boolean {
    if (theirs.length !== ours.length) return false
    const left = [...ours]
    const open: string[] = []
    for (const each of theirs) {
      const at = left.indexOf(this.ours(each) ?? '')
      if (at >= 0) left.splice(at, 1)
      else open.push(each)
    }
    const unmet = left.filter((each) => !this.#toTheirs.has(each))
    if (unmet.length < open.length) return false
    return open.every((each) => {
      const same = unmet.filter((mine) => classOf(mine) === classOf(each))
      if (open.filter((other) => classOf(other) === classOf(each)).length !== same.length)
        return false
      const [only = ''] = same
      return same.length > 1 || this.match(each, only)
    })
  }
}

function classOf(label: string): string {
  return label.split('#')[0] ?? ''
}

export function isLabel(text: string): boolean {
  return LABEL.test(text)
}

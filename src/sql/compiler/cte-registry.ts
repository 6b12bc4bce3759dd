/** The CTEs of a statement being compiled: each written once, in order of need. */
import type { Cte } from '../selectable/alias.js'

/** Texts of CTEs, and who has which name. */
export class CteRegistry {
  readonly texts = new Map<Cte, string>()
  readonly byName = new Map<string, Cte>()
  recursive = false

  get isEmpty(): boolean {
    return this.texts.size === 0
  }

  /** `WITH a AS (…), b AS (…)`, and forgets them. */
  take(): string {
    const texts = [...this.texts.values()]
    const recursive = this.recursive ? 'RECURSIVE ' : ''
    this.texts.clear()
    this.byName.clear()
    this.recursive = false
    return `WITH ${recursive}${texts.join(', \n')}\n `
  }

  forget(cte: Cte): void {
    this.texts.delete(cte)
  }
}

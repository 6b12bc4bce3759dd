/** The CTEs of a statement being compiled: each written once, in order of need. */
import type { Cte } from '../selectable/alias.js'

interface CteText {
  readonly text: string
  /** How deep the SELECT is that a nesting CTE belongs to; null: it stands before the whole statement. */
  readonly level: number | null
}

/** Texts of CTEs, and who has which name. */
export class CteRegistry {
  private readonly byName = new Map<string, Cte>()
  private readonly texts = new Map<Cte, CteText>()

  /** The CTE of a name, as seen from a SELECT: nesting ones are known only inside of theirs. */
  named(name: string): Cte | null {
    return this.byName.get(name) ?? null
  }

  announce(name: string, cte: Cte): void {
    this.byName.set(name, cte)
  }

  write(cte: Cte, text: string, level: number | null): void {
    this.texts.set(cte, { text, level })
  }

  forget(cte: Cte): void {
    this.texts.delete(cte)
  }

  /** `WITH a AS (…), b AS (…)` of one level, or of the whole statement, which is forgotten then; or nothing. */
  take(level: number | null): string {
    const taken = [...this.texts].filter(([, text]) => level === null || text.level === level)
    if (taken.length === 0) return ''
    for (const [cte] of taken) this.drop(cte)
    const recursive = taken.some(([cte]) => cte.recursive) ? 'RECURSIVE ' : ''
    return `WITH ${recursive}${taken.map(([, { text }]) => text).join(', \n')}\n `
  }

  private drop(cte: Cte): void {
    this.texts.delete(cte)
    for (const [name, known] of this.byName) if (known === cte) this.byName.delete(name)
  }
}

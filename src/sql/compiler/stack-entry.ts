/** What the statements around one provide to it: FROM elements it may correlate with, names of labels. */
import { keepShape } from '../../util/kept-shapes.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { FromClause } from '../selectable/from-clause.js'
import { Select } from '../selectable/select.js'
import { SelectState, type LabelNames } from './select-state.js'

/** Names that ORDER BY and GROUP BY of a statement may use. */
export interface LabelResolver {
  readonly labelNames: LabelNames
}

/** What an enclosing SELECT provides to those inside. */
export interface StackEntry {
  readonly selectable: ClauseElement
  readonly correlateFroms: ReadonlySet<FromClause>
  readonly asFromFroms: ReadonlySet<FromClause>
  readonly state: LabelResolver | null
  /** The SELECTs inside describe the rows of the whole statement. */
  readonly needResultMap: boolean
}

const NOTHING: ReadonlySet<FromClause> = new Set()

/** Around the outermost statement. */
export const OUTERMOST: StackEntry = {
  selectable: null as unknown as ClauseElement,
  correlateFroms: NOTHING,
  asFromFroms: NOTHING,
  state: null,
  needResultMap: true,
}

/** What a SELECT provides to those inside; most have none. */
export class SelectEntry implements StackEntry {
  readonly needResultMap = false
  #own: ReadonlySet<FromClause> | null = null
  #correlated: ReadonlySet<FromClause> | null = null

  constructor(
    readonly state: SelectState,
    private readonly froms: readonly FromClause[],
    private readonly outer: ReadonlySet<FromClause>,
  ) {}

  get selectable(): Select {
    return this.state.statement
  }

  get asFromFroms(): ReadonlySet<FromClause> {
    return (this.#own ??= new Set(this.froms.flatMap((from) => from.fromObjects)))
  }

  get correlateFroms(): ReadonlySet<FromClause> {
    if (this.outer.size === 0) return this.asFromFroms
    return (this.#correlated ??= new Set([...this.asFromFroms, ...this.outer]))
  }
}

keepShape(new SelectEntry(new SelectState(new Select([])), [], NOTHING))

/** The FROM elements an entry provides, for one inside. */
export function provisions({
  correlateFroms,
  asFromFroms,
}: StackEntry): Pick<StackEntry, 'correlateFroms' | 'asFromFroms'> {
  return { correlateFroms, asFromFroms }
}

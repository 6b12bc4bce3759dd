/**
 * Objects from a statement the user wrote: text, a set operation, INSERT … RETURNING. Columns are found by name or by
 * lineage. `sqlalchemy.orm.context.FromStatement`.
 */
import type {
  Annotations,
  ClauseElement,
  PropagateAttrs,
} from '../../sql/elements/clause-element.js'
import { TextClause } from '../../sql/elements/literals.js'
import type { Select } from '../../sql/selectable/select.js'
import { TextualSelect } from '../../sql/selectable/textual-select.js'
import type { ExecutableOption } from '../../sql/executable-option.js'

export class FromStatement extends TextualSelect {
  override readonly propagateAttrs: PropagateAttrs | null
  override readonly withOptions: readonly ExecutableOption[]
  override readonly executionOptionValues: Annotations

  constructor(
    /** `select(User)`: what the rows become. */
    readonly entities: Select,
    /** What is sent to the database. */
    readonly source: ClauseElement,
  ) {
    super(source instanceof TextClause ? source : new TextClause(''), [], false)
    this.propagateAttrs = entities.propagateAttrs
    this.withOptions = entities.withOptions
    this.executionOptionValues = entities.executionOptionValues
  }

  /** `entities` with the options that were added to the whole. */
  get requested(): Select {
    return this.entities.withParts({ withOptions: this.withOptions })
  }

  override toString(): string {
    return this.source.toString()
  }
}

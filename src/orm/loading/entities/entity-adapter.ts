/**
 * Puts columns and expressions of a mapped class in terms of another FROM: an alias, a subquery, the wrapped form of
 * a limited query. `ORMAdapter` in SQLAlchemy.
 */
import { ColumnAdapter, type ColumnAdapterOptions } from '../../../sql/adapt/clause-adapter.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { AliasedInsp } from './aliased-insp.js'

export interface EntityAdapterOptions extends ColumnAdapterOptions {
  /** The alias whose columns these are. */
  readonly entity?: AliasedInsp | null
}

export class EntityAdapter extends ColumnAdapter {
  readonly entity: AliasedInsp | null

  constructor(selectable: FromClause, { entity = null, ...options }: EntityAdapterOptions = {}) {
    super(selectable, options)
    this.entity = entity
  }

  /** A column of the class, as the other FROM has it; the column itself if it does not. */
  override column(column: ColumnElement): ColumnElement {
    return super.column(column) ?? column
  }

  override wrap(inner: ColumnAdapter): EntityAdapter {
    return super.wrap(inner) as EntityAdapter
  }
}

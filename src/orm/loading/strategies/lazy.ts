/**
 * Loads a relationship when it is read. Says what to look up or select; `lazy-load.ts` does it. Also the strategies
 * that raise in place of loading.
 */
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { Column } from '../../mapping/sql-types.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { Passive } from '../../state/passive.js'
import { NO_RAISE } from '../../state/passive.js'
import { raiseloadError } from '../errors.js'
import { ImmediateLoader } from './immediate.js'
import { LazyClause } from './lazy-clause.js'
import { loadLazilyIo } from '../access/lazy-load.js'
import type { LazyOverrides } from '../access/lazy-load.js'
import { equivalentColumns, findsByKey } from '../../mapping/mapper-selectables.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'

export interface LazyLoaderOptions {
  readonly raise: 'never' | 'always' | 'onSql'
  /** True when reading the attribute of any object of the class comes here, options aside. */
  readonly isClassLevel: boolean
}

export class LazyLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  readonly clause: LazyClause
  /** The clause is the target's primary key: the identity map may answer. */
  readonly usesGet: boolean
  /** Columns of the parent that hold the target's key, by key column. */
  readonly equatedColumns: ReadonlyMap<Column, Column>

  constructor(
    readonly property: RelationshipProperty,
    readonly options: LazyLoaderOptions,
  ) {
    this.clause = new LazyClause(property)
    this.usesGet = !property.uselist && findsByKey(this.clause.criterion, property.mapper)
    this.equatedColumns = this.usesGet
      ? withEquivalents(this.clause.equatedColumns, property)
      : this.clause.equatedColumns
  }

  /** Nothing is selected ahead. */
  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor(setup: RowSetup): void {
    const { context, option, populators } = setup
    const { key } = this.property
    const { onlyLoadProps } = context.compileState.compileOptions
    if (context.loadOptions.isUserRefresh && onlyLoadProps?.includes(key)) {
      new ImmediateLoader(this.property).createRowProcessor(setup)
      return
    }
    const criteria = option?.extraCriteria ?? []
    if (!this.options.isClassLevel || criteria.length > 0) {
      const overrides = criteria.length > 0 ? { option } : {}
      populators.new.push({ key, populate: (state) => this.#installOn(state, overrides) })
    } else if (context.loadOptions.populateExisting) {
      populators.new.push({ key, populate: (state) => state.reset(key) })
    }
  }

  /** Raises if the strategy forbids what reading the attribute would do. */
  checkRaise(when: 'always' | 'onSql', passive: Passive): void {
    if (this.options.raise !== when || passive & NO_RAISE) return
    throw raiseloadError(this.property, when === 'always' ? 'raise' : 'raise_on_sql')
  }

  #installOn(state: InstanceState, overrides: LazyOverrides): void {
    state.reset(this.property.key)
    state.setCallable(this.property.key, (own, passive) =>
      loadLazilyIo(this, own, passive, overrides),
    )
  }
}

function withEquivalents(
  equated: ReadonlyMap<Column, Column>,
  property: RelationshipProperty,
): ReadonlyMap<Column, Column> {
  const all = new Map(equated)
  const equivalents = equivalentColumns(property.mapper)
  for (const [column, source] of equated) {
    for (const other of equivalents.get(column) ?? []) all.set(other as Column, source)
  }
  return all
}

/** Leaves a relationship empty, without ever loading it. */
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'

export class NoLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(_setup: QuerySetup): void {}

  createRowProcessor({ populators }: RowSetup): void {
    const { key, uselist } = this.property
    populators.new.push({
      key,
      populate: (state) => state.impl(key).setCommittedValue(state, uselist ? [] : null),
    })
  }
}

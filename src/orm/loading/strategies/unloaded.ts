/** Loads nothing: collections of `dynamic` and `writeOnly` relationships are queried by those who read them. */
import { InvalidRequestError } from '../../../errors.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { LoaderStrategy } from './strategy.js'

export class UnloadedLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(): void {}

  createRowProcessor(): void {}
}

/** @throws InvalidRequestError for a relationship that cannot be filled */
export function rejectPopulation(property: RelationshipProperty): void {
  if (property.lazy !== 'dynamic' && property.lazy !== 'writeOnly') return
  throw new InvalidRequestError(
    `'${String(property)}' does not support object population - eager loading cannot be applied.`,
  )
}

/** Whether the entity an option or attribute names is the one a query or path has. Used by loader options and joins. */
import { isAliased, type Entity } from './entity.js'

/** True when `given`, an entity of the query, answers for `entity`, the one an option begins with. */
export function entityCorrespondsTo(given: Entity, entity: Entity): boolean {
  if (isAliased(entity)) return isAliased(given) && entity.baseAlias === given.baseAlias
  if (!isAliased(given)) return entity.commonParent(given)
  return given.useMapperPath && given.withPolymorphicMappers.includes(entity)
}

/** The stricter form for steps inside a path: an alias answers only for itself and the entities it covers. */
export function entityLinksTo(given: Entity, entity: Entity): boolean {
  if (isAliased(given)) {
    if (!isAliased(entity) || entity.useMapperPath) return false
    return given === entity || given.withPolymorphicEntities.includes(entity)
  }
  if (!isAliased(entity)) return given.isa(entity)
  return entity.useMapperPath && entity.withPolymorphicMappers.includes(given)
}

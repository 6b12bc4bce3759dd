/** What completion may know about the models, read from their mappers; it never touches the database. */
import type { Mapper } from '../../orm/mapping/mapper.js'
import type { ModelCatalog, ModelInfo } from '../../shell/kernel/contracts.js'
import type { ModelRegistry } from '../../shell/models.js'

/** A catalog that follows the registry, so that reloaded models complete at once. */
export function modelCatalog(models: ModelRegistry): ModelCatalog {
  return {
    classes: () => models.mappers.map(modelInfo),
    tables: () => [
      ...new Set(models.mappers.flatMap((mapper) => mapper.tables.map((it) => it.name))),
    ],
  }
}

function modelInfo(mapper: Mapper): ModelInfo {
  return {
    name: mapper.className,
    target: mapper.class_,
    columns: mapper.columnAttrs.map(({ key, columns }) => ({
      name: key,
      type: String(columns[0]?.type ?? '').replace(/\(\)$/, ''),
    })),
    relationships: mapper.relationships.map((relationship) => ({
      name: relationship.key,
      target: relationship.mapper.className,
      collection: relationship.uselist,
    })),
  }
}

/** The table of relationship kinds: which processors a mapper's relationships put into a flush. */
import type { Mapper } from '../../mapping/mapper.js'
import type { Direction, RelationshipProperty } from '../../mapping/relationship.js'
import { KeySwitchProcessor } from './key-switch.js'
import { ManyToManyProcessor } from './many-to-many.js'
import { ManyToOneProcessor } from './many-to-one.js'
import { OneToManyProcessor } from './one-to-many.js'
import type { DependencyProcessor } from './processor.js'

const KINDS: Readonly<Record<Direction, new (prop: RelationshipProperty) => DependencyProcessor>> =
  {
    ONETOMANY: OneToManyProcessor,
    MANYTOONE: ManyToOneProcessor,
    MANYTOMANY: ManyToManyProcessor,
  }

const processors = new WeakMap<RelationshipProperty, DependencyProcessor>()
const keySwitches = new WeakMap<RelationshipProperty, KeySwitchProcessor>()

/** All processors that want to see the objects of a mapper, in the order in which they are asked. */
export function dependencyProcessors(mapper: Mapper): readonly DependencyProcessor[] {
  const referring = referringRelationships(mapper).map(keySwitchOf)
  const own = mapper.relationships.filter((prop) => !prop.viewonly).map(processorOf)
  return [...referring, ...own]
}

function processorOf(prop: RelationshipProperty): DependencyProcessor {
  let processor = processors.get(prop)
  if (!processor) processors.set(prop, (processor = new KINDS[prop.direction](prop)))
  return processor
}

function keySwitchOf(prop: RelationshipProperty): KeySwitchProcessor {
  let processor = keySwitches.get(prop)
  if (!processor) keySwitches.set(prop, (processor = new KeySwitchProcessor(prop)))
  return processor
}

/** Many-to-one relationships, of any class of the registry, that refer to objects of this mapper. */
function referringRelationships(mapper: Mapper): readonly RelationshipProperty[] {
  return mapper.registry.mappers
    .flatMap((other) => other.relationships.filter((prop) => prop.parent === other))
    .filter((prop) => prop.direction === 'MANYTOONE' && !prop.viewonly && mapper.isa(prop.mapper))
}

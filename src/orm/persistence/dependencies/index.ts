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

interface Known {
  /** Attributes and classes may be added; what was found for fewer of them counts no more. */
  readonly attributes: number
  readonly mappers: number
  readonly processors: readonly DependencyProcessor[]
}

const known = new WeakMap<Mapper, Known>()

/** All processors that want to see the objects of a mapper, in the order in which they are asked. */
export function dependencyProcessors(mapper: Mapper): readonly DependencyProcessor[] {
  const attributes = mapper.props.size
  const mappers = mapper.registry.mappers.length
  const found = known.get(mapper)
  if (found?.attributes === attributes && found.mappers === mappers) return found.processors
  const own = mapper.relationships.filter((prop) => !prop.viewonly).map(processorOf)
  const all = [...referringRelationships(mapper).map(keySwitchOf), ...own]
  known.set(mapper, { attributes, mappers, processors: all })
  return all
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

/**
 * The last step of every kind of mapping: the class gets its mapper, the registry and whoever listens hear of it.
 */
import { finishInstrumentation } from '../attributes/instrument.js'
import { rememberMapper } from '../mapping/mapper-of-class.js'
import { Mapper, type MapperArguments } from '../mapping/mapper.js'
import { completeRelationships, installClassAttribute } from './class-attributes.js'
import { markHybrids } from './hybrid/hybrids.js'
import { laterProperty } from './later-property.js'

/** Makes the mapper of a class whose manager is there. @internal */
export function registerMapper(given: Omit<MapperArguments, 'instrumentation'>): Mapper {
  const { class_ } = given.manager
  const mapper = new Mapper({
    ...given,
    instrumentation: {
      add: installClassAttribute,
      complete: completeRelationships,
      declare: laterProperty,
    },
  })
  rememberMapper(class_, mapper)
  finishInstrumentation(mapper)
  markHybrids(class_)
  given.registry.add(mapper)
  for (const listener of listeners) listener(mapper)
  return mapper
}

const listeners = new Set<(mapper: Mapper) => void>()

/** Calls a function for each class that is mapped. @internal */
export function onMapped(listener: (mapper: Mapper) => void): void {
  listeners.add(listener)
}

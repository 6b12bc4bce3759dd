/**
 * The step before ordering: lets one dependency processor see each object that joined the flush, once. It may bring
 * further objects in.
 */
import type { Io } from '../../../engine/io.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { DependencyProcessor } from '../dependencies/processor.js'
import type { UOWTransaction } from './unit-of-work.js'

/** The mappers whose objects a processor looks at: those that have the relationship, or its targets. */
export function mappersOf(processor: DependencyProcessor, fromParent: boolean): readonly Mapper[] {
  if (!fromParent) return processor.mapper.selfAndDescendants
  return processor.parent.selfAndDescendants.filter((mapper) => processor.concerns(mapper))
}

/** @internal */
export class Preprocess {
  readonly #processed = new Set<InstanceState>()
  /** How many objects of a mapper were there and had their turn; those that come later are at the end. */
  readonly #done = new Map<Mapper, number>()
  #hasActions = false

  constructor(
    private readonly processor: DependencyProcessor,
    private readonly fromParent: boolean,
  ) {}

  /** Answers whether there was any object it had not seen. */
  *executeIo(uow: UOWTransaction): Io<boolean> {
    const { deletes, saves } = this.#takeNew(uow)
    if (deletes.length > 0) yield* this.processor.presortDeletesIo(uow, deletes)
    if (saves.length > 0) yield* this.processor.presortSavesIo(uow, saves)
    if (deletes.length + saves.length === 0) return false
    if (!this.#hasActions && (yield* this.#hasChangesIo(uow, deletes, saves))) {
      this.processor.perPropertyFlushActions(uow)
      this.#hasActions = true
    }
    return true
  }

  #takeNew(uow: UOWTransaction): { deletes: InstanceState[]; saves: InstanceState[] } {
    const deletes: InstanceState[] = []
    const saves: InstanceState[] = []
    for (const mapper of mappersOf(this.processor, this.fromParent)) {
      const states = uow.statesOfMapper(mapper)
      if (this.#done.get(mapper) === states.size) continue
      let done = 0
      for (const state of states) {
        const registration = uow.states.get(state)
        if (!registration || registration.listOnly) continue
        done += 1
        if (this.#processed.has(state)) continue
        this.#processed.add(state)
        ;(registration.isDelete ? deletes : saves).push(state)
      }
      this.#done.set(mapper, done)
    }
    return { deletes, saves }
  }

  *#hasChangesIo(
    uow: UOWTransaction,
    deletes: readonly InstanceState[],
    saves: readonly InstanceState[],
  ): Io<boolean> {
    return (
      (yield* this.processor.propHasChangesIo(uow, deletes, true)) ||
      (yield* this.processor.propHasChangesIo(uow, saves, false))
    )
  }
}

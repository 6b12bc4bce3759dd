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

/** What a processor knows of the objects of one mapper; those that come later are at the end. */
interface Seen {
  count: number
  /** Those that were listed only when their turn came: they may be written yet. */
  readonly listed: InstanceState[]
}

/** @internal */
export class Preprocess {
  readonly #seen = new Map<Mapper, Seen>()
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
      const seen = this.#seenOf(mapper)
      const states = uow.statesOfMapper(mapper)
      const open = [...seen.listed, ...states.slice(seen.count)]
      seen.count = states.length
      seen.listed.length = 0
      open.forEach((state) => {
        const registration = uow.states.get(state)
        if (registration?.listOnly) seen.listed.push(state)
        else if (registration) (registration.isDelete ? deletes : saves).push(state)
      })
    }
    return { deletes, saves }
  }

  #seenOf(mapper: Mapper): Seen {
    let seen = this.#seen.get(mapper)
    if (!seen) this.#seen.set(mapper, (seen = { count: 0, listed: [] }))
    return seen
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

/** Makes each action of a flush once: asking again for the same subject answers the same node of the graph. */
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import {
  DeleteAll,
  DeleteState,
  PostUpdateAll,
  ProcessAll,
  ProcessState,
  SaveUpdateAll,
  SaveUpdateState,
  type PostSortAction,
} from './actions.js'
import type { DependencyProcessor } from '../dependencies/processor.js'

type Subject = Mapper | InstanceState | DependencyProcessor

/** @internal */
export class ActionRegistry {
  readonly #actions = new Map<Subject, Map<string, PostSortAction>>()

  all(): PostSortAction[] {
    return [...this.#actions.values()].flatMap((actions) => [...actions.values()])
  }

  saveAll(mapper: Mapper): SaveUpdateAll {
    return this.#get(mapper, 'save', () => new SaveUpdateAll(mapper))
  }

  deleteAll(mapper: Mapper): DeleteAll {
    return this.#get(mapper, 'delete', () => new DeleteAll(mapper))
  }

  postUpdateAll(mapper: Mapper, isDelete: boolean): PostUpdateAll {
    return this.#get(mapper, `post update ${isDelete}`, () => new PostUpdateAll(mapper, isDelete))
  }

  processAll(
    processor: DependencyProcessor,
    { isDelete, fromParent = true }: { isDelete: boolean; fromParent?: boolean },
  ): ProcessAll {
    const make = (): ProcessAll => new ProcessAll(processor, isDelete, fromParent)
    return this.#get(processor, `process ${isDelete} ${fromParent}`, make)
  }

  saveState(state: InstanceState): SaveUpdateState {
    return this.#get(state, 'save', () => new SaveUpdateState(state))
  }

  deleteState(state: InstanceState): DeleteState {
    return this.#get(state, 'delete', () => new DeleteState(state))
  }

  processState(
    processor: DependencyProcessor,
    state: InstanceState,
    isDelete: boolean,
  ): ProcessState {
    const make = (): ProcessState => new ProcessState(processor, isDelete, state)
    return this.#get(state, `process ${processor.id} ${isDelete}`, make)
  }

  #get<A extends PostSortAction>(subject: Subject, name: string, make: () => A): A {
    let actions = this.#actions.get(subject)
    if (!actions) this.#actions.set(subject, (actions = new Map()))
    let action = actions.get(name)
    if (!action) actions.set(name, (action = make()))
    return action as A
  }
}

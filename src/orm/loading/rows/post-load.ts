/**
 * Follow-up loads of one path: they wait until a chunk of rows has become objects, then run for all of them at
 * once. Collected per path, run breadth-first by the query the user wrote.
 */
import type { Io } from '../../../engine/io.js'
import { keepShape } from '../../../util/kept-shapes.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { Entity } from '../paths/entity.js'
import { rootPath, type PathRegistry } from '../paths/path-registry.js'
import type { QueryContext } from './query-context.js'

/** An object to load for; false when the object was there before and keeps what it has. */
export type StateToLoad = readonly [state: InstanceState, overwrite: boolean]

export interface FollowUp {
  readonly context: QueryContext
  /** Only objects of this mapper, among those of the path. */
  readonly limitTo: Mapper
  loadIo(
    states: readonly StateToLoad[],
    path: PathRegistry,
    keys: readonly string[] | null,
  ): Io<void>
}

export class PostLoad {
  readonly #followUps = new Map<unknown, FollowUp>()
  readonly #states = new Map<InstanceState, boolean>()
  /** Attributes a refresh was restricted to. */
  loadKeys: readonly string[] | null = null

  constructor(readonly path: PathRegistry) {}

  addState(state: InstanceState, overwrite: boolean): void {
    this.#states.set(state, overwrite)
  }

  has(token: unknown): boolean {
    return this.#followUps.has(token)
  }

  *invokeIo(): Io<void> {
    const waiting = [...this.#states]
    this.#states.clear()
    for (const followUp of [...this.#followUps.values()]) {
      const states = waiting.filter(([state]) => state.mapper.isa(followUp.limitTo))
      if (states.length > 0) yield* followUp.loadIo(states, this.path, this.loadKeys)
    }
  }

  /** The follow-ups of a path in a query, if a strategy asked for any. */
  static of(
    context: QueryContext,
    path: PathRegistry,
    onlyKeys: readonly string[] | null,
  ): PostLoad | null {
    const known = context.postLoads?.get(path.key) ?? null
    if (known && onlyKeys) known.loadKeys = onlyKeys
    return known
  }

  static exists(context: QueryContext, path: PathRegistry, token: unknown): boolean {
    return context.postLoads?.get(path.key)?.has(token) ?? false
  }

  /** Registers a follow-up; `token` keeps one strategy from registering twice. */
  static register(path: PathRegistry, token: Entity | object, followUp: FollowUp): void {
    const paths = followUp.context.ownPostLoads()
    let known = paths.get(path.key)
    if (!known) paths.set(path.key, (known = new PostLoad(path)))
    known.#followUps.set(token, followUp)
  }
}

/**
 * Runs everything that waits, then what that made wait in turn. Paths are forgotten before their loads run: the same
 * place may come up again below them, in a recursive load.
 *
 * @param isOneOfMany more chunks of rows may follow, for whose objects the same loads run again
 */
export function* invokePostLoadsIo(context: QueryContext, isOneOfMany: boolean): Io<void> {
  const paths = context.postLoads
  if (paths === null) return
  const own = isOneOfMany ? [...paths] : []
  while (paths.size > 0) {
    const level = [...paths.values()]
    paths.clear()
    for (const postLoad of level) yield* postLoad.invokeIo()
  }
  for (const [key, postLoad] of own) paths.set(key, postLoad)
}

keepShape(new PostLoad(rootPath))

/**
 * From rows to objects of one entity: finds or makes the object a row is about and fills what the row brings. One
 * per (execution, mapper, path); `load` runs for every row and never does I/O.
 */
import type { Mapper } from '../../mapping/mapper.js'
import { type Class, IdentityKey } from '../../mapping/identity-key.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { ClassManager } from '../../attributes/class-manager.js'
import type { IdentityMap } from '../../state/identity-map.js'
import type { ProcessorSetup } from './entity-processor.js'
import type { Populators } from './populators.js'
import type { PostLoad } from './post-load.js'
import type { QueryContext } from './query-context.js'
import type { RowPlan } from './row-plan.js'
import type { Row } from './row.js'
import { versionCheck } from './version-check.js'

interface Parts {
  readonly plan: RowPlan
  readonly postLoad: PostLoad | null
}

export class EntityLoader {
  readonly #setup: ProcessorSetup
  readonly #mapper: Mapper
  readonly #postLoad: PostLoad | null
  readonly #context: QueryContext
  readonly #runId: number
  readonly #populators: Populators
  readonly #plan: RowPlan
  readonly #classManager: ClassManager
  readonly #refreshState: InstanceState | null
  /** Raises when the row's version differs from the object's; null unless versions are checked. */
  readonly #checkVersion: ((state: InstanceState, row: Row) => void) | null
  readonly #populateExisting: boolean
  readonly #hasLoadListeners: boolean
  readonly #hasRefreshListeners: boolean
  /** Position of a key of one column; -1 where there are several, or a token. */
  readonly #singleKey: number
  readonly #identities: IdentityMap
  readonly #identityClass: Class

  constructor(setup: ProcessorSetup, { plan, postLoad }: Parts) {
    const { context, mapper } = setup
    this.#setup = setup
    this.#mapper = mapper
    this.#postLoad = postLoad
    this.#refreshState = setup.refreshState ?? null
    this.#checkVersion = versionCheck(setup)
    this.#plan = plan
    this.#classManager = mapper.classManager
    this.#identityClass = mapper.identityClass
    this.#context = context
    this.#runId = context.runId
    this.#populators = plan.populators
    this.#populateExisting = context.loadOptions.populateExisting
    this.#hasLoadListeners = mapper.classManager.dispatch.has('load')
    this.#hasRefreshListeners = mapper.classManager.dispatch.has('refresh')
    const { keyIndexes } = plan
    const hasToken = context.loadOptions.identityToken !== null
    this.#singleKey = keyIndexes.length === 1 && !hasToken ? (keyIndexes[0] as number) : -1
    this.#identities = context.session.identityMap
  }

  /** The object of a row; null when the row has none (an outer join without a match). */
  readonly load = (row: Row): object | null => {
    if (this.#refreshState !== null) return this.#refresh(this.#refreshState, row)
    const state =
      this.#singleKey >= 0
        ? this.#identities.findSingle(this.#identityClass, row[this.#singleKey])
        : this.#find(row)
    if (state === undefined) return this.#create(row)
    if (state.runId === this.#runId) {
      this.#populateAgain(state, row)
      return state.obj
    }
    // Whoever walks this result walks these objects, whatever statement brought them in first.
    state.batch = this.#context.joinBatch()
    if (this.#populateExisting) this.#populateOver(state, row)
    else this.#populatePresent(state, row)
    return state.obj
  }

  #find(row: Row): InstanceState | undefined {
    const identity = this.#plan.keyIndexes.map((index) => row[index])
    return this.#identities.find(
      this.#identityClass,
      identity,
      this.#context.loadOptions.identityToken,
    )
  }

  #create(row: Row): object | null {
    const state = this.#singleKey >= 0 ? this.#addSingle(row) : this.#add(row)
    if (state === null) return null
    this.#populateNew(state, row)
    this.#finishNew(state)
    return state.obj
  }

  /** A new object under the key of a row; null when the row has none. */
  #add(row: Row): InstanceState | null {
    const { session, loadOptions } = this.#context
    const identity = this.#plan.keyIndexes.map((index) => row[index])
    if (isMissing(identity, this.#mapper.allowPartialPks)) return null
    const state = this.#classManager.newInstance()
    state.key = new IdentityKey(this.#identityClass, identity, loadOptions.identityToken)
    state.session = session
    this.#identities.addLoaded(state)
    return state
  }

  /** The same for a key of one column. */
  #addSingle(row: Row): InstanceState | null {
    const value = row[this.#singleKey]
    if (value === null || value === undefined) return null
    const state = this.#classManager.newInstance()
    state.setSingleKey(value)
    state.session = this.#context.session
    this.#identities.addLoadedSingle(this.#identityClass, value, state)
    return state
  }

  #refresh(state: InstanceState, row: Row): object {
    if (state.runId === this.#runId) this.#populateAgain(state, row)
    else this.#populateOver(state, row)
    return state.obj
  }

  #finishNew(state: InstanceState): void {
    const context = this.#context
    state.batch = context.joinBatch()
    if (this.#hasLoadListeners) this.#classManager.dispatch.emit('load', state, context)
    context.session.onLoadedAsPersistent?.(state)
    if (this.#populateExisting || state.modified)
      state.commitAll(context.session.identityMap.modified)
    this.#postLoad?.addState(state, true)
  }

  /** The first row of an object whose values give way to the row's. */
  #populateOver(state: InstanceState, row: Row): void {
    const context = this.#context
    const { onlyLoadProps = null } = this.#setup
    for (const { key } of this.#populators.expire) state.setValue(key, undefined)
    this.#populateNew(state, row)
    if (this.#hasRefreshListeners)
      this.#classManager.dispatch.emit('refresh', state, context, onlyLoadProps)
    if (this.#refreshState && onlyLoadProps) state.commit(onlyLoadProps)
    else state.commitAll(context.session.identityMap.modified)
    this.#postLoad?.addState(state, true)
  }

  #populateNew(state: InstanceState, row: Row): void {
    const { propagatedLoaderOptions } = this.#context
    state.runId = this.#runId
    if (propagatedLoaderOptions.length > 0) {
      state.loadOptions = propagatedLoaderOptions
      state.loadPath = this.#plan.loadPath
    }
    this.#plan.assign(state.obj, row)
    for (const { key, markExpired } of this.#populators.expire)
      if (markExpired) state.addExpired(key)
    for (const { populate } of this.#populators.new) populate(state, row)
  }

  #populateAgain(state: InstanceState, row: Row): void {
    if (state.loadOptions.length > 0 && state.loadPath !== this.#plan.loadPath)
      this.#fillFromOtherPath(state, row)
    for (const { populate } of this.#populators.existing) populate(state, row)
  }

  /** The object stands in more than one place of the row; the other place may bring more columns. */
  #fillFromOtherPath(state: InstanceState, row: Row): void {
    state.loadPath = this.#plan.loadPath
    for (const { key, index } of this.#populators.quick) {
      if (!state.has(key)) state.setValue(key, row[index])
    }
  }

  /** An object that was there before the query: only what it misses is filled. */
  #populatePresent(state: InstanceState, row: Row): void {
    const context = this.#context
    const postLoad = this.#postLoad
    this.#checkVersion?.(state, row)
    if (!this.#hasRefreshListeners && this.#hasEverything(state)) {
      if (postLoad && context.loadOptions.invokeAllEagers) postLoad.addState(state, false)
      return
    }
    const unloaded = state.unloaded
    const isNew = context.partials?.has(state) !== true
    if (isNew && unloaded.size === 0 && this.#populators.eager.length === 0) {
      if (postLoad && context.loadOptions.invokeAllEagers) postLoad.addState(state, false)
      return
    }
    const filled = this.#populatePartial(state, row, unloaded)
    if (isNew) {
      if (this.#hasRefreshListeners)
        this.#classManager.dispatch.emit('refresh', state, context, [...filled])
      state.commit(filled)
    }
    if (postLoad && context.loadOptions.invokeAllEagers) postLoad.addState(state, false)
  }

  /** True for an object that has all this statement could bring: the usual case of reading it again. */
  #hasEverything(state: InstanceState): boolean {
    if (this.#populators.eager.length > 0) return false
    const values = state.obj as Readonly<Record<symbol, unknown>>
    for (const slot of this.#plan.slots) if (values[slot] === undefined) return false
    return true
  }

  #populatePartial(
    state: InstanceState,
    row: Row,
    unloaded: ReadonlySet<string>,
  ): ReadonlySet<string> {
    const partials = (this.#context.partials ??= new Map())
    const known = partials.get(state)
    const toLoad = known ?? unloaded
    if (known) this.#populateStep(state, row, { quick: unloaded, populate: known })
    else {
      partials.set(state, unloaded)
      this.#populateFirstPartial(state, row, unloaded)
    }
    for (const { key, populate } of this.#populators.eager)
      if (!unloaded.has(key)) populate(state, row)
    return toLoad
  }

  #populateStep(
    state: InstanceState,
    row: Row,
    keys: { quick: ReadonlySet<string>; populate: ReadonlySet<string> },
  ): void {
    for (const { key, index } of this.#populators.quick)
      if (keys.quick.has(key)) state.setValue(key, row[index])
    for (const { key, populate } of this.#populators.existing)
      if (keys.populate.has(key)) populate(state, row)
  }

  #populateFirstPartial(state: InstanceState, row: Row, toLoad: ReadonlySet<string>): void {
    for (const { key, index } of this.#populators.quick)
      if (toLoad.has(key)) state.setValue(key, row[index])
    for (const { key, markExpired } of this.#populators.expire) {
      if (!toLoad.has(key)) continue
      state.setValue(key, undefined)
      if (markExpired) state.addExpired(key)
    }
    for (const { key, populate } of this.#populators.new) if (toLoad.has(key)) populate(state, row)
  }
}

/** A row without a key is no object: all parts null, or any part when partial keys are not allowed. */
function isMissing(identity: readonly unknown[], allowPartial: boolean): boolean {
  const isNull = (value: unknown) => value === null || value === undefined
  return allowPartial ? identity.every(isNull) : identity.some(isNull)
}

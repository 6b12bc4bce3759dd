/** Leaves a column attribute out of the statement; it is loaded on access, alone or with its group, or raises. */
import type { Io } from '../../../../engine/io.js'
import { DetachedInstanceError } from '../../../errors.js'
import type { ColumnProperty } from '../../../mapping/column-property.js'
import type { InstanceState, LoaderCallable } from '../../../state/instance-state.js'
import {
  ATTR_EMPTY,
  ATTR_WAS_SET,
  NO_RAISE,
  PASSIVE_NO_RESULT,
  SQL_OK,
} from '../../../state/passive.js'
import type { Passive } from '../../../state/passive.js'
import { raiseloadColumnError } from '../../errors.js'
import type { LoadElement } from '../../options/load-element.js'
import { ColumnLoader } from './column.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from '../strategy.js'

export interface DeferredOptions {
  /** Reading the attribute raises. */
  readonly raiseload: boolean
  /** The class itself loads the attribute on access, so single objects need no loader of their own. */
  readonly isClassLevel: boolean
}

export class DeferredColumnLoader implements LoaderStrategy {
  readonly rowsAreAlike = true
  readonly #property: ColumnProperty
  readonly #options: DeferredOptions
  readonly #plain: ColumnLoader
  /** Loads the attribute and its group, as far as they are unchanged. */
  readonly loader: LoaderCallable = (state, passive) => this.#loadIo(state, passive)

  constructor(property: ColumnProperty, options: DeferredOptions) {
    this.#property = property
    this.#options = options
    this.#plain = new ColumnLoader(property)
  }

  setupQuery(setup: QuerySetup): void {
    if (this.#isUndeferred(setup)) {
      this.#plain.setupQuery(setup)
      return
    }
    const { memoized } = setup
    const strategy = this.#options.raiseload ? 'deferredRaise' : 'deferred'
    memoized.set(
      this.#property,
      this.#options.isClassLevel ? { kind: 'deferClass' } : { kind: 'deferState', strategy },
    )
  }

  createRowProcessor({ layout, adapter, mapper, populators, ...rest }: RowSetup): void {
    const { key } = this.#property
    const column = this.#property.expression
    if (layout.indexOf(adapter ? adapter.column(column) : column) >= 0) {
      this.#plain.createRowProcessor({ layout, adapter, mapper, populators, ...rest })
      return
    }
    if (this.#options.isClassLevel) populators.expire.push({ key, markExpired: false })
    else populators.new.push({ key, populate: (state) => this.install(state) })
  }

  /** Gives one object a loader that its class does not have. */
  install(state: InstanceState): void {
    state.reset(this.#property.key)
    state.setCallable(this.#property.key, this.loader)
  }

  *#loadIo(state: InstanceState, passive: Passive): Io<unknown> {
    if (!state.key) return ATTR_EMPTY
    if (!(passive & SQL_OK)) return PASSIVE_NO_RESULT
    if (this.#options.raiseload) {
      if (passive & NO_RAISE) return PASSIVE_NO_RESULT
      throw raiseloadColumnError(this.#property)
    }
    if (!state.session) throw detached(state, this.#property.key)
    yield* state.session.loadAttributes(state, this.#keysToLoad(state), passive)
    return ATTR_WAS_SET
  }

  /** Key and discriminator columns come along whatever `loadOnly` says. */
  #isEssential(): boolean {
    const { parent, columns } = this.#property
    const { primaryKey, polymorphicOn } = parent
    return columns.some(
      (column) =>
        column.identity === polymorphicOn?.identity ||
        primaryKey.some((key) => key.identity === column.identity),
    )
  }

  #keysToLoad(state: InstanceState): string[] {
    const { key, group } = this.#property
    if (group === null) return [key]
    const { unmodified } = state
    const members = state.mapper.columnAttrs.filter(
      (property) => property.deferred && property.group === group,
    )
    return members.map((property) => property.key).filter((member) => unmodified.has(member))
  }

  #isUndeferred({ option, onlyLoadProps, compileState }: QuerySetup): boolean {
    const { key, group } = this.#property
    if (onlyLoadProps?.has(key)) return true
    if (compileState.compileOptions.renderForSubquery) return true
    if (option && this.#isEssential()) return true
    return group !== null && undefersGroup(option, group)
  }
}

function undefersGroup(option: LoadElement | null, group: string): boolean {
  return option?.localOptions.undeferGroups?.includes(group) ?? false
}

function detached(state: InstanceState, key: string): DetachedInstanceError {
  return new DetachedInstanceError(
    `Parent instance ${state.toString()} is not bound to a Session; deferred load operation of attribute '${key}' cannot proceed`,
  )
}

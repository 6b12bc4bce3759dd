/**
 * What instrumentation knows of one mapped class: slots, implementations, events, and how an instance is made without
 * running the user's constructor.
 */
import { EventDispatcher } from '../../util/event-dispatcher.js'
import { InvalidRequestError } from '../../errors.js'
import { classNameOf } from '../../util/class-name.js'
import type { CascadeName } from '../mapping/cascade.js'
import type { Class, IdentityKey } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import { InstanceState } from '../state/instance-state.js'
import { cascade, type HaltOn } from '../state/cascade.js'
import { identityKeyOf } from '../state/identity-of-state.js'
import { instanceState, STATE } from '../state/state-of.js'
import type { AttributeImpl } from './attribute-impl.js'
import { adapterOf } from './collection-kind.js'
import {
  compileHydrator,
  compilePopulator,
  type Hydrator,
  type Populator,
  type RowField,
} from './instances/generated.js'
import { UnmappedListeners } from './unmapped-listeners.js'
import type { Validator } from './validators.js'

const MANAGER: unique symbol = Symbol('orm.classManager')

/** From the value a hybrid is set to, to the columns that are to be set instead. */
export type UpdateExpression = (
  class_: Class,
  value: unknown,
) => readonly (readonly [unknown, unknown])[]

interface Managed {
  [MANAGER]?: ClassManager
}

/** The manager of a class itself, not of a class it extends; null when it is not mapped. @internal */
export function managerOf(class_: unknown): ClassManager | null {
  if (typeof class_ !== 'function' || !Object.hasOwn(class_, MANAGER)) return null
  return (class_ as Managed)[MANAGER] ?? null
}

/** The class is mapped no more. @internal */
export function forgetManager(class_: Class): void {
  Reflect.deleteProperty(class_, MANAGER)
}

/** Listeners of instance events on classes that are not mapped. @internal */
export const unmappedInstanceListeners = new UnmappedListeners()

/** With an instance that is kept for its shape, as `keepShape` does, but only as long as the class is there. */
interface ExemplifiedHydrator extends Hydrator {
  readonly example: object
}

/** `sqlalchemy.orm.instrumentation.ClassManager`. */
export class ClassManager {
  readonly className: string
  /** Instance events: init, load, refresh, refreshFlush, expire. Listeners get the state. */
  readonly dispatch: EventDispatcher
  /** @internal */
  readonly validators = new Map<string, Validator>()
  /** Attributes whose values are made of others: a flush forgets them. @internal */
  readonly derivedKeys = new Set<string>()
  /** @internal */
  readonly updateExpressions = new Map<string, UpdateExpression>()
  /** Set once by the mapper. */
  mapper!: Mapper
  /** Names of values that the constructor has taken. @internal */
  readonly acceptedNames = new Set<string>()
  /** Class fields that would hide attributes have been looked for. @internal */
  fieldsChecked = false
  /** Takes over what a class that nothing was generated for has put on an object itself. @internal */
  absorbFields: ((object: object) => void) | null = null
  /** Keeps the shape of objects that the user constructs; see `keepShape`. @internal */
  constructedExample: object | null = null
  readonly #impls = new Map<string, AttributeImpl>()
  readonly #slots = new Map<string, symbol>()
  readonly #populators = new Map<string, Populator>()
  #hydrator: ExemplifiedHydrator | null = null
  /** There has been an object of the class. */
  #hasBegun = false
  #keys: readonly string[] | null = null
  #loaderKeys: ReadonlySet<string> | null = null
  #list: readonly AttributeImpl[] | null = null

  constructor(
    readonly class_: Class,
    /** Manager of the mapped class this one inherits from. */
    readonly parent: ClassManager | null = null,
    /** Where getters and setters go: below the user's class, so that its own members win. @internal */
    readonly accessorTarget: object = class_.prototype as object,
  ) {
    this.className = classNameOf(class_)
    for (const key of parent?.derivedKeys ?? []) this.derivedKeys.add(key)
    this.dispatch = new EventDispatcher({
      ancestors: () => [
        ...(parent ? [parent.dispatch] : []),
        ...unmappedInstanceListeners.above(class_, (each) => managerOf(each) !== null),
      ],
    })
    Object.defineProperty(class_, MANAGER, { value: this, configurable: true })
  }

  /** Keys of all instrumented attributes, in mapping order. */
  get keys(): readonly string[] {
    return (this.#keys ??= [...this.#impls.keys()])
  }

  /** @internal */
  get impls(): readonly AttributeImpl[] {
    return (this.#list ??= [...this.#impls.values()])
  }

  /** Attributes a refresh may load. */
  get loaderKeys(): ReadonlySet<string> {
    return (this.#loaderKeys ??= new Set(this.keys))
  }

  /** The symbol under which instances keep the value; the same in the whole hierarchy. */
  slot(key: string): symbol {
    let slot = this.#slots.get(key)
    if (slot === undefined) {
      slot = this.parent?.slot(key) ?? Symbol(key)
      this.#slots.set(key, slot)
    }
    return slot
  }

  /** @throws InvalidRequestError when there is no such attribute. */
  impl(key: string): AttributeImpl {
    const impl = this.#impls.get(key)
    if (impl === undefined) {
      throw new InvalidRequestError(`Class ${this.className} has no mapped attribute '${key}'`)
    }
    return impl
  }

  hasImpl(key: string): boolean {
    return this.#impls.has(key)
  }

  /** The user's function that checks values of an attribute, the class's or an inherited one. @internal */
  validator(key: string): Validator | null {
    return this.validators.get(key) ?? this.parent?.validator(key) ?? null
  }

  /** What setting a hybrid in an UPDATE means, said by the class or an inherited one. @internal */
  updateExpression(key: string): UpdateExpression | null {
    return this.updateExpressions.get(key) ?? this.parent?.updateExpression(key) ?? null
  }

  /** @internal */
  addImpl(impl: AttributeImpl): void {
    this.#impls.set(impl.key, impl)
    this.#keys = null
    this.#loaderKeys = null
    this.#list = null
    this.#hydrator = null
    this.constructedExample = null
  }

  /** An empty instance with its state; the user's constructor does not run. */
  newInstance(): InstanceState {
    const { make } = (this.#hydrator ??= this.#compile())
    return (make() as { readonly [STATE]: InstanceState })[STATE]
  }

  /** Gives an object that is being constructed its slots and its state. @internal */
  setUp(object: object): InstanceState {
    const { setUp } = (this.#hydrator ??= this.#compile())
    setUp(object)
    return (object as { readonly [STATE]: InstanceState })[STATE]
  }

  /**
   * A function that copies values of a row into an instance, without events: for the row processors. Made once for
   * each arrangement of columns: making it costs as much as loading a hundred rows.
   */
  populator(fields: readonly RowField[]): Populator {
    const arrangement = fields.map(({ key, index }) => `${index}:${key}`).join()
    let populator = this.#populators.get(arrangement)
    if (populator === undefined) {
      const slotted = fields.map((field) => ({ ...field, slot: this.slot(field.key) }))
      populator = compilePopulator(this.className, slotted)
      this.#populators.set(arrangement, populator)
    }
    return populator
  }

  /** @internal */
  invalidateCollection(collection: unknown): void {
    const adapter = adapterOf(collection)
    if (adapter !== null) adapter.invalidated = true
  }

  /** @throws UnmappedInstanceError @internal */
  identityKeyOf(instance: object): IdentityKey {
    return identityKeyOf(instanceState(instance))
  }

  /** @internal */
  *cascade(
    name: CascadeName,
    state: InstanceState,
    haltOn: HaltOn | null,
  ): Generator<readonly [object, Mapper, InstanceState], void, undefined> {
    for (const reached of cascade(name, state, haltOn)) yield [reached.obj, reached.mapper, reached]
  }

  toString(): string {
    return `<ClassManager of ${this.className}>`
  }

  #compile(): ExemplifiedHydrator {
    if (!this.#hasBegun) {
      this.#hasBegun = true
      this.dispatch.emit('firstInit', this, this.class_)
    }
    const hydrator = compileHydrator(this.className, {
      prototype: this.class_.prototype as object,
      slots: this.keys.map((key) => this.slot(key)),
      stateSlot: STATE,
      makeState: (object) => new InstanceState(object, this),
    })
    return { ...hydrator, example: hydrator.make() }
  }
}

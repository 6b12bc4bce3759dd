/**
 * Puts the attributes of a mapper on its class: implementations behind accessors for objects, expressions for the
 * class itself.
 */
import { InvalidRequestError } from '../../errors.js'
import { EventDispatcher, type DispatcherOptions } from '../../util/event-dispatcher.js'
import type { ColumnProperty } from '../mapping/column-property.js'
import { relationshipCriterion } from '../mapping/lazy-clause.js'
import type { Mapper } from '../mapping/mapper.js'
import { findsByKey } from '../mapping/mapper-selectables.js'
import type { MapperProperty } from '../mapping/property.js'
import type { RelationshipProperty } from '../mapping/relationship.js'
import { installBackref } from './listeners/backref.js'
import type { AttributeImpl, AttributeImplOptions } from './attribute-impl.js'
import type { ClassManager } from './class-manager.js'
import { CollectionAttributeImpl } from './collection-attribute.js'
import { collectionMaker } from './collections/collection-maker.js'
import { compileAccessors } from './instances/generated.js'
import { loadThroughSession } from './listeners/relationship-loader.js'
import { ScalarAttributeImpl } from './scalar-attribute.js'
import { ScalarObjectAttributeImpl } from './scalar-object-attribute.js'
import { installSingleParent } from './listeners/single-parent.js'
import { trackCascade } from './listeners/track-cascade.js'
import { WriteOnlyAttributeImpl } from './unloaded/write-only-attribute.js'
import { installValidator } from './validators.js'
import { valuesEqual } from './values-equal.js'

/** Makes the implementation of a column attribute. @internal */
export function instrumentColumn(mapper: Mapper, property: ColumnProperty): void {
  const { classManager: manager } = mapper
  const impl = new ScalarAttributeImpl(property.key, {
    ...commonOptions(manager, property),
    activeHistory: property.activeHistory || property.expression.primaryKey,
    loadOnUnexpire: !property.deferred,
    acceptsScalarLoader: !property.fromQuery,
    isEqual: valuesEqual,
  })
  register(manager, impl)
}

/** What is known only when the mapper is complete: version counters keep their old value. @internal */
export function finishInstrumentation(mapper: Mapper): void {
  const { versionIdCol } = mapper
  if (versionIdCol === null) return
  const property = mapper.columnToProperty.get(versionIdCol.identity)
  if (property !== undefined) mapper.classManager.impl(property.key).activeHistory = true
}

/** Makes the implementation of a relationship, once it is configured. @internal */
export function instrumentRelationship(mapper: Mapper, property: RelationshipProperty): void {
  const { classManager: manager } = mapper
  const impl = relationshipImpl(manager, property)
  if (property.singleParent) installSingleParent(impl, property)
  register(manager, impl)
  if (!property.viewonly) trackCascade(impl, property.key)
  if (
    property.backPopulates !== null &&
    !property.viewonly &&
    property.options.syncBackref !== false &&
    !reverseIsViewonly(property)
  ) {
    installBackref(impl, property.backPopulates)
  }
  impl.callable = loadThroughSession(impl)
}

/** What is only looked at is not kept in step. */
function reverseIsViewonly({ reverseProperty }: RelationshipProperty): boolean {
  return [...reverseProperty].some((reverse) => reverse.viewonly)
}

function relationshipImpl(manager: ClassManager, property: RelationshipProperty): AttributeImpl {
  const { key, uselist, direction, options } = property
  const common = {
    ...commonOptions(manager, property),
    trackparent: !property.viewonly && (direction === 'ONETOMANY' || property.singleParent),
    sendModifiedEvents: !property.viewonly,
    loadOnPending: options.loadOnPending ?? false,
  }
  if (property.lazy === 'dynamic' || property.lazy === 'writeOnly') {
    rejectScalar(property)
    return new WriteOnlyAttributeImpl(key, { ...common, property })
  }
  if (uselist) {
    return new CollectionAttributeImpl(key, {
      ...common,
      maker: collectionMaker(options.collectionClass),
    })
  }
  return new ScalarObjectAttributeImpl(key, {
    ...common,
    activeHistory: options.activeHistory ?? false,
    deferredHistory: direction !== 'MANYTOONE' || !isSimpleManyToOne(property),
  })
}

function rejectScalar(property: RelationshipProperty): void {
  if (property.uselist && property.direction !== 'MANYTOONE') return
  throw new InvalidRequestError(
    `On relationship ${property.toString()}, 'dynamic' loaders cannot be used with many-to-one/one-to-one relationships and/or uselist=False.`,
  )
}

/** The key of the target is all that is compared: the old object is found without SQL. */
function isSimpleManyToOne({ joinCondition, mapper }: RelationshipProperty): boolean {
  return findsByKey(relationshipCriterion(joinCondition).criterion, mapper)
}

function commonOptions(manager: ClassManager, property: MapperProperty): AttributeImplOptions {
  const { key } = property
  return {
    slot: manager.slot(key),
    manager,
    parentToken: property,
    dispatch: new EventDispatcher(inheritedDispatch(manager, key)),
  }
}

function register(manager: ClassManager, impl: AttributeImpl): void {
  const validator = manager.validator(impl.key)
  if (validator !== null) installValidator(impl, validator)
  installAccessors(manager, impl)
}

/** Makes an attribute known, and readable on objects. @internal */
export function installAccessors(manager: ClassManager, impl: AttributeImpl): void {
  manager.addImpl(impl)
  Object.defineProperties(manager.accessorTarget, compileAccessors(manager.className, [impl]))
}

/** Attributes hear what was listened for on the class above. @internal */
export function inheritedDispatch({ parent }: ClassManager, key: string): DispatcherOptions {
  if (!parent?.hasImpl(key)) return {}
  const inherited = [parent.impl(key).dispatch]
  return { ancestors: () => inherited }
}

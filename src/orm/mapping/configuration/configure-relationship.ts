/**
 * Completes a relationship when all classes are known: target, join condition, direction, cascades, other side.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import { deannotated } from '../joins/deannotated.js'
import { addReverseProperty, backrefOf } from './backref-property.js'
import { cascadeOptions } from '../cascade.js'
import { JoinCondition } from '../joins/join-condition.js'
import { warnForOverlaps } from './overlaps.js'
import { setUpEntity } from './relationship-entity.js'
import { listOf, type RelationshipOptions, type RelationshipProperty } from '../relationship.js'
import type { FromClause, Table } from '../sql-types.js'

/** `RelationshipProperty.do_init`; once, and again after a failure. @internal */
export function configureRelationship(property: RelationshipProperty): void {
  if (property.started) return
  property.started = true
  try {
    complete(property)
  } catch (error) {
    property.started = false
    throw error
  }
}

function complete(property: RelationshipProperty): void {
  setUpEntity(property)
  const { secondary } = property.options
  if (secondary) property.options = { ...property.options, secondary: located(property, secondary) }
  property.joinCondition = joinConditionOf(property)
  property.uselist = property.declaration.uselist ?? property.direction !== 'MANYTOONE'
  property.cascade = cascadeOptions(property.options.cascade, { viewonly: property.viewonly })
  checkCascades(property)
  const backref = backrefOf(property)
  if (backref !== null) {
    property.mapper.addProperty(backref.key, backref)
    configureRelationship(backref)
  }
  if (property.backPopulates !== null) addReverseProperty(property, property.backPopulates)
  warnForOverlaps(property)
}

/** A table by its name, which may have been made after the class. */
function located(
  { parent }: RelationshipProperty,
  secondary: NonNullable<RelationshipOptions['secondary']>,
): FromClause {
  if (typeof secondary === 'function') return secondary()
  if (typeof secondary !== 'string') return secondary
  const table = (parent.localTable as unknown as Partial<Table>).metadata?.tables.get(secondary)
  if (table) return table
  throw new InvalidRequestError(
    `When initializing mapper ${parent.toString()}, expression '${secondary}' failed to locate a name ('${secondary}'). If this is a class name, consider adding this relationship() to the <class '${parent.className}'> class after both dependent classes have been defined.`,
  )
}

function joinConditionOf(property: RelationshipProperty): JoinCondition {
  const { parent, mapper, options } = property
  return new JoinCondition({
    what: property.toString(),
    parentSelectable: parent.persistSelectable,
    childSelectable: mapper.persistSelectable,
    parentLocal: parent.localTable,
    childLocal: mapper.localTable,
    target: mapper.persistSelectable,
    secondary: property.secondary,
    foreignKeys: listOf(options.foreignKeys).map(deannotated),
    remoteSide: listOf(options.remoteSide).map(deannotated),
    primaryjoin: options.primaryjoin ? deannotated(options.primaryjoin) : null,
    secondaryjoin: options.secondaryjoin ? deannotated(options.secondaryjoin) : null,
    supportSync: !property.viewonly,
  })
}

/** `RelationshipProperty._check_cascade_settings`. */
function checkCascades(property: RelationshipProperty): void {
  const { cascade, direction, parent, mapper } = property
  if (cascade.deleteOrphan && !property.singleParent && direction !== 'ONETOMANY') {
    const kind = direction === 'MANYTOONE' ? 'many-to-one' : 'many-to-many'
    throw new ArgumentError(
      `For ${kind} relationship ${property.toString()}, delete-orphan cascade is normally configured only on the "one" side of a one-to-many relationship, and not on the "many" side of a many-to-one or many-to-many relationship.  To force this relationship to allow a particular "${mapper.className}" object to be referenced by only a single "${parent.className}" object at a time via the ${property.toString()} relationship, which would allow delete-orphan cascade to take place in this direction, set the single_parent=True flag.`,
    )
  }
  if (property.passiveDeletes === 'all' && (cascade.delete || cascade.deleteOrphan)) {
    throw new ArgumentError(
      `On ${property.toString()}, can't set passive_deletes='all' in conjunction with 'delete' or 'delete-orphan' cascade`,
    )
  }
  if (cascade.deleteOrphan) {
    mapper.deleteOrphans.push({ key: property.key, manager: parent.classManager })
  }
}

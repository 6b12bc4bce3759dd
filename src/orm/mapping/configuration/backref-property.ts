/**
 * Ties the two sides of a relationship: `backPopulates` by name, `backref` by making the other side.
 */
import { ArgumentError, InvalidRequestError } from '../../../errors.js'
import type { Direction } from '../joins/join-direction.js'
import { exchangeSides } from '../joins/join-annotations.js'
import type { Mapper } from '../mapper.js'
import {
  RelationshipProperty,
  type BackrefOptions,
  type RelationshipOptions,
} from '../relationship.js'
import { setUpEntity } from './relationship-entity.js'

const DIRECTION_VALUES: Readonly<Record<Direction, number>> = {
  ONETOMANY: 1,
  MANYTOONE: 2,
  MANYTOMANY: 3,
}

/** `RelationshipProperty._generate_backref`: the relationship to add to the target, if one is asked for. @internal */
export function backrefOf(property: RelationshipProperty): RelationshipProperty | null {
  const given = property.options.backref
  if (given === undefined || property.backPopulates !== null) return null
  const { name, uselist = null, ...options } = typeof given === 'string' ? { name: given } : given
  rejectTaken(property, name)
  property.backPopulates = name
  return new RelationshipProperty(name, {
    target: property.parent.class_,
    uselist,
    options: {
      ...inherited(property),
      ...joinsReversed(property, options),
      backPopulates: property.key,
    },
  })
}

/** `RelationshipProperty._add_reverse_property`. @internal */
export function addReverseProperty(property: RelationshipProperty, key: string): void {
  const other = property.mapper.getProperty(key)
  if (!(other instanceof RelationshipProperty)) {
    throw new InvalidRequestError(
      `back_populates on relationship '${property.toString()}' refers to attribute '${other.toString()}' that is not a relationship.  The back_populates parameter should refer to the name of a relationship on the target class.`,
    )
  }
  property.reverseProperty.add(other)
  other.reverseProperty.add(property)
  const target = setUpEntity(other)
  if (!target.commonParent(property.parent)) {
    throw new ArgumentError(
      `reverse_property '${key}' on relationship ${property.toString()} references relationship ${other.toString()}, which does not reference mapper ${property.parent.toString()}`,
    )
  }
  rejectSameDirection(property, other)
}

function rejectSameDirection(property: RelationshipProperty, other: RelationshipProperty): void {
  if (!hasDirection(other) || property.direction === 'MANYTOMANY') return
  if (property.direction !== other.direction) return
  const direction = `<RelationshipDirection.${property.direction}: ${DIRECTION_VALUES[property.direction]}>`
  throw new ArgumentError(
    `${other.toString()} and back-reference ${property.toString()} are both of the same direction ${direction}.  Did you mean to set remote_side on the many-to-one side ?`,
  )
}

function hasDirection(property: RelationshipProperty): boolean {
  return property.joinCondition !== undefined
}

function rejectTaken(property: RelationshipProperty, name: string): void {
  const { mapper } = property
  const related = new Set<Mapper>([...mapper.iterateToRoot(), ...mapper.selfAndDescendants])
  for (const each of related) {
    if (!each.hasProperty(name) || each.concrete) continue
    throw new ArgumentError(
      `Error creating backref '${name}' on relationship '${property.toString()}': property of that name exists on mapper '${each.toString()}'`,
    )
  }
}

function inherited({ options }: RelationshipProperty): RelationshipOptions {
  const { viewonly, postUpdate, passiveUpdates, syncBackref, secondary, foreignKeys } = options
  const given = { viewonly, postUpdate, passiveUpdates, syncBackref, secondary, foreignKeys }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function joinsReversed(
  { joinCondition }: RelationshipProperty,
  options: Omit<BackrefOptions, 'name' | 'uselist'>,
): RelationshipOptions {
  const { primaryjoin, secondaryjoin } = joinCondition
  if (secondaryjoin !== null)
    return { primaryjoin: secondaryjoin, secondaryjoin: primaryjoin, ...options }
  return { primaryjoin: exchangeSides(primaryjoin), ...options }
}

/**
 * The discriminator of a hierarchy: which column or expression says what class a row is of.
 */
import { ArgumentError } from '../../../errors.js'
import { ColumnProperty } from '../column-property.js'
import type { Mapper } from '../mapper.js'
import type { ColumnElement } from '../sql-types.js'

export interface PolymorphicSetting {
  readonly column: ColumnElement
  /** The attribute that holds it; null when it cannot be set. */
  readonly key: string | null
}

/** Attribute under which an expression given as `polymorphicOn` is mapped. */
const EXPRESSION_KEY = '_saPolymorphicOn'

/** `Mapper._configure_polymorphic_setter`. @internal */
export function polymorphicOnOf(mapper: Mapper): PolymorphicSetting | null {
  const given = mapper.options.polymorphicOn
  if (given === undefined) return inheritedSetting(mapper)
  if (typeof given === 'string') return fromAttribute(mapper, given)
  const property = mapper.columnToProperty.get(given.identity)
  if (property !== undefined) return { column: given, key: property.key }
  mapper.takeProperty(EXPRESSION_KEY, new ColumnProperty(EXPRESSION_KEY, [given]), { adopt: true })
  return { column: given, key: null }
}

function fromAttribute(mapper: Mapper, key: string): PolymorphicSetting {
  const property = mapper.props.get(key)
  if (property instanceof ColumnProperty) return { column: property.expression, key }
  throw new ArgumentError(
    `Can't determine polymorphic_on value '${key}' - no attribute is mapped to this name.`,
  )
}

function inheritedSetting(mapper: Mapper): PolymorphicSetting | null {
  const parent = mapper.inherits
  if (parent?.polymorphicOn === null || parent?.polymorphicOn === undefined) return null
  const column = mapper.concrete
    ? mapper.persistSelectable.correspondingColumn(parent.polymorphicOn)
    : (mapper.persistSelectable.correspondingColumn(parent.polymorphicOn) ?? parent.polymorphicOn)
  if (column === null) return null
  return { column, key: parent.polymorphicKey }
}

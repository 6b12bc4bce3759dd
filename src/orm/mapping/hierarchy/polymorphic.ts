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

/** Its name in SQL. */
const EXPRESSION_LABEL = '_sa_polymorphic_on'

/** `Mapper._configure_polymorphic_setter`. @internal */
export function polymorphicOnOf(mapper: Mapper): PolymorphicSetting | null {
  const option = mapper.options.polymorphicOn
  const given = typeof option === 'function' ? option(columnsOf(mapper)) : option
  if (given === undefined) return inheritedSetting(mapper)
  if (typeof given === 'string') return fromAttribute(mapper, given)
  const property = mapper.columnToProperty.get(given.identity)
  if (property !== undefined) return { column: given, key: property.key }
  const column = given.label(EXPRESSION_LABEL)
  mapper.takeProperty(
    EXPRESSION_KEY,
    new ColumnProperty(EXPRESSION_KEY, [column], { instrument: false }),
    { adopt: true },
  )
  return { column, key: null }
}

function columnsOf({ props }: Mapper): Readonly<Record<string, ColumnElement>> {
  const columns = [...props.values()].filter((property) => property instanceof ColumnProperty)
  return Object.fromEntries(columns.map(({ key, expression }) => [key, expression]))
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

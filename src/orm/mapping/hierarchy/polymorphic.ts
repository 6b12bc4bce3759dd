/**
 * The discriminator of a hierarchy: which column or expression says what class a row is of.
 */
import { ArgumentError } from '../../../errors.js'
import { ColumnClause } from '../../../sql/elements/column-clause.js'
import { ColumnProperty } from '../column-property.js'
import type { Mapper } from '../mapper.js'
import type { ColumnElement } from '../sql-types.js'
import { ThunkProperty } from '../thunk-property.js'

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
  return typeof given === 'string'
    ? fromAttribute(mapper, given)
    : polymorphicSetting(mapper, given)
}

/** A column that is not mapped, such as one of a union, is loaded under its own name; an expression under a label. @internal */
export function polymorphicSetting(mapper: Mapper, given: ColumnElement): PolymorphicSetting {
  const property = mapper.columnToProperty.get(given.identity)
  if (property !== undefined) return { column: given, key: property.key }
  const own = given instanceof ColumnClause ? given.key : null
  const key = typeof own === 'string' ? own : EXPRESSION_KEY
  const column = key === own ? given : given.label(EXPRESSION_LABEL)
  mapper.takeProperty(key, new ColumnProperty(key, [column], { instrument: false }), {
    adopt: true,
  })
  return { column, key: null }
}

function columnsOf({ props }: Mapper): Readonly<Record<string, ColumnElement>> {
  const columns = [...props.values()].filter((property) => property instanceof ColumnProperty)
  return Object.fromEntries(columns.map(({ key, expression }) => [key, expression]))
}

function fromAttribute(mapper: Mapper, key: string): PolymorphicSetting {
  const declared = mapper.props.get(key)
  if (declared instanceof ThunkProperty) mapper.replaceProperty(declared, declared.resolve())
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

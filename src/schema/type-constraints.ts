/** CHECK constraints that come with types: enumerations and booleans without a native type. */
import type { ColumnElement } from '../sql/elements/column-element.js'
import { ops } from '../sql/operators.js'
import { literal } from '../sql/elements/bind-parameter.js'
import type { BooleanType } from '../sql/types/structured.js'
import { EnumType } from '../sql/types/enum.js'
import type { Column } from './column.js'
import { CheckConstraint } from './constraints.js'

/** The constraint a type asks for on a column, or null. */
export function typeConstraint(
  column: Column,
  type: BooleanType | EnumType,
): CheckConstraint | null {
  if (type instanceof EnumType) {
    if (!type.enumOptions.createConstraint) return null
    const members = type.enums.map((value) => literal(value))
    const name = type.name
    return new CheckConstraint(
      inList(column, members),
      { name },
      (dialect) => !usesNativeEnum(type, dialect),
    )
  }
  if (!type.createConstraint) return null
  const members = [0, 1].map((value) => literal(value))
  return new CheckConstraint(
    inList(column, members),
    { name: type.name },
    (dialect) => !dialect.features.nativeBoolean,
  )
}

function inList(column: Column, members: readonly ColumnElement[]): ColumnElement {
  return column.operate(ops.in, [members])
}

function usesNativeEnum(type: EnumType, dialect: object): boolean {
  const features = (dialect as { readonly features: { readonly nativeEnum?: boolean } }).features
  return type.nativeEnum && (features.nativeEnum ?? false)
}

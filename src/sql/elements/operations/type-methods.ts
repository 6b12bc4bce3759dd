/**
 * The operators only some types have, as methods: ranges, hstore, arrays and JSONB of PostgreSQL. The type of the
 * expression says what each becomes (`types/type-operators.ts`); the others throw.
 */
import type { Modifiers } from '../../build.js'
import { typedOperator, type Operator } from '../../operators.js'
import type { ColumnElement } from '../column-element.js'

/** Base of `ColumnOperators`. */
export abstract class TypeSpecificOperators {
  /** @internal Applies an operator; all methods below come here. */
  abstract operate(op: Operator, others?: readonly unknown[], modifiers?: Modifiers): ColumnElement

  /** `a <@ b`: arrays, JSONB, hstore, ranges. @throws InvalidRequestError for other types; so do all of these */
  containedBy(other: unknown): ColumnElement<boolean> {
    return truth(this, 'containedBy', other)
  }

  /** A part of a JSON value as text. @throws InvalidRequestError for anything but a part; so do the next ones */
  asString(): ColumnElement<string> {
    return typed(this, 'asString') as ColumnElement<string>
  }

  asInteger(): ColumnElement<number> {
    return typed(this, 'asInteger') as ColumnElement<number>
  }

  asFloat(): ColumnElement<number> {
    return typed(this, 'asFloat') as ColumnElement<number>
  }

  asNumeric(_precision: number, _scale: number): ColumnElement<string> {
    return typed(this, 'asNumeric') as ColumnElement<string>
  }

  asBoolean(): ColumnElement<boolean> {
    return typed(this, 'asBoolean') as ColumnElement<boolean>
  }

  asJson(): ColumnElement {
    return typed(this, 'asJson')
  }

  /** `a ? 'key'`: JSONB, hstore. @example Order.data.hasKey('total') */
  hasKey(key: unknown): ColumnElement<boolean> {
    return truth(this, 'hasKey', key)
  }

  /** `a ?& array`: JSONB, hstore. */
  hasAll(keys: unknown): ColumnElement<boolean> {
    return truth(this, 'hasAll', keys)
  }

  /** `a ?| array`: JSONB, hstore. */
  hasAny(keys: unknown): ColumnElement<boolean> {
    return truth(this, 'hasAny', keys)
  }

  /** `a #- path`: JSONB. @example Order.data.deletePath(['customer', 'email']) */
  deletePath(path: unknown): ColumnElement {
    return typed(this, 'deletePath', path)
  }

  /** `a @? '$.path'`: JSONB. */
  pathExists(path: unknown): ColumnElement<boolean> {
    return truth(this, 'pathExists', path)
  }

  /** `a @@ '$.path > 1'`: JSONB. */
  pathMatch(path: unknown): ColumnElement<boolean> {
    return truth(this, 'pathMatch', path)
  }

  /** `a && b`: arrays. */
  overlap(other: unknown): ColumnElement<boolean> {
    return truth(this, 'overlap', other)
  }

  /** `a && b`: ranges. @example Booking.during.overlaps(new Range('2024-01-01', '2024-02-01')) */
  overlaps(other: unknown): ColumnElement<boolean> {
    return truth(this, 'overlaps', other)
  }

  /** `a << b`: ranges. */
  strictlyLeftOf(other: unknown): ColumnElement<boolean> {
    return truth(this, 'strictlyLeftOf', other)
  }

  /** `a >> b`: ranges. */
  strictlyRightOf(other: unknown): ColumnElement<boolean> {
    return truth(this, 'strictlyRightOf', other)
  }

  /** `a &< b`: ranges. */
  notExtendRightOf(other: unknown): ColumnElement<boolean> {
    return truth(this, 'notExtendRightOf', other)
  }

  /** `a &> b`: ranges. */
  notExtendLeftOf(other: unknown): ColumnElement<boolean> {
    return truth(this, 'notExtendLeftOf', other)
  }

  /** `a -|- b`: ranges. */
  adjacentTo(other: unknown): ColumnElement<boolean> {
    return truth(this, 'adjacentTo', other)
  }

  /** `a + b`: ranges. */
  union(other: unknown): ColumnElement {
    return typed(this, 'union', other)
  }

  /** `a - b`: ranges. */
  difference(other: unknown): ColumnElement {
    return typed(this, 'difference', other)
  }

  /** `a * b`: ranges. */
  intersection(other: unknown): ColumnElement {
    return typed(this, 'intersection', other)
  }

  /** `defined(a, 'key')`: hstore. */
  defined(key: unknown): ColumnElement<boolean> {
    return truth(this, 'defined', key)
  }

  /** `delete(a, 'key')`: hstore. */
  delete(key: unknown): ColumnElement {
    return typed(this, 'delete', key)
  }

  /** `slice(a, keys)`: hstore. */
  slice(keys: unknown): ColumnElement {
    return typed(this, 'slice', keys)
  }

  /** `akeys(a)`: hstore. */
  keys(): ColumnElement<string[]> {
    return typed(this, 'keys') as ColumnElement<string[]>
  }

  /** `avals(a)`: hstore. */
  vals(): ColumnElement<string[]> {
    return typed(this, 'vals') as ColumnElement<string[]>
  }

  /** `hstore_to_array(a)`: keys and values in turn. */
  array(): ColumnElement<string[]> {
    return typed(this, 'array') as ColumnElement<string[]>
  }

  /** `hstore_to_matrix(a)`: pairs. */
  matrix(): ColumnElement<string[]> {
    return typed(this, 'matrix') as ColumnElement<string[]>
  }
}

function truth(
  expr: TypeSpecificOperators,
  method: string,
  other: unknown,
): ColumnElement<boolean> {
  return expr.operate(typedOperator(method), [other]) as ColumnElement<boolean>
}

function typed(
  expr: TypeSpecificOperators,
  method: string,
  ...others: readonly unknown[]
): ColumnElement {
  return expr.operate(typedOperator(method), others)
}

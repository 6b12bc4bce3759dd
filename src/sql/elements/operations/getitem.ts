/** `expression[key]`: parts of JSON values and arrays, and the casts that read JSON parts as SQL values. */
import { InvalidRequestError } from '../../../errors.js'
import { internals, type Internals } from '../../internals.js'
import { ops } from '../../operators.js'
import type { FromClause } from '../../selectable/from-clause.js'
import { ArrayType, BooleanType, Json, JsonKey } from '../../types/structured.js'
import { Float, Integer, Numeric } from '../../types/numeric.js'
import { NULL_TYPE } from '../../types/resolve.js'
import { StringType } from '../../types/text.js'
import { TypeDecorator } from '../../types/type-decorator.js'
import type { TypeEngine } from '../../types/type-engine.js'
import { typeOps } from '../../types/type-operators.js'
import { BinaryExpression, constructForOp } from '../binary.js'
import { coerceOperand } from '../coercions.js'
import { ColumnElement } from '../column-element.js'

/** Part of a JSON value; reads as another type with `asString()`…; `JSON.Comparator`. */
export class JsonElement<T = unknown> extends BinaryExpression<T> {
  /** The part as text. @example Order.data.get('a').asString().eq('x') */
  override asString(): ColumnElement<string> {
    return this.as(new StringType(null, { kind: 'unicode' }))
  }

  override asInteger(): ColumnElement<number> {
    return this.as(new Integer())
  }

  override asFloat(): ColumnElement<number> {
    return this.as(new Float())
  }

  override asNumeric(precision: number, scale: number): ColumnElement<string> {
    return this.as(new Numeric(precision, scale))
  }

  override asBoolean(): ColumnElement<boolean> {
    return this.as(new BooleanType())
  }

  override asJson(): ColumnElement {
    return this
  }

  /** The part as text, by PostgreSQL's own operator; `postgresql.JSON.Comparator.astext`. */
  get astext(): ColumnElement<string> {
    const { left, right } = this
    const isPath = right.type instanceof JsonKey && right.type.visitName === 'jsonPath'
    const operator = isPath ? typeOps.pathAsText : typeOps.asText
    return constructForOp(left, right, operator, {
      type: new StringType(null, { kind: 'text' }),
    }) as ColumnElement<string>
  }

  private as<U>(type: TypeEngine): ColumnElement<U> {
    return new JsonElement<U>(this.left, this.right, this.operator, {
      type,
      modifiers: this.modifiers,
    })
  }
}

/** `start:stop` of an array; both inclusive, as in PostgreSQL. */
export interface SliceBounds {
  readonly start: unknown
  readonly stop: unknown
}

/** Makes `expression[key]`. */
export function getItem(expr: ColumnElement, key: unknown): ColumnElement {
  const type = expr.type instanceof TypeDecorator ? expr.type.implInstance : expr.type
  if (type instanceof Json) return jsonItem(expr, type, key)
  if (type instanceof ArrayType) return arrayItem(expr, type, key)
  throw new InvalidRequestError("Operator 'getitem' is not supported on this expression")
}

function jsonItem(expr: ColumnElement, type: Json, key: unknown): ColumnElement {
  const operator = Array.isArray(key) ? ops.jsonPathGetitem : ops.jsonGetitem
  const operand = coerceOperand(key, expr, operator)
  return new JsonElement(expr, operand, operator, { type })
}

function arrayItem(expr: ColumnElement, type: ArrayType, key: unknown): ColumnElement {
  if (isSlice(key)) {
    const [start, stop] = [key.start, key.stop].map((bound) => sliceBound(bound, expr, type))
    const slice = new Slice(start as ColumnElement, stop as ColumnElement)
    return new BinaryExpression(expr, slice, ops.getitem, { type })
  }
  const index = typeof key === 'number' && type.options.zeroIndexes ? key + 1 : key
  return new BinaryExpression(expr, coerceOperand(index, expr, ops.getitem), ops.getitem, {
    type: type.elementType,
  })
}

function isSlice(key: unknown): key is SliceBounds {
  return typeof key === 'object' && key !== null && 'start' in key && 'stop' in key
}

function sliceBound(bound: unknown, expr: ColumnElement, type: ArrayType): ColumnElement {
  const moved = typeof bound === 'number' && type.options.zeroIndexes ? bound + 1 : bound
  return coerceOperand(moved, expr, ops.getitem)
}

const SLICE_PARTS = internals({ start: 'element', end: 'element' })

/** The bounds in `array[1:3]`. */
export class Slice extends ColumnElement {
  override readonly kind = 'slice'
  override readonly type: TypeEngine = NULL_TYPE

  constructor(
    readonly start: ColumnElement,
    readonly end: ColumnElement,
  ) {
    super()
  }

  override get internals(): Internals {
    return SLICE_PARTS
  }

  override get fromObjects(): readonly FromClause[] {
    return [...this.start.fromObjects, ...this.end.fromObjects]
  }
}

/** A value that travels as a parameter. Comparisons make them; `bindparam('name')` makes named ones. */
import { install, type BindSpec } from '../build.js'
import { internals, type Internals } from '../internals.js'
import { anonymousLabel, AnonymousLabel, bindBody, type Name } from '../names.js'
import type { Operator } from '../operators.js'
import { coerceComparedValue, resolveValueToType } from '../types/resolve.js'
import { TupleType } from '../types/structured.js'
import { toInstance, type TypeArg, type TypeEngine } from '../types/type-engine.js'
import { ColumnElement } from './column-element.js'

export interface BindOptions {
  readonly value?: unknown
  readonly type?: TypeArg | null
  /** Give it a name of its own in each statement: `name_1`. */
  readonly unique?: boolean
  /** An error when no value is given at execution; default: true if there is no value. */
  readonly required?: boolean
  /** The value is made at execution. */
  readonly callable?: (() => unknown) | null
  /** A list, written as one placeholder for each member. */
  readonly expanding?: boolean
  /** Written into the SQL text at execution. */
  readonly literalExecute?: boolean
  /** @internal The IN operator it is made for. */
  readonly expandOp?: Operator | null
}

const PARTS = internals({ type: 'type' })

/** `sqlalchemy.sql.BindParameter`. @example literal(5) instanceof BindParameter // true */
export class BindParameter<T = unknown> extends ColumnElement<T> {
  override readonly kind = 'bindparam'
  override readonly type: TypeEngine
  readonly value: unknown
  readonly unique: boolean
  readonly required: boolean
  readonly callable: (() => unknown) | null
  readonly expanding: boolean
  readonly literalExecute: boolean
  /** The key asked for; unique parameters make their own from it. */
  readonly origKey: Name | null
  /** @internal The IN operator an expanding parameter was made for. */
  readonly expandOp: Operator | null
  /** @internal The parameter this one was cloned from, to the root: what the statement cache matches values by. */
  readonly origin: BindParameter
  /** @internal Part of the SET or VALUES of an INSERT or UPDATE. */
  readonly isCrud: boolean = false
  private keySlot: Name | null = null

  constructor(key: Name | null, options: BindOptions = {}) {
    super()
    this.origKey = key
    this.unique = options.unique ?? false
    this.value = options.value ?? null
    this.callable = options.callable ?? null
    this.required = options.required ?? (options.value === undefined && this.callable === null)
    this.expanding = options.expanding ?? false
    this.expandOp = options.expandOp ?? null
    this.literalExecute = options.literalExecute ?? false
    this.type = options.type ? toInstance(options.type) : typeOfValue(this.value, this.expanding)
    this.origin = this
  }

  override get internals(): Internals {
    return PARTS
  }

  /** The parameter's name; of unique ones a template the compiler numbers. */
  override get key(): Name {
    return (this.keySlot ??= this.makeKey())
  }

  override get name(): null {
    return null
  }

  /** The value now: the callable's answer if there is one. */
  get effectiveValue(): unknown {
    return this.callable ? this.callable() : this.value
  }

  override clone(): this {
    return this.copyWith({
      annotatedFrom: null,
      uidSlot: 0,
      keySlot: this.unique ? null : this.keySlot,
    })
  }

  /** A copy with a value set. */
  withValue(
    value: unknown,
    options: { maintainKey?: boolean; required?: boolean } = {},
  ): BindParameter {
    const type = this.type.isNull ? resolveValueToType(value) : this.type
    return this.copyWith({
      value,
      callable: null,
      type,
      annotatedFrom: null,
      uidSlot: 0,
      required: options.required ?? this.required,
      keySlot: this.unique && !options.maintainKey ? null : this.key,
    })
  }

  /** @internal The same parameter with another type. */
  withType(type: TypeEngine): BindParameter {
    return this.copyWith({ type, keySlot: this.key })
  }

  /** @internal The same parameter under a name that the compiler numbers. */
  asUnique(): BindParameter {
    return this.copyWith({ unique: true, keySlot: null, uidSlot: 0 })
  }

  /** @internal The same parameter, written into the text at execution. */
  asLiteral(): BindParameter {
    return this.copyWith({ literalExecute: true, keySlot: this.key })
  }

  /** @internal The parameter under the name of the column it is the value of. */
  asCrud(name: string, type: TypeEngine): BindParameter {
    return this.copyWith({
      keySlot: name,
      unique: false,
      isCrud: true,
      type: this.type.isNull ? type : this.type,
    })
  }

  /** @internal Marks the parameter of an IN. */
  withExpanding(operator: Operator): BindParameter {
    return this.copyWith({ expanding: true, expandOp: operator, uidSlot: this.uid })
  }

  override negateInBinary(negated: Operator, original: Operator): ColumnElement {
    return this.expandOp === original
      ? this.copyWith({ expandOp: negated, keySlot: this.key })
      : this
  }

  override describe(): string {
    return typeof this.key === 'string' ? `:${this.key}` : `:${bodyOf(this.origKey)}`
  }

  private makeKey(): Name {
    if (this.origKey !== null && !this.unique) return this.origKey
    return anonymousLabel(this.uid, bodyOf(this.origKey))
  }
}

function bodyOf(key: Name | null): string {
  return key === null || key instanceof AnonymousLabel ? 'param' : bindBody(key)
}

function typeOfValue(value: unknown, expanding: boolean): TypeEngine {
  return resolveValueToType(expanding && Array.isArray(value) ? value[0] : value)
}

/**
 * A named parameter whose value is given at execution; `sqlalchemy.bindparam`.
 *
 * @example
 * select(User).where(User.name.eq(bindparam('name')))
 */
export function bindparam<T = unknown>(
  name: string | null,
  options: BindOptions & { readonly type?: TypeArg<T> } = {},
): BindParameter<T> {
  return new BindParameter<T>(name, options)
}

/**
 * A value as a parameter, whatever its type; `sqlalchemy.literal`.
 *
 * @example
 * select(literal('x').label('kind'))
 */
export function literal<T>(
  value: T,
  type?: TypeArg<T>,
  options: { literalExecute?: boolean } = {},
): BindParameter<T> {
  return new BindParameter<T>(null, {
    value: value ?? null,
    type: type ?? null,
    unique: true,
    ...options,
  })
}

install({
  bind: (spec) =>
    new BindParameter(spec.key, {
      value: spec.value ?? null,
      type: spec.type ?? typeFor(spec),
      unique: true,
      expanding: spec.expanding ?? false,
      expandOp: spec.expanding ? (spec.operator ?? null) : null,
    }),
})

function typeFor(spec: BindSpec): TypeEngine {
  const value = spec.expanding ? firstOf(spec.value) : spec.value
  if (!spec.comparedTo) return resolveValueToType(value)
  if (spec.comparedTo instanceof TupleType) return spec.comparedTo
  const type = coerceComparedValue(spec.comparedTo, spec.operator ?? null, value)
  return type.isNull ? resolveValueToType(value) : type
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[])[0] : value
}

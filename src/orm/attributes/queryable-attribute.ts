/**
 * Attributes at class level, `User.name`: SQL expressions that know which entity they belong to. Aliased entities have
 * their own, made by `adaptTo`.
 */
import type { Modifiers } from '../../sql/build.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { ColumnOperators } from '../../sql/elements/column-operators.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import type { Label } from '../../sql/elements/label.js'
import type { Operator } from '../../sql/operators.js'
import { statementPlugin } from '../../sql/plugin.js'
import { guardPrimitive } from '../../sql/primitive-guard.js'
import { clauseElement, type HasClauseElement } from '../../sql/protocol.js'
import type { TypeArg, TypeEngine } from '../../sql/types/type-engine.js'
import { classNameOf } from '../../util/class-name.js'
import type { ColumnProperty } from '../mapping/column-property.js'
import type { Class } from '../mapping/identity-key.js'
import type { Mapper } from '../mapping/mapper.js'
import type { MapperProperty } from '../mapping/property.js'

/** Whose attribute it is: a mapper, or an alias of one. What `query` adds to it is typed there. */
export interface AttributeEntity {
  readonly mapper: Mapper
  readonly isAliasedClass: boolean
}

/** How an alias rewrites the columns of its entity. */
export type ColumnRewrite = (column: ColumnElement, key: string) => ColumnElement

/** `sqlalchemy.orm.QueryableAttribute`. */
export abstract class QueryableAttribute<T = unknown>
  extends ColumnOperators<T>
  implements HasClauseElement
{
  constructor(
    /** The entity the attribute was reached through; `parententity`. */
    readonly parent: AttributeEntity,
    readonly property: MapperProperty,
    /** Set for attributes of an alias. @internal */
    readonly rewrite: ColumnRewrite | null = null,
  ) {
    super()
  }

  get key(): string {
    return this.property.key
  }

  get class_(): Class {
    return this.parent.mapper.class_
  }

  /** The same attribute of another entity: an alias, or a subclass. @internal */
  abstract adaptTo(entity: AttributeEntity, rewrite: ColumnRewrite | null): QueryableAttribute<T>

  /** The attribute as SQL. */
  abstract get expression(): ColumnElement<T>

  [clauseElement](): ClauseElement {
    return this.expression
  }

  override operate(
    operator: Operator,
    others?: readonly unknown[],
    modifiers?: Modifiers,
  ): ColumnElement {
    return this.expression.operate(operator, others, modifiers)
  }

  /** Criteria that `and()` added; only relationships have them. */
  get extraCriteria(): readonly ColumnElement<boolean>[] {
    return []
  }

  /** The entity `ofType()` narrowed a relationship to. */
  get ofTypeEntity(): AttributeEntity | null {
    return null
  }

  get type(): TypeEngine {
    return this.expression.type
  }

  /** The attribute under another name in the rows of a SELECT. */
  label<N extends string>(name: N): Label<T, N> {
    return this.expression.label(name)
  }

  cast<U>(type: TypeArg<U>): ColumnElement<U> {
    return this.expression.cast(type)
  }

  /** `User.name`. */
  override toString(): string {
    return `${classNameOf(this.class_)}.${this.key}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `<${this.toString()}>`
  }
}

/**
 * A column attribute at class level; `sqlalchemy.orm.InstrumentedAttribute`.
 *
 * @example
 * select(User).where(User.name.startswith('e')).orderBy(User.id)
 */
export class InstrumentedAttribute<
  T = unknown,
  N extends string = string,
> extends QueryableAttribute<T> {
  /** Phantom: the name of the attribute, so that rows are typed by name. */
  declare readonly __n: N
  declare readonly property: ColumnProperty
  #expression: ColumnElement<T> | null = null

  override get expression(): ColumnElement<T> {
    return (this.#expression ??= this.#annotated())
  }

  override adaptTo(
    entity: AttributeEntity,
    rewrite: ColumnRewrite | null,
  ): InstrumentedAttribute<T, N> {
    return new InstrumentedAttribute<T, N>(entity, this.property, rewrite)
  }

  /** The attribute as a hybrid hands it out: rows and texts know it by the hybrid's name. @internal */
  under(key: string): InstrumentedAttribute<T, N> {
    return new RenamedAttribute<T, N>(this, key)
  }

  /**
   * `User.name` is what test runners and loggers add to a text when they mean the class's own name: it reads as that
   * there. In template literals and comparisons it is guarded like any other expression.
   */
  override [Symbol.toPrimitive](hint: string): never {
    if (this.key !== 'name' || hint !== 'default') return guardPrimitive(hint)
    return classNameOf(this.class_) as never
  }

  /** The columns behind the attribute. */
  get columns(): readonly ColumnElement[] {
    return this.property.columns
  }

  #annotated(): ColumnElement<T> {
    const column = this.property.expression
    const element = this.rewrite === null ? column : this.rewrite(column, this.key)
    const { parent } = this
    return withEntity(
      element.annotate({
        entityNamespace: parent,
        parententity: parent,
        parentmapper: parent.mapper,
        proxyKey: this.key,
      }),
      parent,
    ) as ColumnElement<T>
  }
}

/** A column attribute that is known by another name. */
class RenamedAttribute<T, N extends string> extends InstrumentedAttribute<T, N> {
  readonly #name: string

  constructor(attribute: InstrumentedAttribute<T, N>, name: string) {
    super(attribute.parent, attribute.property, attribute.rewrite)
    this.#name = name
  }

  override get key(): string {
    return this.#name
  }
}

/** A statement that begins with this element is about the entity. @internal */
export function withEntity<E extends ClauseElement>(element: E, entity: AttributeEntity): E {
  const plugin = statementPlugin('orm')
  return plugin === null
    ? element
    : element.withParts({ propagateAttrs: { plugin, subject: entity } })
}

/**
 * An entity under another name, or several classes of a hierarchy at once: what `aliased()` and `withPolymorphic()`
 * mean to the query compiler. The face users hold is in `aliased.ts`.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { Mapper } from '../../mapping/mapper.js'
import { EntityAdapter } from './entity-adapter.js'
import {
  equivalentColumns,
  mappedSelectable,
  polymorphicSelectable,
  selectableOfMapper,
} from '../../mapping/mapper-selectables.js'

export interface AliasedOptions {
  readonly name?: string | null
  /** Match columns by name where the selectable does not derive from the mapped table. */
  readonly adaptOnNames?: boolean
  readonly polymorphicMappers?: readonly Mapper[]
  readonly polymorphicOn?: ColumnElement | null
  /** The alias this one is a subclass's view of. */
  readonly baseAlias?: AliasedInsp | null
  /** Loader paths go by the mapper; for aliases that options make, not users. */
  readonly useMapperPath?: boolean
  readonly representsOuterJoin?: boolean
  /** The alias whose columns are adapted once more: `aliased(aliased(User), subquery)`. */
  readonly nestedIn?: AliasedInsp | null
}

export interface WithPolymorphicOptions {
  readonly aliased?: boolean
  readonly flat?: boolean
  readonly innerjoin?: boolean
  readonly name?: string | null
  readonly selectable?: FromClause
  readonly polymorphicOn?: ColumnElement | null
  readonly adaptOnNames?: boolean
  readonly useMapperPath?: boolean
}

/** `sqlalchemy.orm.util.AliasedInsp`. */
export class AliasedInsp {
  readonly isAliasedClass = true
  readonly name: string | null
  readonly polymorphicOn: ColumnElement | null
  readonly useMapperPath: boolean
  readonly representsOuterJoin: boolean
  readonly adaptOnNames: boolean
  readonly isWithPolymorphic: boolean
  readonly withPolymorphicMappers: readonly Mapper[]
  /** The views of the subclasses that the alias covers. */
  readonly withPolymorphicEntities: readonly AliasedInsp[]
  readonly baseAlias: AliasedInsp
  readonly adapter: EntityAdapter
  #face: object | null = null
  #joinAdapter: EntityAdapter | null = null

  constructor(
    readonly mapper: Mapper,
    readonly selectable: FromClause,
    options: AliasedOptions = {},
  ) {
    const covered = options.polymorphicMappers ?? []
    this.name = options.name ?? null
    this.polymorphicOn = options.polymorphicOn ?? mapper.polymorphicOn
    this.useMapperPath = options.useMapperPath ?? false
    this.representsOuterJoin = options.representsOuterJoin ?? false
    this.adaptOnNames = options.adaptOnNames ?? false
    this.baseAlias = options.baseAlias ?? this
    this.isWithPolymorphic = covered.length > 0
    this.withPolymorphicMappers = covered.length > 0 ? covered : [mapper]
    this.adapter = this.#makeAdapter(options.nestedIn ?? null)
    this.withPolymorphicEntities = covered
      .filter((other) => other !== mapper)
      .map((other) => this.#viewOf(other))
  }

  /** An alias of a subclass joined to its base, for `User.things.ofType(Sub)`. */
  static coveringSubclass(mapper: Mapper): AliasedInsp {
    const options = { aliased: true, useMapperPath: true }
    return AliasedInsp.withPolymorphic(mapper.baseMapper, [mapper], options)
  }

  /** The hierarchy of `base`, with the columns of `mappers` selected too. */
  static withPolymorphic(
    base: Mapper,
    mappers: readonly Mapper[],
    options: WithPolymorphicOptions = {},
  ): AliasedInsp {
    const { aliased = false, flat = false, innerjoin = false, name = null } = options
    const joined = options.selectable ?? polymorphicSelectable(base, mappers, { innerjoin })
    return new AliasedInsp(base, aliased || flat ? joined.alias(name, { flat }) : joined, {
      polymorphicMappers: [...new Set([base, ...mappers])],
      polymorphicOn: options.polymorphicOn ?? null,
      adaptOnNames: options.adaptOnNames ?? false,
      useMapperPath: options.useMapperPath ?? false,
      representsOuterJoin: !innerjoin,
      name,
    })
  }

  /** The face of the alias, made by `aliased.ts` when somebody needs it. */
  face(make: () => object): object {
    return (this.#face ??= make())
  }

  /** Finds the alias's columns in rows that an eager join brought; kept, so that a statement asks it once. */
  joinAdapter(): EntityAdapter {
    return (this.#joinAdapter ??= new EntityAdapter(this.selectable, {
      equivalents: equivalentColumns(this.mapper),
      entity: this,
    }))
  }

  /** The view of a class of the hierarchy that this alias covers. */
  entityForMapper(mapper: Mapper): AliasedInsp {
    if (mapper === this.mapper) return this
    return this.withPolymorphicEntities.find((view) => view.mapper === mapper) ?? this
  }

  /** An expression of the mapped class, in terms of the alias and marked as its. */
  adapt<E extends ClauseElement>(expression: E, key: string | null = null): E {
    const marks = { parententity: this, parentmapper: this.mapper }
    const proxyKey = key === null ? {} : { proxyKey: key }
    return this.adapter.traverse(expression).annotate({ ...marks, ...proxyKey })
  }

  /** Two options on one path that cover different subclasses become one alias that covers both. */
  mergeWith(other: AliasedInsp): AliasedInsp {
    const more = other.withPolymorphicMappers.filter(
      (mapper) => !this.withPolymorphicMappers.includes(mapper),
    )
    if (more.length === 0) return this
    const covered = [...this.withPolymorphicMappers, ...more].filter(
      (mapper) => mapper !== this.mapper,
    )
    return AliasedInsp.withPolymorphic(this.mapper, covered, {
      aliased: true,
      useMapperPath: this.useMapperPath,
      innerjoin: !this.representsOuterJoin,
    })
  }

  toString(): string {
    const { className } = this.mapper
    if (!this.isWithPolymorphic) return `aliased(${className})`
    const covered = this.withPolymorphicMappers.filter((mapper) => mapper !== this.mapper)
    return `with_polymorphic(${className}, [${covered.map((mapper) => mapper.className).join(', ')}])`
  }

  #viewOf(mapper: Mapper): AliasedInsp {
    return new AliasedInsp(mapper, this.selectable, {
      baseAlias: this,
      adaptOnNames: this.adaptOnNames,
      useMapperPath: this.useMapperPath,
    })
  }

  #makeAdapter(nestedIn: AliasedInsp | null): EntityAdapter {
    const adapter = new EntityAdapter(this.selectable, {
      equivalents: equivalentColumns(this.mapper),
      adaptOnNames: this.adaptOnNames,
      adaptFromSelectables: this.adaptOnNames
        ? null
        : new Set(
            this.withPolymorphicMappers.flatMap((each) => [
              mappedSelectable(each),
              selectableOfMapper(each),
            ]),
          ),
    })
    return nestedIn ? nestedIn.adapter.wrap(adapter) : adapter
  }
}

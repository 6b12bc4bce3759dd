/**
 * Loads a relationship in the same statement: a JOIN to an alias of the target, whose columns come along. Also the
 * reading side of `containsEager`, where the user wrote the join.
 */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import { InvalidRequestError } from '../../../errors.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { AliasedInsp } from '../entities/aliased-insp.js'
import { EntityAdapter } from '../entities/entity-adapter.js'
import { equivalentColumns, selectableOfMapper } from '../../mapping/mapper-selectables.js'
import type { EntityCompileState } from '../entity-compile-state.js'
import type { LoadElement } from '../options/load-element.js'
import type { EagerRow } from '../paths/path-attributes.js'
import type { PropertyPath } from '../paths/path-registry.js'
import { addEagerJoin } from './eager-join.js'
import { lazyLoaderOf } from './registry.js'
import { populateCollection, populateScalar } from './joined-populate.js'
import { rejectPopulation } from './unloaded.js'
import type { LoaderStrategy, QuerySetup, RowSetup } from './strategy.js'

export class JoinedLoader implements LoaderStrategy {
  constructor(readonly property: RelationshipProperty) {}

  setupQuery(setup: QuerySetup): void {
    const { compileState, path, option } = setup
    if (!compileState.compileOptions.enableEagerloads) return
    if (this.property.uselist) compileState.multiRowEagerLoaders = true
    const own = path.forProperty(this.property)
    const userDefined = this.#userDefinedAdapter(compileState, option)
    if (userDefined !== undefined) {
      this.#setUpUserDefined(setup, own, userDefined)
    } else if (!this.#comesRound(compileState, own)) {
      this.#setUpJoin(setup, own)
    }
  }

  createRowProcessor(setup: RowSetup): void {
    rejectPopulation(this.property)
    const { context, path, queryEntity, populators, layout } = setup
    if (!context.compileState.compileOptions.enableEagerloads) return
    if (this.property.uselist) context.loadersRequireUniquing = true
    const own = path.forProperty(this.property)
    const adapter = this.#rowAdapter(setup, own)
    if (adapter === false || !this.#hasKey(setup, adapter)) {
      lazyLoaderOf(this.property).createRowProcessor(setup)
      return
    }
    const process = setup.processEntity({
      context,
      layout,
      adapter,
      queryEntity,
      mapper: this.property.mapper,
      path: own.entityPath,
    })
    const target = { property: this.property, process, populators, context }
    if (this.property.uselist) populateCollection(target)
    else populateScalar(target)
  }

  /** The adapter `containsEager` asks for; null for the entity's own columns, undefined when it is not used. */
  #userDefinedAdapter(
    state: EntityCompileState,
    option: LoadElement | null,
  ): EntityAdapter | null | undefined {
    if (option?.localOptions.eagerFromAlias === undefined) return undefined
    const path = option.path.parent as PropertyPath
    const { userDefinedEagerRows, withPolymorphic } = state.attributes
    const known = userDefinedEagerRows.get(path.key)
    if (known !== undefined) return known
    const { mapper } = this.property
    const equivalents = equivalentColumns(mapper)
    const alias = option.localOptions.eagerFromAlias as FromClause | null
    const polymorphic = withPolymorphic.get(path.loaderKey)
    const from = alias ?? polymorphic?.selectable ?? null
    const adapter = from
      ? new EntityAdapter(from, { equivalents })
      : state.polymorphicAdapterOf(mapper)
    userDefinedEagerRows.set(path.key, adapter)
    return adapter
  }

  #setUpUserDefined(setup: QuerySetup, own: PropertyPath, userDefined: EntityAdapter | null): void {
    const { compileState, queryEntity, option } = setup
    const outer = queryEntity.entityAdapter
    const combined = outer && userDefined ? userDefined.wrap(outer) : (userDefined ?? outer)
    const optionPath = option?.path.parent as PropertyPath
    compileState.attributes.userDefinedEagerRows.set(optionPath.key, combined)
    this.#setUpTarget(setup, own, { adapter: combined, columns: compileState.primaryColumns })
  }

  #setUpJoin(setup: QuerySetup, own: PropertyPath): void {
    const { compileState, option } = setup
    const target = this.#targetAlias(compileState, own)
    const adapter = target.joinAdapter()
    if (this.property.mapper.primaryKey.some((key) => adapter.column(key) === key)) {
      throw unaliasedTarget()
    }
    const innerjoin = option?.localOptions.innerjoin ?? this.property.innerjoin
    const chainedFromOuterjoin = setup.chainedFromOuterjoin === true || !innerjoin
    const extraCriteria = option?.extraCriteria ?? []
    compileState.createEagerJoins.push(() =>
      addEagerJoin({
        property: this.property,
        compileState,
        queryEntity: setup.queryEntity,
        path: own,
        parentAdapter: setup.adapter,
        parentMapper: setup.parentMapper ?? null,
        target,
        innerjoin,
        chainedFromOuterjoin,
        extraCriteria,
      }),
    )
    compileState.attributes.eagerRows.set(own.key, adapter)
    compileState.eagerAddingJoins = true
    const columns = compileState.secondaryColumns
    this.#setUpTarget(setup, own, { adapter, columns, chainedFromOuterjoin })
  }

  #setUpTarget(setup: QuerySetup, own: PropertyPath, target: TargetSetup): void {
    const { compileState, queryEntity } = setup
    const polymorphic = compileState.attributes.withPolymorphic.get(own.loaderKey)
    setup.setupEntity({
      compileState,
      queryEntity,
      mapper: this.property.mapper,
      path: own.entityPath,
      adapter: target.adapter,
      columns: target.columns,
      withPolymorphic: polymorphic?.withPolymorphicMappers ?? null,
      parentMapper: this.property.mapper,
      chainedFromOuterjoin: target.chainedFromOuterjoin ?? false,
    })
  }

  #targetAlias(state: EntityCompileState, own: PropertyPath): AliasedInsp {
    const polymorphic = state.attributes.withPolymorphic.get(own.loaderKey)
    if (polymorphic) return polymorphic
    const { mapper } = this.property
    const selectable = selectableOfMapper(mapper).alias(null, { flat: true }) as FromClause
    return new AliasedInsp(mapper, selectable, { useMapperPath: true })
  }

  /** Without an option for this path, a mapping's own eager loading stops at `joinDepth` or at a known class. */
  #comesRound(state: EntityCompileState, own: PropertyPath): boolean {
    if (state.attributes.loaders.has(own.loaderKey)) return false
    const { joinDepth } = this.property.options
    return joinDepth ? own.length / 2 > joinDepth : own.contains(this.property.mapper)
  }

  #rowAdapter({ context, option }: RowSetup, own: PropertyPath): EagerRow {
    const { compileState } = context
    const userDefined = this.#userDefinedAdapter(compileState, option)
    if (userDefined === undefined) return compileState.attributes.eagerRows.get(own.key) ?? false
    const compound = compileState.compoundEagerAdapter
    return compound && userDefined ? userDefined.wrap(compound) : (compound ?? userDefined)
  }

  #hasKey({ layout }: RowSetup, adapter: EntityAdapter | null): boolean {
    const column = (own: ColumnElement) => (adapter ? adapter.column(own) : own)
    return this.property.mapper.primaryKey.every((own) => layout.indexOf(column(own)) >= 0)
  }
}

/** The columns of a plain `withPolymorphic()` could be those of another part of the statement. */
function unaliasedTarget(): InvalidRequestError {
  return new InvalidRequestError(
    'Detected unaliased columns when generating joined load.  Make sure to use aliased=True or flat=True ' +
      'when using joined loading with with_polymorphic().',
  )
}

interface TargetSetup {
  readonly adapter: EntityAdapter | null
  readonly columns: ColumnElement[]
  readonly chainedFromOuterjoin?: boolean
}

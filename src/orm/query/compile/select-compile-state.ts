/**
 * Compiles a SELECT about entities into one about tables, and keeps what is needed to turn its rows into objects.
 * The counterpart of `ORMSelectCompileState`; registered as the statement plugin in `plugin.ts`.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { CompileState } from '../../../sql/plugin.js'
import type { FromClause } from '../../../sql/selectable/from-clause.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import { annotatedEntity } from '../../loading/entities/entity-of.js'
import { EntityAdapter } from '../../loading/entities/entity-adapter.js'
import { PolymorphicAdapters } from './polymorphic-adapters.js'
import { compileOptionsOf } from '../../loading/entity-select.js'
import type { CompileOptions, EntityCompileState } from '../../loading/entity-compile-state.js'
import type { LoaderOptionBase } from '../../loading/options/load-chain.js'
import { LoaderCriteriaOption } from '../../loading/options/loader-criteria.js'
import { type Entity, mapperOf } from '../../loading/paths/entity.js'
import { PathAttributes } from '../../loading/paths/path-attributes.js'
import type { PathRegistry } from '../../loading/paths/path-registry.js'
import { SelectedLayout, type RowLayout } from '../../loading/rows/row.js'
import { singleTableCriterion } from '../../mapping/mapper-selectables.js'
import { bundleOf } from '../bundle.js'
import { BundleEntity } from './bundle-entity.js'
import { itemsOf, MapperEntity, type SelectItem } from './query-entity.js'
import { labelNames } from './label-names.js'
import { setUpJoins } from './joins.js'
import { extraCriteria } from './extra-criteria.js'
import { compoundEagerStatement, outermostOrderBy, simpleStatement } from './statement-shape.js'

export interface CompileRequest {
  /** False for subqueries, which bring columns and no objects. */
  readonly toplevel: boolean
  /** Criteria of the enclosing statement. */
  readonly inheritedCriteria?: readonly LoaderCriteriaOption[]
  /** The kept joins this compilation has used; null where none may be. */
  readonly keptJoins?: FromClause[] | null
}

export class OrmSelectCompileState implements EntityCompileState, CompileState {
  readonly compileOptions: CompileOptions
  readonly options: readonly LoaderOptionBase[]
  readonly attributes = new PathAttributes()
  readonly items: SelectItem[] = []
  readonly primaryColumns: ColumnElement[] = []
  readonly secondaryColumns: ColumnElement[] = []
  readonly eagerJoins = new Map<unknown, FromClause>()
  readonly createEagerJoins: (() => void)[] = []
  readonly eagerOrderBy: ColumnElement[] = []
  readonly fallbackFroms: FromClause[] = []
  /** Entities that were joined to: their ON clauses have the criteria. */
  readonly joinedEntities = new Set<Entity>()
  /** Entities whose criteria go into WHERE. */
  readonly criteriaEntities = new Set<Entity>()
  multiRowEagerLoaders = false
  eagerAddingJoins = false
  loadersRequireUniquing = false
  compoundEagerAdapter: EntityAdapter | null = null
  fromClauses: FromClause[]
  fromObjAlias: EntityAdapter | null = null
  whereCriteria: readonly ColumnElement[] = []
  primaryEntity: SelectItem | null = null
  /** See `CompileRequest`. */
  readonly keptJoins: FromClause[] | null
  /** The core statement. */
  readonly statement: Select
  /** Where each column stands in the rows. */
  readonly layout: RowLayout
  /** The name of each item in the rows of the result. */
  get names(): readonly string[] {
    return (this.#names ??= labelNames(this))
  }
  #names: readonly string[] | null = null
  readonly #selected = new Set<ClauseElement>()
  readonly #polymorphicAdapters = new PolymorphicAdapters()

  constructor(
    readonly selectStatement: Select,
    request: CompileRequest,
  ) {
    const own = compileOptionsOf(selectStatement)
    this.compileOptions = request.toplevel
      ? own
      : { ...own, enableEagerloads: false, renderForSubquery: true }
    this.keptJoins = request.keptJoins ?? null
    this.options = selectStatement.withOptions as unknown as readonly LoaderOptionBase[]
    this.fromClauses = [...selectStatement.fromObj]
    this.#makeItems()
    this.attributes.criteria.push(...(request.inheritedCriteria ?? []))
    this.#applyOptions(request.toplevel)
    setUpJoins(this)
    this.#setUpItems()
    const made = this.#shape()
    this.statement = made
    this.layout = new SelectedLayout(made.allSelectedColumns)
  }

  get currentPath(): PathRegistry {
    return this.compileOptions.currentPath
  }

  get forRefreshState(): boolean {
    return this.compileOptions.forRefreshState
  }

  get entities(): readonly SelectItem[] {
    return this.items
  }

  get leadEntities(): readonly (Entity | null)[] {
    const mappers = this.items.filter((item) => item.isMapperEntity)
    return mappers.map((item) => item.entityZero)
  }

  get shouldNestSelectable(): boolean {
    const { selectStatement: own } = this
    return own.hasRowLimitingClause || own.distinctFlag || own.groupByClauses.length > 0
  }

  get hasMapperEntities(): boolean {
    return this.items.some((item) => item.isMapperEntity)
  }

  addColumn(column: ColumnElement, columns: ColumnElement[]): void {
    if (this.#selected.has(column.identity)) return
    this.#selected.add(column.identity)
    columns.push(column)
  }

  /** A column the user asked for: selected again even if an entity has it already. */
  addResultColumn(column: ColumnElement): void {
    this.#selected.add(column.identity)
    this.primaryColumns.push(column)
  }

  polymorphicAdapterOf(mapper: Mapper): EntityAdapter | null {
    return this.#polymorphicAdapters.of(mapper)
  }

  noteCriteriaEntity(entity: Entity): void {
    const mapper = mapperOf(entity)
    const hasOption = this.attributes.criteria.some(
      (option) => option.criterionFor(entity) !== null,
    )
    if (singleTableCriterion(mapper) || hasOption) this.criteriaEntities.add(entity)
  }

  criteriaFor(entity: Entity, _path: PathRegistry): readonly ColumnElement<boolean>[] {
    return this.optionCriteria(entity).filter(Boolean)
  }

  /** What `withLoaderCriteria` adds for one entity. */
  optionCriteria(entity: Entity): readonly ColumnElement<boolean>[] {
    return this.attributes.criteria
      .map((option) => option.criterionFor(entity))
      .filter((criterion) => criterion !== null)
  }

  /** Rewrites an expression when the statement reads its entities from a subquery. */
  currentAdapter(): (<E extends ClauseElement>(element: E) => E) | null {
    const { fromObjAlias } = this
    const adapt = this.#polymorphicAdapters.adapt()
    if (fromObjAlias && adapt) return (element) => adapt(fromObjAlias.traverse(element))
    return fromObjAlias ? (element) => fromObjAlias.traverse(element) : adapt
  }

  /** The entity is read from the union of its hierarchy, if the mapping says so. */
  loadPolymorphically(entity: Entity): void {
    this.#polymorphicAdapters.addEntity(entity)
  }

  /** What the statement says of a mapper is about this alias of it. */
  loadFrom(mapper: Mapper, alias: FromClause): void {
    this.#polymorphicAdapters.addAlias(mapper, alias)
  }

  #makeItems(): void {
    for (const element of this.selectStatement.rawColumns) {
      const bundle = bundleOf(element)
      this.items.push(...(bundle ? [new BundleEntity(bundle, this)] : itemsOf(element, this)))
    }
    this.primaryEntity = this.items.find((item) => item instanceof MapperEntity) ?? null
    if (!this.compileOptions.setBaseAlias) return
    const [from] = this.fromClauses
    if (from) this.fromObjAlias = new EntityAdapter(from, {})
  }

  #applyOptions(toplevel: boolean): void {
    for (const option of this.options) {
      if (toplevel || option instanceof LoaderCriteriaOption) option.process(this)
    }
  }

  #setUpItems(): void {
    const adapt = this.currentAdapter()
    const { whereCriteria } = this.selectStatement
    this.whereCriteria = adapt ? whereCriteria.map((each) => adapt(each)) : whereCriteria
    this.eagerOrderBy.push(...outermostOrderBy(this))
    for (const item of this.items) item.setUp(this)
    for (const from of this.fromClauses) {
      const entity = annotatedEntity(from)
      if (entity) this.noteCriteriaEntity(entity)
    }
    for (const create of this.createEagerJoins) create()
    if (this.compileOptions.enableSingleCrit)
      this.whereCriteria = [...this.whereCriteria, ...extraCriteria(this)]
  }

  #shape(): Select {
    if (this.fromClauses.length === 0) this.fromClauses = this.fallbackFroms
    const nests = this.multiRowEagerLoaders && this.eagerAddingJoins && this.shouldNestSelectable
    return nests ? compoundEagerStatement(this) : simpleStatement(this)
  }
}

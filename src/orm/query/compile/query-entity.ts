/**
 * The items of a columns clause as the compiler sees them: whole entities, columns of entities, bundles, and plain
 * expressions. Each adds its columns to the statement and says how a row becomes its value.
 */
import { extractFirstColumnAnnotation } from '../../../sql/adapt/find-tables.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { annotatedEntity, selectableOf } from '../../loading/entities/entity-of.js'
import type { EntityAdapter } from '../../loading/entities/entity-adapter.js'
import type { QueryEntity } from '../../loading/entity-compile-state.js'
import { type Entity, isAliased, mapperOf } from '../../loading/paths/entity.js'
import { type EntityPath, rootPath } from '../../loading/paths/path-registry.js'
import { entityProcessor } from '../../loading/rows/entity-processor.js'
import type { ResultEntity } from '../../loading/rows/instances.js'
import type { QueryContext } from '../../loading/rows/query-context.js'
import type { RowLayout } from '../../loading/rows/row.js'
import { setupEntityQuery } from '../../loading/rows/setup-entity-query.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

/** What an item of the columns clause does. */
export interface SelectItem extends QueryEntity {
  /** Columns the naming rules look at, in the order of the result; null for entities and bundles. */
  readonly namedBy: ColumnElement | null
  /** The FROM a join without a left side may start from. */
  readonly joinSource: Entity | FromClause | null
  setUp(state: OrmSelectCompileState): void
  resultEntity(context: QueryContext, layout: RowLayout, name: string): ResultEntity
}

/** `select(User)`. */
export class MapperEntity implements SelectItem {
  readonly isMapperEntity = true
  readonly namedBy = null
  readonly path: EntityPath

  constructor(
    readonly entityZero: Entity,
    private readonly state: OrmSelectCompileState,
  ) {
    this.path = rootPath.forEntity(entityZero)
    state.loadPolymorphically(entityZero)
  }

  get joinSource(): Entity {
    return this.entityZero
  }

  get name(): string {
    const entity = this.entityZero
    return (isAliased(entity) ? entity.name : null) ?? mapperOf(entity).className
  }

  get entityAdapter(): EntityAdapter | null {
    const { entityZero: entity, state } = this
    const own = isAliased(entity) ? entity.adapter : state.polymorphicAdapterOf(entity)
    const { fromObjAlias } = state
    return own && fromObjAlias ? own.wrap(fromObjAlias) : (own ?? fromObjAlias)
  }

  setUp(state: OrmSelectCompileState): void {
    const { entityZero: entity } = this
    state.noteCriteriaEntity(entity)
    setupEntityQuery({
      compileState: state,
      queryEntity: this,
      mapper: mapperOf(entity),
      path: this.path,
      adapter: this.entityAdapter,
      columns: state.primaryColumns,
      withPolymorphic:
        isAliased(entity) && entity.isWithPolymorphic ? entity.withPolymorphicMappers : null,
      onlyLoadProps: state.compileOptions.onlyLoadProps,
      polymorphicDiscriminator: isAliased(entity) ? entity.polymorphicOn : null,
    })
    state.fallbackFroms.push(selectableOf(entity))
  }

  resultEntity(context: QueryContext, layout: RowLayout): ResultEntity {
    const { entityZero: entity, state } = this
    const isPrimary = state.primaryEntity === this
    const process = entityProcessor({
      context,
      layout,
      queryEntity: this,
      mapper: mapperOf(entity),
      path: this.path,
      adapter: this.#rowAdapter(),
      onlyLoadProps: isPrimary ? state.compileOptions.onlyLoadProps : null,
      refreshState: isPrimary ? context.loadOptions.refreshState : null,
      polymorphicDiscriminator: isAliased(entity) ? entity.polymorphicOn : null,
    })
    const objects = isAliased(entity) ? [entity] : [entity, entity.class_]
    return { process, name: this.name, objects, isObject: true }
  }

  #rowAdapter(): EntityAdapter | null {
    const compound = this.state.compoundEagerAdapter
    const own = this.entityAdapter
    return own && compound ? own.wrap(compound) : (own ?? compound)
  }
}

/** `select(User.name)`, or an expression that mentions an entity's column. */
export class ColumnEntity implements SelectItem {
  readonly isMapperEntity = false
  readonly entityAdapter = null
  #fetched: ColumnElement

  constructor(
    readonly column: ColumnElement,
    readonly entityZero: Entity | null,
  ) {
    this.#fetched = column
  }

  get namedBy(): ColumnElement {
    return this.column
  }

  get joinSource(): Entity | FromClause | null {
    if (this.entityZero) return this.entityZero
    return this.column.table ?? this.column.fromObjects[0] ?? null
  }

  setUp(state: OrmSelectCompileState): void {
    const { entityZero: entity, column } = this
    const adapt = state.currentAdapter()
    if (entity) {
      state.noteCriteriaEntity(entity)
      const selectable = selectableOf(entity)
      const froms = selectable.fromObjects
      if (
        column.fromObjects.some((from) => froms.some((each) => each.identity === from.identity))
      ) {
        state.fallbackFroms.push(selectable)
      }
    }
    const adapted = adapt ? adapt(column) : column
    // What is about no entity is an expression like any other: a hybrid's name is not its label.
    this.#fetched = entity ? bare(adapted) : adapted.deannotate()
    state.addResultColumn(this.#fetched)
  }

  resultEntity(context: QueryContext, layout: RowLayout, name: string): ResultEntity {
    const compound = context.compileState.compoundEagerAdapter
    const index = layout.indexOf(compound ? compound.column(this.#fetched) : this.#fetched)
    return { process: (row) => row[index], name, objects: [this.column], isObject: false }
  }
}

/** `select(text('name'))`: SQL text, one value by position. */
export class TextEntity implements SelectItem {
  readonly isMapperEntity = false
  readonly entityAdapter = null
  readonly entityZero = null
  readonly namedBy = null
  readonly joinSource = null

  constructor(private readonly element: ClauseElement) {}

  setUp(state: OrmSelectCompileState): void {
    state.addResultColumn(this.element as ColumnElement)
  }

  resultEntity(_context: QueryContext, layout: RowLayout): ResultEntity {
    const index = layout.indexOf(this.element)
    return { process: (row) => row[index], name: '', objects: [this.element], isObject: false }
  }
}

/** Without annotations, where they say nothing about the label. */
function bare(column: ColumnElement): ColumnElement {
  return column.expressionLabel === null && column.kind === 'column' ? column.identity : column
}

/** The entity behind an expression, directly or somewhere inside. */
export function entityBehind(element: ClauseElement): Entity | null {
  return (
    annotatedEntity(element) ??
    (extractFirstColumnAnnotation(element, 'parententity') as Entity | undefined) ??
    null
  )
}

/** The items a raw column stands for. */
export function itemsOf(
  element: ClauseElement,
  state: OrmSelectCompileState,
): readonly SelectItem[] {
  if (element instanceof FromClause) {
    const entity = annotatedEntity(element)
    if (entity) return [new MapperEntity(entity, state)]
    return element.columns.values().map((column) => new ColumnEntity(column, null))
  }
  if (element instanceof ColumnElement) {
    const entity = entityBehind(element)
    if (entity) state.loadPolymorphically(entity)
    return [new ColumnEntity(element, entity)]
  }
  return [new TextEntity(element)]
}

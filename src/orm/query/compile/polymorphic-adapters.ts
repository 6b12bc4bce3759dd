/**
 * The adapters of a query whose entities are read from a union: columns of any class of a concrete hierarchy become
 * columns of that union.
 */
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { replacementTraverse } from '../../../sql/adapt/traverse.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { EntityAdapter } from '../../loading/entities/entity-adapter.js'
import { selectableOf } from '../../loading/entities/entity-of.js'
import { type Entity, isAliased } from '../../loading/paths/entity.js'
import {
  equivalentColumns,
  selectsAdapted,
  withPolymorphicMappers,
} from '../../mapping/mapper-selectables.js'
import type { Mapper } from '../../mapping/mapper.js'

type Adapt = <E extends ClauseElement>(element: E) => E

/** `ORMCompileState._polymorphic_adapters`. */
export class PolymorphicAdapters {
  readonly #adapters = new Map<unknown, EntityAdapter>()

  of(mapper: Mapper): EntityAdapter | null {
    return this.#adapters.get(mapper) ?? null
  }

  addEntity(entity: Entity): void {
    if (isAliased(entity) || !selectsAdapted(entity)) return
    if (this.#adapters.has(entity.persistSelectable)) return
    const selectable = selectableOf(entity)
    for (const mapper of entity.iterateToRoot()) this.#add(mapper, adapterFor(mapper, selectable))
  }

  /** A mapper whose tables stand under other names in the statement. */
  addAlias(mapper: Mapper, alias: FromClause): void {
    this.#add(mapper, adapterFor(mapper, alias))
  }

  /** Adapts what is marked as an entity's; null when there is nothing to adapt. */
  adapt(): Adapt | null {
    if (this.#adapters.size === 0) return null
    return (element) => replacementTraverse(element, (each) => this.#replace(each))
  }

  #add(mapper: Mapper, adapter: EntityAdapter): void {
    const along = withPolymorphicMappers(mapper)
    for (const member of along.length > 0 ? along : [mapper]) {
      this.#adapters.set(member, adapter)
      for (const above of member.iterateToRoot()) this.#adapters.set(above.localTable, adapter)
    }
  }

  #replace(element: ClauseElement): ClauseElement | null {
    const entity = element.annotations['parententity']
    const isOrm = entity !== undefined || element.annotations['ormAdapt'] !== undefined
    if (!isOrm) return null
    const adapter = this.#adapters.get(entity) ?? this.#adapters.get(fromOf(element))
    return adapter?.traverse(element) ?? null
  }
}

function fromOf(element: ClauseElement): unknown {
  if (element instanceof FromClause) return element.identity
  return element instanceof ColumnElement ? element.table : null
}

function adapterFor(mapper: Mapper, selectable: FromClause): EntityAdapter {
  return new EntityAdapter(selectable, {
    equivalents: equivalentColumns(mapper),
    includeFn: ({ annotations }) => {
      const other = annotations['parentmapper'] as Mapper | undefined
      return other === undefined || other.isa(mapper) || mapper.isa(other)
    },
  })
}

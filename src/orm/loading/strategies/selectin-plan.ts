/**
 * The three forms of a selectin load: the children alone by foreign key, the targets of many-to-one alone by primary
 * key, or parents (under an alias) joined to children. Chosen once per relationship.
 */
import { Tuple } from '../../../sql/elements/lists.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { relationshipCriterion } from '../../mapping/lazy-clause.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import type { Column } from '../../mapping/sql-types.js'
import { AliasedInsp } from '../entities/aliased-insp.js'
import {
  equivalentColumns,
  findsByKey,
  selectableOfMapper,
} from '../../mapping/mapper-selectables.js'
import { lazyLoaderOf } from './registry.js'

export interface SelectinPlan {
  /** Rows are related objects by their own key, not children by their parent's. */
  readonly byChildKey: boolean
  /** The parents' alias that the statement joins from; null when the children stand alone. */
  readonly parentAlias: AliasedInsp | null
  /** Columns that say which parent (or which target) a row belongs to. */
  readonly keyColumns: readonly ColumnElement[]
  /** Columns of the parent that hold the target's key, for `byChildKey`. */
  readonly lookupColumns: readonly Column[]
}

export function selectinPlan(property: RelationshipProperty): SelectinPlan {
  if (!omitsJoin(property)) return joinPlan(property)
  return property.direction === 'MANYTOONE' ? childKeyPlan(property) : foreignKeyPlan(property)
}

/** The fallback when a parent's foreign key is not loaded. */
export function joinPlan(property: RelationshipProperty): SelectinPlan {
  const { parent } = property
  const alias = new AliasedInsp(parent, selectableOfMapper(parent).alias())
  return {
    byChildKey: false,
    parentAlias: alias,
    keyColumns: parent.primaryKey.map((column) => alias.adapt(column)),
    lookupColumns: [],
  }
}

/** `a`, or `(a, b)` for composite keys: the left side of IN. */
export function inExpression(columns: readonly ColumnElement[]): ColumnElement {
  const [first] = columns
  return columns.length === 1 && first ? first : new Tuple(columns)
}

function omitsJoin(property: RelationshipProperty): boolean {
  const { omitJoin } = property.options
  if (omitJoin !== undefined) return omitJoin
  if (property.direction === 'MANYTOONE') return lazyLoaderOf(property).usesGet
  const reverse = relationshipCriterion(property.joinCondition, { reverse: true })
  return findsByKey(reverse.criterion, property.parent)
}

function childKeyPlan(property: RelationshipProperty): SelectinPlan {
  const { equatedColumns } = lazyLoaderOf(property)
  const { primaryKey } = property.mapper
  return {
    byChildKey: true,
    parentAlias: null,
    keyColumns: primaryKey,
    lookupColumns: primaryKey.map((column) => equatedColumns.get(column.identity) as Column),
  }
}

function foreignKeyPlan({ parent, localRemotePairs }: RelationshipProperty): SelectinPlan {
  const foreignKeys = new Map<ColumnElement, ColumnElement>(localRemotePairs)
  for (const [local, remote] of localRemotePairs) {
    for (const other of equivalentColumns(parent).get(local) ?? []) foreignKeys.set(other, remote)
  }
  const keyColumns = parent.primaryKey.flatMap((column) => foreignKeys.get(column.identity) ?? [])
  return { byChildKey: false, parentAlias: null, keyColumns, lookupColumns: [] }
}

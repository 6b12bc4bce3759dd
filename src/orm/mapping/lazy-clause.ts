/**
 * The criterion of one relationship for one object: local columns become parameters, `? = child.fk`.
 */
import { and } from '../../sql/elements/boolean.js'
import { BindParameter } from '../../sql/elements/bind-parameter.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { replacementTraverse } from '../../sql/adapt/traverse.js'
import { isMarked } from './joins/join-annotations.js'
import type { JoinCondition } from './joins/join-condition.js'
import type { Column, ColumnElement } from './sql-types.js'

export interface RelationshipCriterion {
  readonly criterion: ColumnElement<boolean>
  /** The column each parameter stands for. */
  readonly parameters: ReadonlyMap<BindParameter, Column>
  /** For each column of the far side the column of the near side that equals it. */
  readonly equatedColumns: ReadonlyMap<Column, Column>
}

/**
 * `JoinCondition.create_lazy_clause`: the target's rows of one parent; reversed, the parents of one target row.
 * @internal
 */
export function relationshipCriterion(
  condition: JoinCondition,
  { reverse = false }: { readonly reverse?: boolean } = {},
): RelationshipCriterion {
  const binds = new Map<Column, BindParameter>()
  const locals = new Set(condition.localRemotePairs.map(([local]) => local))
  const isBound = (column: ColumnElement) => {
    if (!reverse) return isMarked(column, 'local')
    if (condition.secondaryjoin !== null) return locals.has(column.identity as Column)
    return isMarked(column, 'remote')
  }
  const toBinds = (criterion: ColumnElement<boolean>) =>
    replacementTraverse(criterion, (element: ClauseElement) =>
      'type' in element && isBound(element as ColumnElement)
        ? bindFor(binds, element as Column)
        : null,
    ) as ColumnElement<boolean>

  const { primaryjoin, secondaryjoin } = condition
  const first = secondaryjoin === null || !reverse ? toBinds(primaryjoin) : primaryjoin
  const second = secondaryjoin !== null && reverse ? toBinds(secondaryjoin) : secondaryjoin
  return {
    criterion: second === null ? first : and(first, second),
    parameters: new Map([...binds].map(([column, bind]) => [bind, column])),
    equatedColumns: equatedColumns(condition, reverse),
  }
}

function bindFor(binds: Map<Column, BindParameter>, column: Column): BindParameter {
  const { identity } = column
  let bind = binds.get(identity)
  if (bind === undefined) {
    bind = new BindParameter(null, { type: column.type, unique: true, value: null })
    binds.set(identity, bind)
  }
  return bind
}

function equatedColumns(condition: JoinCondition, reverse: boolean): ReadonlyMap<Column, Column> {
  const backwards = reverse && condition.secondaryjoin === null
  return new Map(
    condition.localRemotePairs.map(([local, remote]) =>
      backwards ? [local, remote] : [remote, local],
    ),
  )
}

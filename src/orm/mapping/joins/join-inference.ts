/**
 * The ON clauses of a relationship: those given, or those that follow from foreign keys.
 */
import { ArgumentError } from '../../../errors.js'
import { AmbiguousForeignKeysError, NoForeignKeysError } from '../../../sql/errors.js'
import { joinCondition } from '../../../sql/selectable/join-condition.js'
import type { JoinConditionArguments } from './join-condition.js'
import type { ColumnElement, FromClause } from '../sql-types.js'

export interface GivenJoins {
  readonly primaryjoin: ColumnElement<boolean> | null
  readonly secondaryjoin: ColumnElement<boolean> | null
}

export interface Joins {
  readonly primaryjoin: ColumnElement<boolean>
  readonly secondaryjoin: ColumnElement<boolean> | null
}

/** `JoinCondition._determine_joins`. @internal */
export function determineJoins(given: JoinConditionArguments): Joins {
  if (given.secondaryjoin !== null && given.secondary === null) {
    throw new ArgumentError(
      `Property ${given.what} specified with secondary join condition but no secondary argument`,
    )
  }
  try {
    return inferJoins(given)
  } catch (error) {
    if (error instanceof NoForeignKeysError) throw noForeignKeys(given)
    if (error instanceof AmbiguousForeignKeysError) throw ambiguousForeignKeys(given)
    throw error
  }
}

function inferJoins(given: JoinConditionArguments): Joins {
  const { parentSelectable, parentLocal, childSelectable, childLocal, secondary } = given
  const foreign = new Set(given.foreignKeys.map((column) => column.identity))
  const infer = (from: FromClause, to: FromClause, subset: FromClause) =>
    joinCondition(from, to, subset, foreign.size > 0 ? foreign : null)
  const primaryjoin =
    given.primaryjoin ?? infer(parentSelectable, secondary ?? childSelectable, parentLocal)
  if (secondary === null) return { primaryjoin, secondaryjoin: null }
  return {
    primaryjoin,
    secondaryjoin: given.secondaryjoin ?? infer(childSelectable, secondary, childLocal),
  }
}

const INTRODUCTION =
  'Could not determine join condition between parent/child tables on relationship'

function noForeignKeys({ what, secondary }: JoinConditionArguments): NoForeignKeysError {
  const [via, remedy] =
    secondary === null
      ? ['', "a 'primaryjoin' expression"]
      : [
          ` via secondary table '${secondary.describe()}'`,
          "'primaryjoin' and 'secondaryjoin' expressions",
        ]
  return new NoForeignKeysError(
    `${INTRODUCTION} ${what} - there are no foreign keys linking these tables${via}.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify ${remedy}.`,
  )
}

function ambiguousForeignKeys({
  what,
  secondary,
}: JoinConditionArguments): AmbiguousForeignKeysError {
  const [via, target] =
    secondary === null
      ? ['', 'to the parent table']
      : [
          ` via secondary table '${secondary.describe()}'`,
          'from the secondary table to each of the parent and child tables',
        ]
  return new AmbiguousForeignKeysError(
    `${INTRODUCTION} ${what} - there are multiple foreign key paths linking the tables${via}.  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as containing a foreign key reference ${target}.`,
  )
}

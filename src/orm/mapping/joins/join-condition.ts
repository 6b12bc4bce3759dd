/**
 * How the rows of two mappers meet: the ON clauses of a relationship, which side is foreign and which is remote, and
 * the pairs of columns that follow from it.
 */
import { ArgumentError } from '../../../errors.js'
import { ops } from '../../../sql/operators.js'
import { visitColumnPairs, type ColumnPair } from './criterion-pairs.js'
import {
  exchangeSides,
  hasMark,
  isMarked,
  marked,
  markForeign,
  markLocal,
  markRemote,
  type JoinSides,
} from './join-annotations.js'
import { directionOf, type Direction } from './join-direction.js'
import { determineJoins, type GivenJoins } from './join-inference.js'
import type { Column, ColumnElement, FromClause } from '../sql-types.js'

export type { ColumnPair } from './criterion-pairs.js'

export interface JoinConditionArguments extends JoinSides, GivenJoins {
  /** `User.posts`, for messages. */
  readonly what: string
  /** False for viewonly relationships: nothing is written, so nothing must be writable. */
  readonly supportSync: boolean
  /** The target's FROM, of which columns may be synchronised. */
  readonly target: FromClause
}

/** `sqlalchemy.orm.relationships.JoinCondition`. */
export class JoinCondition {
  /** Annotated with `foreign`, `remote` and `local`. */
  readonly primaryjoin: ColumnElement<boolean>
  readonly secondaryjoin: ColumnElement<boolean> | null
  readonly secondary: FromClause | null
  readonly direction: Direction
  readonly synchronizePairs: readonly ColumnPair[]
  readonly secondarySynchronizePairs: readonly ColumnPair[]
  readonly localRemotePairs: readonly ColumnPair[]
  readonly localColumns: ReadonlySet<Column>
  readonly remoteColumns: ReadonlySet<Column>
  readonly foreignKeyColumns: ReadonlySet<Column>

  constructor(readonly given: JoinConditionArguments) {
    const joins = determineJoins(given)
    this.secondary = given.secondary
    this.primaryjoin = annotate(joins.primaryjoin, given, { local: true })
    this.secondaryjoin =
      joins.secondaryjoin && annotate(joins.secondaryjoin, given, { local: false })
    const pairs = pairsOf(this, given)
    this.synchronizePairs = pairs.synchronize
    this.secondarySynchronizePairs = pairs.secondarySynchronize
    this.localRemotePairs = pairs.localRemote
    this.localColumns = identitiesOf(marked(this.primaryjoin, 'local'))
    this.remoteColumns = this.#gather('remote')
    this.foreignKeyColumns = this.#gather('foreign')
    this.#checkForeign(this.primaryjoin, 'primary')
    if (this.secondaryjoin !== null) this.#checkForeign(this.secondaryjoin, 'secondary')
    this.direction = directionOf(this, given)
    this.#checkRemoteSide()
  }

  /** The ON clause with the sides exchanged, for the other direction of a backref. */
  get primaryjoinReverseRemote(): ColumnElement<boolean> {
    return exchangeSides(this.primaryjoin)
  }

  #gather(mark: 'remote' | 'foreign'): ReadonlySet<Column> {
    return identitiesOf([...marked(this.primaryjoin, mark), ...marked(this.secondaryjoin, mark)])
  }

  #checkForeign(criterion: ColumnElement<boolean>, which: 'primary' | 'secondary'): void {
    const { supportSync, what } = this.given
    const pairs = which === 'primary' ? this.synchronizePairs : this.secondarySynchronizePairs
    const hasForeign = hasMark(criterion, 'foreign')
    if (supportSync ? pairs.length > 0 : hasForeign) return
    const found =
      supportSync && hasForeign
        ? 'any simple equality expressions involving locally mapped foreign key columns'
        : 'any relevant foreign key columns'
    const ending =
      supportSync && hasForeign
        ? ` To allow comparison operators other than '==', the relationship can be marked as viewonly=True.`
        : ''
    throw new ArgumentError(
      `Could not locate ${found} for ${which} join condition '${criterion.toString()}' on relationship ${what}.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or are annotated in the join condition with the foreign() annotation.${ending}`,
    )
  }

  #checkRemoteSide(): void {
    if (this.localRemotePairs.length > 0) return
    throw new ArgumentError(
      `Relationship ${this.given.what} could not determine any unambiguous local/remote column pairs based on join condition and remote_side arguments.  Consider using the remote() annotation to accurately mark those elements of the join condition that are on the remote side of the relationship.`,
    )
  }
}

function annotate(
  criterion: ColumnElement<boolean>,
  given: JoinConditionArguments,
  { local }: { readonly local: boolean },
): ColumnElement<boolean> {
  const foreign = hasMark(criterion, 'foreign') ? criterion : markForeign(criterion, given)
  const remote = hasMark(foreign, 'remote') ? foreign : markRemote(foreign, given)
  return local ? markLocal(remote, given) : remote
}

interface Pairs {
  readonly synchronize: readonly ColumnPair[]
  readonly secondarySynchronize: readonly ColumnPair[]
  readonly localRemote: readonly ColumnPair[]
}

function pairsOf(condition: JoinCondition, given: JoinConditionArguments): Pairs {
  const localRemote: ColumnPair[] = []
  const collect = (criterion: ColumnElement | null) => {
    const synchronize: ColumnPair[] = []
    if (criterion === null) return synchronize
    visitColumnPairs(criterion, (binary, left, right) => {
      collectLocalRemote(localRemote, given, [left, right])
      if (binary.operator !== ops.eq || !canSync(given, left, right)) return
      if (isMarked(right, 'foreign')) synchronize.push(identityPair(left, right))
      else if (isMarked(left, 'foreign')) synchronize.push(identityPair(right, left))
    })
    return synchronize
  }
  const synchronize = collect(condition.primaryjoin)
  return { synchronize, secondarySynchronize: collect(condition.secondaryjoin), localRemote }
}

function collectLocalRemote(
  pairs: ColumnPair[],
  given: JoinConditionArguments,
  [left, right]: ColumnPair,
): void {
  const isLeft = isMarked(left, 'remote')
  if (isLeft === isMarked(right, 'remote')) return
  const [local, remote] = isLeft ? [right, left] : [left, right]
  if (!canSync(given, local)) return
  const pair = identityPair(local, remote)
  if (!pairs.some(([first, second]) => first === pair[0] && second === pair[1])) pairs.push(pair)
}

function canSync(given: JoinConditionArguments, ...columns: readonly Column[]): boolean {
  return columns.every((column) =>
    [given.secondary, given.parentSelectable, given.target].some((from) =>
      from?.columns.includes(column),
    ),
  )
}

function identityPair(left: Column, right: Column): ColumnPair {
  return [left.identity, right.identity]
}

function identitiesOf(columns: readonly Column[]): ReadonlySet<Column> {
  return new Set(columns.map((column) => column.identity))
}

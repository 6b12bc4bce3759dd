/** `MATCH (columns) AGAINST (text)`: MySQL's full text search. */
import { ArgumentError } from '../../errors.js'
import { BinaryExpression } from '../../sql/elements/binary.js'
import { asElement, coerceExpression } from '../../sql/elements/coercions.js'
import type { ColumnElement } from '../../sql/elements/column-element.js'
import { BareExpressionList } from '../../sql/elements/lists.js'
import { ops } from '../../sql/operators.js'
import { BOOLEAN_TYPE, NULL_TYPE } from '../../sql/types/resolve.js'

/** How the search is meant; the compiler reads them as modifiers. */
export interface MatchOptions {
  readonly against: unknown
  readonly inBooleanMode?: boolean
  readonly inNaturalLanguageMode?: boolean
  readonly withQueryExpansion?: boolean
}

/** `sqlalchemy.dialects.mysql.match`; its methods add the words at the end. */
export class Match extends BinaryExpression<boolean> {
  /** `IN BOOLEAN MODE`. */
  inBooleanMode(): Match {
    return this.withWord('mysqlBooleanMode')
  }

  /** `IN NATURAL LANGUAGE MODE`. */
  inNaturalLanguageMode(): Match {
    return this.withWord('mysqlNaturalLanguage')
  }

  /** `WITH QUERY EXPANSION`. */
  withQueryExpansion(): Match {
    return this.withWord('mysqlQueryExpansion')
  }

  private withWord(name: string): Match {
    return this.copyWith({ modifiers: { ...this.modifiers, [name]: true } })
  }
}

/**
 * `MATCH (a, b) AGAINST (text)`.
 *
 * @throws ArgumentError without columns, or without `against`
 * @example
 * select(posts.c.id).where(mysql.match(posts.c.title, posts.c.body, { against: 'word' }).inBooleanMode())
 */
export function match(...args: readonly (ColumnElement | MatchOptions)[]): Match {
  const last = args.at(-1)
  const options = asElement(last) === null ? (last as MatchOptions | undefined) : undefined
  const columns = options ? args.slice(0, -1) : args
  if (columns.length === 0) throw new ArgumentError('columns are required')
  if (options?.against === undefined || options.against === null)
    throw new ArgumentError('against is required')
  const list = new BareExpressionList(
    ops.comma,
    columns.map((each) => coerceExpression(each)),
    NULL_TYPE,
  )
  return new Match(list, coerceExpression(options.against), ops.match, {
    type: BOOLEAN_TYPE,
    modifiers: {
      mysqlBooleanMode: options.inBooleanMode ?? false,
      mysqlNaturalLanguage: options.inNaturalLanguageMode ?? false,
      mysqlQueryExpansion: options.withQueryExpansion ?? false,
    },
  })
}

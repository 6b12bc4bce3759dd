/** PostgreSQL's functions of full text search, with their types; `sqlalchemy.dialects.postgresql.to_tsvector` and its siblings. */
import { coerceExpression } from '../../../sql/elements/coercions.js'
import { NamedFunction } from '../../../sql/elements/functions.js'
import { ops } from '../../../sql/operators.js'
import { textType } from '../../../sql/types/constructors.js'
import type { TypeArg } from '../../../sql/types/type-engine.js'
import { vendorTypes } from '../vendor-types.js'

type TextFunction = (...args: readonly unknown[]) => NamedFunction<string>

function textFunction(name: string, type: TypeArg): TextFunction {
  return (...args) => {
    const clauses = args.map((each) => coerceExpression(each, null, name).selfGroup(ops.comma))
    return new NamedFunction<string>(name, clauses, { type })
  }
}

/** A text, perhaps behind the name of a configuration: `toTsvector('english', Post.body)`. */
export const fullText = {
  toTsvector: textFunction('to_tsvector', vendorTypes.tsvector),
  toTsquery: textFunction('to_tsquery', vendorTypes.tsquery),
  plaintoTsquery: textFunction('plainto_tsquery', vendorTypes.tsquery),
  phrasetoTsquery: textFunction('phraseto_tsquery', vendorTypes.tsquery),
  websearchToTsquery: textFunction('websearch_to_tsquery', vendorTypes.tsquery),
  tsHeadline: textFunction('ts_headline', textType),
} as const

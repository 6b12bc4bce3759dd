/** What ORDER BY, GROUP BY, PARTITION BY and DISTINCT ON take: expressions, or names of selected columns. */
import { ArgumentError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { NULL_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import { installNamedReference } from './boolean.js'
import {
  asElement,
  coerceConstant,
  coerceExpression,
  describeValue,
  isConstant,
} from './coercions.js'
import type { ClauseElement } from './clause-element.js'
import { ColumnElement } from './column-element.js'
import { LabelReference } from './label.js'

/** Where a list of expressions stands, as messages call it. */
export type ByRole = 'ORDER BY' | 'GROUP BY' | 'GROUP BY / OF / etc.'

/**
 * An argument of GROUP BY, PARTITION BY and the like; strings name a column of the SELECT.
 *
 * @throws ArgumentError for values that are neither
 */
export function coerceBy(value: unknown, role: ByRole = 'GROUP BY / OF / etc.'): ClauseElement {
  if (typeof value === 'string') return new NamedReference(value)
  const element = asElement(value)
  if (element) return STANDALONE.has(element.kind) ? element : coerceExpression(element)
  if (isConstant(value)) return coerceConstant(value)
  throw new ArgumentError(`${role} expression expected, got ${describeValue(value)}.`)
}

/** Texts, and the columns of a composite: no expressions, but fit to order and group by. */
const STANDALONE: ReadonlySet<string> = new Set(['text', 'clauseList'])

/** An argument of ORDER BY: labels are written by name where the SELECT has them. */
export function coerceOrderBy(value: unknown): ClauseElement {
  const element = coerceBy(value, 'ORDER BY')
  const labelled = element instanceof ColumnElement && element.orderByLabelElement !== null
  return labelled ? new LabelReference(element) : element
}

const PARTS = internals({ text: 'plain' })

/** `'name'` in ORDER BY, resolved against the columns of the SELECT when it is compiled. */
export class NamedReference extends ColumnElement {
  override readonly kind = 'labelReference'
  override readonly type: TypeEngine = NULL_TYPE
  readonly element = null

  constructor(readonly text: string) {
    super()
  }

  override get internals(): Internals {
    return PARTS
  }
}

installNamedReference((name) => new NamedReference(name))

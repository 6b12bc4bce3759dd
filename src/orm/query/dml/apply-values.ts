/** The values of an UPDATE on the objects it touched; `_apply_update_set_values_to_objects`. */
import type { CursorResult } from '../../../engine/result/cursor-result.js'
import { InvalidRequestError } from '../../../errors.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { DmlPair } from '../../../sql/dml/dml-base.js'
import type { Update } from '../../../sql/dml/update.js'
import type { LoadingSession } from '../../loading/loading-session.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { columnOfKey } from './core-dml.js'
import { compileEvaluator, EXPIRED, UnevaluatableError, type Evaluate } from './evaluator.js'
import type { MatchedState } from './synchronize.js'

export interface AppliedUpdate {
  readonly session: LoadingSession
  readonly mapper: Mapper
  readonly statement: Update
  readonly cursor: CursorResult
}

/** What is known of the new values, by attribute. */
interface NewValues {
  /** Attributes the statement sets. */
  readonly stated: readonly string[]
  /** Those whose value can be computed here. */
  readonly evaluated: ReadonlyMap<string, Evaluate>
  /** Made by defaults on our side. */
  readonly prefetched: ReadonlyMap<string, unknown>
  /** Made by the database. */
  readonly postfetched: readonly string[]
}

/** Values that can be computed here are set; the others are expired and read again. */
export function applyValues(update: AppliedUpdate, matched: readonly MatchedState[]): void {
  const values = newValues(update)
  for (const { state } of matched) applyTo(state, values)
  update.session.registerAltered(matched.map(({ state }) => state))
}

function newValues({ mapper, statement, cursor }: AppliedUpdate): NewValues {
  const pairs = (statement.valuePairs ?? []).flatMap((pair) => attributePair(pair, mapper))
  const evaluated = new Map(
    pairs.flatMap(([key, value]) => {
      const evaluate = evaluatorOf(value, mapper)
      return evaluate ? [[key, evaluate] as const] : []
    }),
  )
  const parameters = cursor.facts.dml?.parameters[0] ?? {}
  const keyOf = (column: unknown) => mapper.columnToProperty.get(column as ColumnElement)?.key
  const prefetched = new Map<string, unknown>()
  for (const column of cursor.prefetchCols() as readonly ColumnElement[]) {
    const [key, name] = [keyOf(column), String(column.key)]
    if (key !== undefined && name in parameters && !evaluated.has(key)) {
      prefetched.set(key, parameters[name])
    }
  }
  const postfetched = cursor.postfetchCols().flatMap((column) => keyOf(column) ?? [])
  return {
    stated: pairs.map(([key]) => key),
    evaluated,
    prefetched,
    postfetched: postfetched.filter((key) => !evaluated.has(key)),
  }
}

function applyTo(
  state: InstanceState,
  { stated, evaluated, prefetched, postfetched }: NewValues,
): void {
  for (const [key, value] of prefetched) state.setValue(key, value ?? null)
  // Of none as well: SQLAlchemy tells listeners even so.
  state.expireAttributes(postfetched)
  const { unmodified } = state
  const current = [...evaluated.keys()].filter((key) => unmodified.has(key))
  const answers = current
    .filter((key) => state.has(key))
    .map((key) => ({ key, value: evaluated.get(key)?.(state) }))
  const known = answers.filter(({ value }) => value !== EXPIRED)
  for (const { key, value } of known) state.setValue(key, value ?? null)
  state.manager.dispatch.emit('refresh', state, null, new Set(current))
  state.commit(current)
  const done = new Set(known.map(({ key }) => key))
  const stale = stated.filter((key) => !done.has(key) && state.has(key))
  if (stale.length > 0) state.expireAttributes(stale)
}

/** @throws InvalidRequestError for a name that is no attribute */
function attributePair(
  [key, value]: DmlPair,
  mapper: Mapper,
): readonly (readonly [string, unknown])[] {
  const column = columnOfKey(mapper, key)
  if (typeof column === 'string') {
    throw new InvalidRequestError(
      `Attribute name not found, can't be synchronized back to objects: '${column}'`,
    )
  }
  const property = mapper.columnToProperty.get(column.identity)
  return property ? [[property.key, value]] : []
}

function evaluatorOf(value: unknown, mapper: Mapper): Evaluate | null {
  if (!(value instanceof ClauseElement)) return () => value
  try {
    return compileEvaluator(value, mapper)
  } catch (error) {
    if (error instanceof UnevaluatableError) return null
    throw error
  }
}

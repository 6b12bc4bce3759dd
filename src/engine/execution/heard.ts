/**
 * Lets listeners of `beforeExecute` and `afterExecute` hear of a statement; the former may replace it and its
 * parameters. Around every execution of a statement of the SQL layer; raw SQL does not come by here.
 */
import { InvalidRequestError } from '../../errors.js'
import type { Connection } from '../connection.js'
import type { ExecutionOptions } from '../execution-options.js'
import type { Io } from '../io.js'
import type { ParameterSet } from './parameters.js'

/** A statement before it is compiled. */
export interface HeardStatement {
  readonly element: unknown
  readonly sets: readonly ParameterSet[]
  readonly options: ExecutionOptions
}

/** How listeners see parameters: many sets, or one. */
interface Told {
  readonly element: unknown
  readonly multiparams: readonly ParameterSet[]
  readonly params: ParameterSet
}

export function* heardIo<T>(
  connection: Connection,
  statement: HeardStatement,
  run: (statement: HeardStatement) => Io<T>,
): Io<T> {
  const { heardBy } = connection
  if (!heardBy.has('beforeExecute') && !heardBy.has('afterExecute')) return yield* run(statement)
  const options = visible(statement.options)
  const told = askBefore(connection, toldOf(statement), options)
  const { element, multiparams, params } = told
  const result = yield* run({ ...statement, element, sets: setsOf(told) })
  heardBy.emit('afterExecute', connection, element, multiparams, params, options, result)
  return result
}

/** Without what only this library says to itself. */
function visible({ origin: _origin, site: _site, ...options }: ExecutionOptions): ExecutionOptions {
  return options
}

function toldOf({ element, sets }: HeardStatement): Told {
  const [only] = sets
  return sets.length === 1 && only !== undefined
    ? { element, multiparams: [], params: only }
    : { element, multiparams: sets, params: {} }
}

function askBefore(connection: Connection, told: Told, options: ExecutionOptions): Told {
  let { element, multiparams, params } = told
  for (const listener of connection.heardBy.listeners('beforeExecute')) {
    const answer = listener.call(connection, element, multiparams, params, options)
    if (!listener.options.retval) continue
    if (!Array.isArray(answer) || answer.length !== 3)
      throw new InvalidRequestError(
        "A 'beforeExecute' listener with retval must answer [statement, multiparams, params]",
      )
    ;[element, multiparams, params] = answer as [unknown, ParameterSet[], ParameterSet]
  }
  return { element, multiparams, params }
}

/** @throws InvalidRequestError when a listener answers both kinds of parameters */
function setsOf({ multiparams, params }: Told): readonly ParameterSet[] {
  const hasParams = Object.keys(params ?? {}).length > 0
  if (multiparams.length > 0 && hasParams)
    throw new InvalidRequestError(
      "Event handler can't return non-empty multiparams and params at the same time",
    )
  if (multiparams.length > 0) return multiparams
  return hasParams ? [params] : []
}

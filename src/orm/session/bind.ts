/** What a session may be bound to, and which of several binds a statement goes to. */
import { Connection } from '../../engine/connection.js'
import type { Engine } from '../../engine/engine.js'
import { UnboundExecutionError } from '../../engine/errors.js'
import { ArgumentError } from '../../errors.js'
import { FromClause } from '../../sql/selectable/from-clause.js'
import type { Class } from '../mapping/identity-key.js'
import { Mapper } from '../mapping/mapper.js'
import { mapperOrNull } from '../mapping/mapper-of-class.js'
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { iterate } from '../../sql/adapt/traverse.js'

export type { Connection } from '../../engine/connection.js'
export { TwoPhaseTransaction } from '../../engine/transaction.js'
export type { Transaction as EngineTransaction } from '../../engine/transaction.js'
export type { ExecutionOptions } from '../../engine/execution-options.js'

/** An engine, or a connection whose transaction somebody else may own. */
export type ConnectionBind = Engine | Connection

export function isConnection(bind: ConnectionBind): bind is Connection {
  return bind instanceof Connection
}

/** `binds` of a session: a class, mapper or table to the engine that has its rows. */
export type BindTable = ReadonlyMap<unknown, ConnectionBind>

export interface BindRequest {
  readonly mapper?: Mapper | undefined
  readonly clause?: ClauseElement | undefined
}

/** `Session._add_bind`: a mapped class brings its tables along, one that is not stands for all below it. */
export function addBind(
  binds: Map<unknown, ConnectionBind>,
  key: unknown,
  bind: ConnectionBind,
): void {
  const mapper = key instanceof Mapper ? key : mapperOrNull(key)
  if (mapper === null && typeof key !== 'function' && !(key instanceof FromClause)) {
    throw new ArgumentError(`Not an acceptable bind target: ${String(key)}`)
  }
  binds.set(mapper === null ? key : mapper.class_, bind)
  for (const table of mapper?.tables ?? []) binds.set(table, bind)
}

/** `Session.get_bind` for the configuration of one session. @throws UnboundExecutionError */
export function chooseBind(
  fallback: ConnectionBind | null,
  binds: BindTable | null,
  { mapper, clause }: BindRequest,
): ConnectionBind {
  const subject = mapper ?? subjectOf(clause)
  const searches = binds !== null && binds.size > 0
  const searched = clause ?? (searches ? subject?.persistSelectable : undefined)
  const chosen = searches ? match(binds, subject, searched) : null
  const bind = chosen ?? fallback
  if (bind) return bind
  if (!subject && !searched) {
    throw new UnboundExecutionError(
      'This session is not bound to a single Engine or Connection, and no context was provided to locate a binding.',
    )
  }
  const context = [
    ...(subject ? [`mapper ${subject.toString()}`] : []),
    ...(searched ? ['SQL expression'] : []),
  ]
  throw new UnboundExecutionError(
    `Could not locate a bind configured on ${context.join(', ')} or this Session.`,
  )
}

function match(
  binds: BindTable,
  subject: Mapper | null,
  searched: ClauseElement | undefined,
): ConnectionBind | null {
  const ofClass = subject ? matchClass(binds, subject) : null
  if (ofClass) return ofClass
  if (!searched) return null
  for (const element of iterate(searched)) {
    const bind = binds.get(element) ?? binds.get(element.identity)
    if (bind) return bind
  }
  return null
}

/** The class itself, or a class above it. */
function matchClass(binds: BindTable, mapper: Mapper): ConnectionBind | null {
  let class_: Class | null = mapper.class_
  while (class_) {
    const bind = binds.get(class_)
    if (bind) return bind
    class_ = Object.getPrototypeOf(class_) as Class | null
  }
  return null
}

/** The mapper a statement is about. */
function subjectOf(clause: ClauseElement | undefined): Mapper | null {
  const subject = clause?.propagateAttrs?.subject as { readonly mapper?: Mapper } | null | undefined
  return subject?.mapper ?? null
}

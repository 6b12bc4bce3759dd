/**
 * The same scenario through `AsyncSession`: sessions and their engine are the asynchronous ones, and what reaches the
 * database is awaited. Scenarios whose text does not allow that, or that load on attribute access, do not apply.
 */
import { targetNames, walk } from '../../../src/translate/core/walk.js'
import type { Call, Expression } from '../../../src/translate/syntax/nodes.js'
import { parse } from '../../../src/translate/syntax/parse.js'
import type { Scenario } from './record.js'

/** Scenarios are judged through the asynchronous face. */
export const isAsynchronous = process.env['ORACLE_ASYNC'] === '1'

const ENGINE = /^engine = create_engine\("sqlite:\/\/", poolclass=StaticPool\)\s*$/

const AWAITED = new Set(
  'execute scalars scalar get get_one flush commit rollback close refresh merge delete invalidate'.split(
    ' ',
  ),
)

/** Members that need no database, and are the same on both faces. */
const SHARED = new Set(
  `add add_all expunge expunge_all expire expire_all is_modified in_transaction in_nested_transaction new dirty deleted
  identity_map is_active info no_autoflush autoflush sync_session`.split(/\s+/),
)

/** The scenario in its asynchronous form; null where it has none. */
export function asynchronousForm(scenario: Scenario): Scenario | null {
  const { engine, models, setup } = scenario.python_source
  if (!ENGINE.test(engine) || /\bSession\b|\bengine\b/.test(models)) return null
  const names = new Set<string>()
  const steps = scenario.steps.map(({ code, ...rest }) => {
    const changed = asynchronousStep(code, names)
    return changed === null ? null : { ...rest, code: changed }
  })
  if (names.size === 0 || steps.includes(null)) return null
  return {
    ...scenario,
    python_source: {
      ...scenario.python_source,
      engine: 'engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)\n',
      setup: setup.replaceAll('Session(engine', 'Session(engine.sync_engine'),
    },
    steps: steps as Scenario['steps'],
  }
}

/** A step with its awaits; null where it uses a session in a way that this does not know. */
function asynchronousStep(code: string, sessions: Set<string>): string | null {
  const edits: { readonly at: number; readonly text: string }[] = []
  let isKnown = true
  /** Where a session is named in a way that is known. */
  const places = new Set<unknown>()
  const program = parse(code)
  walk(program.body, (node) => {
    // Nothing is awaited in a function of its own, and `with` has forms of its own.
    if (node.kind === 'function' || node.kind === 'lambda' || node.kind === 'with')
      isKnown &&= !mentions(node, sessions)
    if (node.kind === 'comprehension') {
      // Python awaits in its first iterable; elsewhere each element would.
      const [first, ...others] = node.clauses
      isKnown &&= !mentions([node.element, node.value, first?.conditions, others], sessions)
    }
    if (node.kind === 'assign' && isNewSession(node.value))
      for (const target of node.targets) {
        for (const name of targetNames(target)) sessions.add(name)
        places.add(target)
      }
    if (node.kind === 'attribute') {
      places.add(node.object)
      if (isNewSession(node.object)) isKnown = false
    }
    if (node.kind === 'name' && sessions.has(node.id)) isKnown &&= places.has(node)
    if (isNewSession(node)) edits.push({ at: node.from, text: 'Async' })
    else if (node.kind === 'call' && isSessionMember(node.callee, sessions)) {
      const { name } = node.callee as { readonly name: string }
      if (AWAITED.has(name))
        edits.push({ at: node.from, text: '(await ' }, { at: node.to, text: ')' })
      else if (!SHARED.has(name)) isKnown = false
    } else if (node.kind === 'attribute' && isSessionMember(node, sessions)) {
      isKnown &&= AWAITED.has(node.name) || SHARED.has(node.name)
    } else if (node.kind === 'name' && node.id === 'engine')
      isKnown &&= code.includes('Session(engine')
    return true
  })
  if (!isKnown) return null
  const inOrder = edits.toSorted((left, right) => right.at - left.at)
  return inOrder.reduce(
    (text, { at, text: piece }) => text.slice(0, at) + piece + text.slice(at),
    code,
  )
}

function isNewSession(node: unknown): boolean {
  const call = node as Partial<Call> | null
  if (call?.kind !== 'call' || call.callee?.kind !== 'name' || call.callee.id !== 'Session')
    return false
  const [first] = call.args ?? []
  return first?.value.kind === 'name' && first.value.id === 'engine'
}

function isSessionMember(node: Expression, sessions: ReadonlySet<string>): boolean {
  return node.kind === 'attribute' && node.object.kind === 'name' && sessions.has(node.object.id)
}

function mentions(root: unknown, sessions: ReadonlySet<string>): boolean {
  let found = false
  walk(root, (node) => {
    if (isNewSession(node) || (node.kind === 'name' && sessions.has(node.id))) found = true
    return !found
  })
  return found
}

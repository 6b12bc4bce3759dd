/** Where a program maps classes to tables itself: `registry.map_imperatively(User, user_table, properties={…})`. */
import { walk } from '../core/walk.js'
import type { Assign, Call, Expression, Program } from '../syntax/nodes.js'

/** The calls by the classes they map. */
export function imperativeCalls(program: Program): ReadonlyMap<string, Call> {
  const calls = new Map<string, Call>()
  walk(program.body, (node) => {
    if (node.kind !== 'call' || !isImperativeCall(node)) return true
    const class_ = argument(node, 'class_', 0)
    // A class is mapped by the first call that says what its attributes are.
    if (class_?.kind === 'name' && !calls.get(class_.id)?.args.some(isProperties))
      calls.set(class_.id, node)
    return true
  })
  return calls
}

export function isImperativeCall(node: Expression): node is Call {
  return (
    node.kind === 'call' &&
    node.callee.kind === 'attribute' &&
    node.callee.name === 'map_imperatively'
  )
}

/** An argument by its name or its place. */
export function argument(call: Call, name: string, index: number): Expression | null {
  const named = call.args.find((each) => each.name === name)
  const positional = call.args.filter((each) => each.name === null)
  return (named ?? positional[index])?.value ?? null
}

function isProperties({ name }: { readonly name: string | null }): boolean {
  return name === 'properties'
}

/** The entries of `properties` as the class would declare them; null where its keys are not plain texts. */
export function declaredStatements(call: Call): readonly Assign[] | null {
  const given = call.args.find(isProperties)?.value
  if (given === undefined) return []
  if (given.kind !== 'dict') return null
  const statements: Assign[] = []
  for (const { key, value } of given.entries) {
    if (key?.kind !== 'string') return null
    const { from, to } = key
    const target: Expression = { kind: 'name', id: key.value, from, to }
    const span = { from, to: value.to, comments: [], trailing: null, spaced: false }
    statements.push({ kind: 'assign', targets: [target], annotation: null, value, ...span })
  }
  return statements
}

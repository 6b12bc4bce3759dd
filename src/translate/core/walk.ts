/** Visits syntax trees. */
import type { Block, Expression, Statement } from '../syntax/nodes.js'

export type AnyNode = Expression | Statement

/** Calls `visit` for every node below, outermost first; `false` stops going deeper. */
export function walk(root: unknown, visit: (node: AnyNode) => boolean | undefined): void {
  if (typeof root !== 'object' || root === null) return
  if (Array.isArray(root)) {
    for (const each of root as unknown[]) walk(each, visit)
    return
  }
  if ('kind' in root && typeof root.kind === 'string' && visit(root as AnyNode) === false) return
  for (const value of Object.values(root)) walk(value, visit)
}

/** The names an assignment target binds. */
export function targetNames(target: Expression): readonly string[] {
  switch (target.kind) {
    case 'name':
      return [target.id]
    case 'tuple':
    case 'list':
      return target.items.flatMap(targetNames)
    case 'starred':
      return targetNames(target.value)
    default:
      return []
  }
}

/** Whether something of a kind is in a body, not counting functions and classes inside. */
export function contains(body: Block, kinds: readonly string[]): boolean {
  let found = false
  walk(body, (node) => {
    if (kinds.includes(node.kind)) found = true
    return !['function', 'class', 'lambda'].includes(node.kind)
  })
  return found
}

/** All names bound anywhere in a program: variables, parameters, functions, classes. Imports and attributes of classes are not among them. */
export function boundNames(root: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (target: Expression): void => targetNames(target).forEach((name) => names.add(name))
  const attributes = new Set<AnyNode>()
  walk(root, (node) => {
    if (node.kind === 'class') node.body.forEach((each) => attributes.add(each))
    if (node.kind === 'assign') {
      if (!attributes.has(node)) node.targets.forEach(add)
    } else if (node.kind === 'for') add(node.target)
    else if (node.kind === 'comprehension') node.clauses.forEach(({ target }) => add(target))
    else if (node.kind === 'with') {
      for (const { target } of node.items) if (target) add(target)
    } else if (node.kind === 'function' || node.kind === 'lambda') {
      for (const { name } of node.parameters) names.add(name)
      if (node.kind === 'function') names.add(node.name)
    } else if (node.kind === 'class') names.add(node.name)
    else if (node.kind === 'named') names.add(node.target)
    return true
  })
  return names
}

/** All names that are read somewhere. */
export function namesRead(root: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  const stored = new Set<AnyNode>()
  const store = (target: Expression): void => {
    if (target.kind === 'name') stored.add(target)
    else if (target.kind === 'tuple' || target.kind === 'list') target.items.forEach(store)
    else if (target.kind === 'starred') store(target.value)
  }
  walk(root, (node) => {
    if (node.kind === 'assign') node.targets.forEach(store)
    else if (node.kind === 'for') store(node.target)
    else if (node.kind === 'comprehension') node.clauses.forEach(({ target }) => store(target))
    else if (node.kind === 'name' && !stored.has(node)) names.add(node.id)
    return true
  })
  return names
}

/** The order in which SQLAlchemy maps the attributes of a class: bare annotations come before what only has a value. */
import type { Assign, ClassDefinition } from '../syntax/nodes.js'

/** The assignments of a class in the order of its attributes. */
export function inMappingOrder(node: ClassDefinition): readonly Assign[] {
  const all = node.body.filter((each): each is Assign => each.kind === 'assign')
  const valued = all.filter(({ value }) => value !== null)
  const annotated = all.filter(({ annotation }) => annotation !== null)
  return merged(valued, annotated)
}

/** `util.merge_lists_w_ordering`: what both lists have switches from one to the other. */
function merged(valued: readonly Assign[], annotated: readonly Assign[]): readonly Assign[] {
  const shared = new Set(valued.filter((each) => annotated.includes(each)))
  const result: Assign[] = []
  let [current, other] = [valued.values(), annotated.values()]
  for (let next = current.next(); !next.done; next = current.next()) {
    if (shared.delete(next.value)) [current, other] = [other, current]
    else result.push(next.value)
  }
  return [...result, ...other]
}

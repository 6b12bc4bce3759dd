/** Enumerations of the program: their members, in order. `collect.ts` asks. */
import type { Knowledge } from '../core/context.js'
import type { ClassDefinition, Expression } from '../syntax/nodes.js'

/** Classes of Python that enumerations extend. */
export const ENUMS: ReadonlySet<string> = new Set(['Enum', 'IntEnum', 'StrEnum'])

export function collectEnum(knowledge: Knowledge, node: ClassDefinition): void {
  const members = enumMembers(node)
  knowledge.enums.set(node.name, [...members.keys()])
  knowledge.enumValues.set(node.name, [...members.values()])
}

function enumMembers(node: ClassDefinition): ReadonlyMap<string, Expression> {
  const assigned = node.body.flatMap((statement) =>
    statement.kind === 'assign' && statement.targets[0]?.kind === 'name'
      ? [[statement.targets[0].id, statement.value] as const]
      : [],
  )
  return new Map(assigned.flatMap(([name, value]) => (value ? [[name, value] as const] : [])))
}

/** `.erd`: how the models hang together, drawn in the terminal or as a Mermaid diagram. Reads mappers only. */
import { Column } from '../../../schema/column.js'
import { typeText } from '../../../sql/compiler/type-names.js'
import type { Mapper } from '../../../orm/mapping/mapper.js'
import type { RelationshipProperty } from '../../../orm/mapping/relationship.js'
import type { Output, TreeNode } from '../../format/output.js'
import { say, type Command, type ShellContext } from '../command.js'

export const erd: Command = {
  name: '.erd',
  topic: 'looking around',
  usage: '[--mermaid] [model…]',
  summary: 'How the models hang together: drawn, or as Mermaid',
  detail: [
    'Each model with its relationships: ──< to many, ─── to one, >─< many to many. With --mermaid the same as an',
    'erDiagram for Markdown. With names: those models and what they refer to.',
  ].join('\n'),
  examples: ['.erd', '.erd Post', '.erd --mermaid'],
  completes: 'model',
  run: (argument, context) => {
    const words = argument.split(/\s+/).filter((word) => word !== '')
    const names = words.filter((word) => word !== '--mermaid')
    const mappers =
      names.length > 0 ? names.map((name) => context.models.mapper(name)) : context.models.mappers
    if (mappers.length === 0) return say('no models are loaded', 'muted')
    const text = mermaid(mappers, context)
    return {
      output: words.includes('--mermaid') ? [{ kind: 'value', text }] : mappers.map(drawing),
      value: text,
    }
  },
}

function drawing(mapper: Mapper): Output {
  const inherits = mapper.inherits ? `is a ${mapper.inherits.className}` : undefined
  const label = `${mapper.className}`
  const children = mapper.relationships.map(branch)
  const detail = [inherits, mapper.localTable.describe()].filter(Boolean).join(' · ')
  return { kind: 'tree', root: { label, detail, tone: 'accent', children } }
}

function branch(relationship: RelationshipProperty): TreeNode {
  const { key, mapper, secondary, backPopulates } = relationship
  const back = backPopulates ? ` (back: ${backPopulates})` : ''
  const through = secondary ? ` through ${secondary.name}` : ''
  return {
    label: `${sign(relationship)} ${mapper.className}`,
    detail: `${key}${through}${back}`,
    children: [],
  }
}

function sign({ direction, uselist }: RelationshipProperty): string {
  if (direction === 'MANYTOMANY') return '>─<'
  if (direction === 'MANYTOONE') return '>──'
  return uselist ? '──<' : '───'
}

function mermaid(mappers: readonly Mapper[], context: ShellContext): string {
  const seen = new Set<string>()
  const lines = mappers.flatMap((mapper) => [
    `  ${mapper.className} {`,
    ...mapper.columnAttrs.flatMap(({ columns: [column] }) =>
      column instanceof Column ? [`    ${attribute(column, context)}`] : [],
    ),
    '  }',
  ])
  const relations = mappers.flatMap((mapper) =>
    mapper.relationships.flatMap((relationship) => relation(mapper, relationship, seen)),
  )
  return ['erDiagram', ...lines, ...relations].join('\n')
}

function attribute(column: Column, { engine }: ShellContext): string {
  const type = typeText(column.type, engine.dialect)
    .replace(/[^\w]+/g, '_')
    .replace(/_$/, '')
  const key = column.primaryKey ? ' PK' : column.foreignKeys.length > 0 ? ' FK' : ''
  return `${type} ${String(column.name)}${key}`
}

/** Both sides of a relationship are one line. */
function relation(
  mapper: Mapper,
  relationship: RelationshipProperty,
  seen: Set<string>,
): readonly string[] {
  const { key, mapper: target, direction, uselist, backPopulates } = relationship
  const pair = [`${mapper.className}.${key}`, `${target.className}.${backPopulates ?? ''}`]
    .sort()
    .join('|')
  if (seen.has(pair)) return []
  seen.add(pair)
  const line =
    direction === 'MANYTOMANY'
      ? '}o--o{'
      : direction === 'MANYTOONE'
        ? '}o--||'
        : uselist
          ? '||--o{'
          : '||--o|'
  return [`  ${mapper.className} ${line} ${target.className} : ${key}`]
}

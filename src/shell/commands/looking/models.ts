/** `.models` lists the mapped classes; `.model X` shows one with its columns and relationships. */
import type { Dialect } from '../../../engine/dialect.js'
import type { ColumnProperty } from '../../../orm/mapping/column-property.js'
import type { Mapper } from '../../../orm/mapping/mapper.js'
import type { RelationshipProperty } from '../../../orm/mapping/relationship.js'
import { Column } from '../../../schema/column.js'
import { typeText } from '../../../sql/compiler/type-names.js'
import type { Cell, Output, TableBlock } from '../../format/output.js'
import { say, UsageError, type Command } from '../command.js'

export const models: Command = {
  name: '.models',
  aliases: ['.ls'],
  topic: 'looking around',
  summary: 'The mapped classes',
  examples: ['.models', '.ls'],
  run: (_argument, context) => {
    const { mappers } = context.models
    if (mappers.length === 0)
      return say(
        context.reload
          ? 'no models are loaded: .reload when their files can be'
          : 'no models are loaded: start with --models or --url',
        'muted',
      )
    return [overview(mappers)]
  },
}

export const model: Command = {
  name: '.model',
  topic: 'looking around',
  usage: '<model>',
  summary: 'One mapped class: columns, keys, relationships',
  examples: ['.model Post'],
  completes: 'model',
  run: (argument, context) => {
    if (argument === '')
      throw new UsageError('.model takes the name of a model', { hint: '.models lists them' })
    return describe(context.models.mapper(argument), context.engine.dialect)
  },
}

function overview(mappers: readonly Mapper[]): TableBlock {
  const rows = mappers.map((mapper): readonly Cell[] => [
    { text: mapper.className },
    { text: tableName(mapper) },
    { text: String(mapper.columnAttrs.length), type: 'number' },
    { text: mapper.relationships.map((relationship) => relationship.key).join(', ') },
  ])
  return { kind: 'table', columns: headings('model', 'table', '>columns', '~relationships'), rows }
}

function describe(mapper: Mapper, dialect: Dialect): readonly Output[] {
  const inherits = mapper.inherits ? ` inherits ${mapper.inherits.className}` : ''
  const columns: TableBlock = {
    kind: 'table',
    title: `${mapper.className} → ${tableName(mapper)}${inherits}`,
    columns: headings('attribute', 'column', 'type', 'null', 'key'),
    rows: mapper.columnAttrs.map((attribute) => columnRow(attribute, dialect)),
    footer: '',
  }
  const relationships: TableBlock = {
    kind: 'table',
    columns: headings('relationship', 'target', 'direction', 'loads', 'back'),
    rows: mapper.relationships.map(relationshipRow),
    footer: '',
  }
  return mapper.relationships.length > 0 ? [columns, relationships] : [columns]
}

/** A column property may also be an SQL expression, which has no column. */
function columnRow({ key, columns }: ColumnProperty, dialect: Dialect): readonly Cell[] {
  const column = columns[0]
  if (!(column instanceof Column))
    return [{ text: key }, { text: '' }, { text: 'expression' }, { text: '' }, { text: '' }]
  const targets = column.foreignKeys.map((foreignKey) => `→ ${foreignKey.targetFullname}`)
  const marks = [
    column.primaryKey ? 'primary' : '',
    column.unique ? 'unique' : '',
    ...targets,
  ].filter(Boolean)
  return [
    { text: key },
    { text: column.name },
    { text: typeText(column.type, dialect) },
    { text: column.nullable ? 'null' : '' },
    { text: marks.join(' ') },
  ]
}

function tableName({ localTable }: Mapper): string {
  return localTable.describe()
}

function relationshipRow(relationship: RelationshipProperty): readonly Cell[] {
  const target = relationship.mapper.className
  return [
    { text: relationship.key },
    { text: relationship.uselist ? `${target}[]` : target },
    { text: directionText(relationship) },
    { text: relationship.lazy },
    { text: relationship.backPopulates ?? '' },
  ]
}

function directionText({ direction, secondary, uselist }: RelationshipProperty): string {
  if (direction === 'MANYTOMANY')
    return `many-to-many${secondary ? ` through ${secondary.name}` : ''}`
  if (direction === 'MANYTOONE') return 'many-to-one'
  return uselist ? 'one-to-many' : 'one-to-one'
}

/** A leading `>` right-aligns the column, a leading `~` wraps it. */
function headings(...titles: readonly string[]): TableBlock['columns'] {
  return titles.map((title) => ({
    title: title.replace(/^[>~]/, ''),
    align: title.startsWith('>') ? 'right' : 'left',
    wrap: title.startsWith('~'),
  }))
}

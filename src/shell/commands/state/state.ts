/** `.state`: one object attribute by attribute: value, pending change, and what reading the rest would cost. */
import type { InstanceState } from '../../../orm/state/instance-state.js'
import { instanceState } from '../../../orm/state/state-of.js'
import { entityBlock, entityName } from '../../format/entity.js'
import { loadCost } from '../../format/load-cost.js'
import type { Cell, EntityField, TableBlock } from '../../format/output.js'
import { UsageError, type Answer, type Command, type ShellContext } from '../command.js'
import { objectOf } from './objects.js'

export const state: Command = {
  name: '.state',
  topic: 'state of the session',
  usage: '<object>',
  summary: 'One object: values, changes, what loading the rest costs',
  detail: [
    'Every attribute with its value or why it has none, the pending change, and what reading it would cost; above it',
    'the state of the object and the line that changed it first. Nothing is loaded to show this.',
  ].join('\n'),
  examples: ['.state session.get(Post, 1)', '.state post', 'await $.state(post)'],
  run: async (argument, context) => {
    if (argument === '')
      throw new UsageError('.state takes an object', { hint: '.identity lists them' })
    return describe(await objectOf(argument, context), context)
  },
}

function describe(entity: object, context: ShellContext): Answer {
  return { output: [stateTable(entity, context)], value: entity }
}

/** The attributes of an object, a row each. */
export function stateTable(entity: object, context: Surroundings): TableBlock {
  const of = instanceState(entity)
  const { fields } = entityBlock(entity)
  const hasCosts = fields.some(({ name }) => loadCost(of, name) !== '')
  const titles = ['attribute', 'value', 'before', ...(hasCosts ? ['reading it costs'] : [])]
  const columns = titles.map((title) => ({
    title,
    align: 'left' as const,
    wrap: title !== 'attribute',
  }))
  const rows = fields.map((field) => row(field, of, hasCosts))
  return { kind: 'table', title: title(entity, context), columns, rows, footer: '' }
}

type Surroundings = Pick<ShellContext, 'session' | 'siteOf' | 'log'>

function title(entity: object, context: Surroundings): string {
  const { session } = context
  const of = instanceState(entity)
  const { state: name } = entityBlock(entity)
  const isDeleted = session.deletedStates.has(of)
  const isDirty = of.key !== null && of.modified && session.isModified(entity)
  const site = context.siteOf(entity)
  const at = site === null ? '' : ` at ${site}`
  const isForeign = of.session !== null && of.session !== (session as unknown)
  const facts = [
    name === 'pending' ? `pending, added${at}` : name,
    isDeleted ? `marked for deletion${at}` : '',
    isDirty ? `changed${at}` : '',
    of.expired ? 'expired' : '',
    isForeign ? 'of another session' : '',
    loadedBy(of, context),
  ]
  const object = of.key === null ? of.mapper.className : entityName(entity)
  return `${object} · ${facts.filter((fact) => fact !== '').join(', ')}`
}

/** The input whose statement brought it in. */
function loadedBy({ batch }: InstanceState, { log }: Surroundings): string {
  if (!batch) return ''
  const input = log.inputs.find(({ records }) =>
    records.some((record) => record.kind === 'statement' && record.id === batch.statementId),
  )
  if (!input) return ''
  const others = batch.size > 1 ? ` with ${batch.size - 1} more` : ''
  return `loaded by In[${input.number}]${others}`
}

function row(field: EntityField, of: InstanceState, hasCosts: boolean): readonly Cell[] {
  const { name, value, change, members } = field
  const before: Cell = change?.from ?? { text: members ? memberText(members) : '' }
  const cost = hasCosts ? [{ text: loadCost(of, name) }] : []
  return [{ text: name }, value, before, ...cost]
}

function memberText({ added, removed }: NonNullable<EntityField['members']>): string {
  return [...added.map(({ text }) => `+${text}`), ...removed.map(({ text }) => `-${text}`)].join(
    ' ',
  )
}

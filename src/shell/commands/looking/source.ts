/** `.source`: the code of a function or class as it runs; `.type`: what a value or a statement yields, in types. */
import { inspect } from 'node:util'
import { Row } from '../../../engine/row.js'
import { Query } from '../../../orm/query/query.js'
import { ClauseElement } from '../../../sql/elements/clause-element.js'
import { typeText } from '../../../sql/compiler/type-names.js'
import type { TypeEngine } from '../../../sql/types/type-engine.js'
import { instanceState } from '../../../orm/state/state-of.js'
import { entityName, isEntity } from '../../format/entity.js'
import type { Output } from '../../format/output.js'
import {
  say,
  UsageError,
  valueOf,
  type Answer,
  type Command,
  type ShellContext,
} from '../command.js'

export const source: Command = {
  name: '.source',
  topic: 'looking around',
  usage: '<expression>',
  summary: 'The code of a function, method or class, as it runs',
  examples: ['.source User', '.source myFunction'],
  run: async (argument, context) => {
    if (argument === '') throw new UsageError('.source takes a function or class')
    const value = await valueOf(argument, context)
    if (typeof value !== 'function') throw new UsageError(`${argument} is not a function`)
    return [{ kind: 'value', text: Function.prototype.toString.call(value) }]
  },
}

export const type: Command = {
  name: '.type',
  topic: 'looking around',
  usage: '<expression>',
  summary: 'What a value is, or what columns a statement yields',
  detail:
    'A statement is compiled, not run: its columns with their types in the database are listed.',
  examples: ['.type select(Post.id, Post.title)', '.type session.query(User)', '.type _'],
  run: async (argument, context) => {
    const code = argument === '' ? '_' : argument
    return describe(await valueOf(code, context), context)
  },
}

function describe(value: unknown, context: ShellContext): Answer {
  const statement = value instanceof Query ? value.statement : value
  if (statement instanceof ClauseElement) {
    const columns = statement.compile({ dialect: context.engine.dialect }).resultColumns
    if (columns.length > 0) return [columnTable(columns, context)]
    const own = (statement as { readonly type?: TypeEngine }).type
    return say(
      own
        ? `${statement.constructor.name}: ${typeText(own, context.engine.dialect)}`
        : statement.constructor.name,
    )
  }
  return say(typeName(value))
}

interface TypedColumn {
  readonly keyname: string
  readonly type: TypeEngine
}

function columnTable(columns: readonly TypedColumn[], { engine }: ShellContext): Output {
  return {
    kind: 'table',
    columns: ['column', 'type'].map((title) => ({ title, align: 'left' })),
    rows: columns.map(({ keyname, type: of }) => [
      { text: keyname },
      { text: of.isNull ? 'unknown' : typeText(of, engine.dialect) },
    ]),
    footer: '',
  }
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `${typeof value}: ${inspect(value)}`
  if (value instanceof Row) return `Row of ${value.keys().join(', ')}`
  if (Array.isArray(value)) {
    const names = new Set(value.map((member: unknown) => typeName(member).split(':')[0]))
    return `${[...names].join(' | ') || 'empty'}[]: ${value.length}`
  }
  return isEntity(value)
    ? `${instanceState(value).mapper.className}: ${entityName(value)}`
    : constructorName(value)
}

function constructorName({ constructor }: object): string {
  return typeof constructor === 'function' ? constructor.name : 'object'
}

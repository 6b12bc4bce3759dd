/** `.doc`: what something is: a name of the library with its signature and example, a model, a column, a relationship. */
import type { Mapper } from '../../../orm/mapping/mapper.js'
import { typeText } from '../../../sql/compiler/type-names.js'
import { nearest } from '../../../util/nearest.js'
import type { Output } from '../../format/output.js'
import { say, UsageError, valueOf, type Command, type ShellContext } from '../command.js'
import { help } from '../help.js'
import { declarationOf, memberOf, type Declaration } from '../../documentation/declarations.js'
import { model } from './models.js'

export const doc: Command = {
  name: '.doc',
  topic: 'looking around',
  usage: '<name>',
  summary: 'What a function, method, model, column or command is',
  detail:
    'Of the library: signature, text and example, as its declarations have them. Nothing of the database is asked.',
  examples: ['.doc select', '.doc session.get', '.doc User.posts', '.doc .explain'],
  run: (argument, context) => {
    if (argument === '') throw new UsageError('.doc takes a name', { hint: '.doc session.get' })
    if (/^[.\\]/.test(argument)) return help.run(argument, context)
    return (ofModel(argument, context) ?? documented(argument, context)) as ReturnType<
      Command['run']
    >
  },
}

function ofModel(name: string, context: ShellContext) {
  const [, class_ = '', key] = /^([\w$]+)(?:\.([\w$]+))?$/.exec(name) ?? []
  if (!context.models.find(class_)) return null
  const mapper = context.models.mapper(class_)
  if (key === undefined) return model.run(class_, context)
  if (mapper.hasProperty(key)) return attribute(mapper, key, context)
  const near = nearest(
    key,
    [...mapper.attrs].map((each) => each.key),
  )
  throw new UsageError(`${class_} has no ${key}`, {
    hint: near ? `did you mean ${near}?` : `.model ${class_} lists what it has`,
  })
}

const DIRECTIONS = {
  ONETOMANY: 'one to many',
  MANYTOONE: 'many to one',
  MANYTOMANY: 'many to many',
}

function attribute(mapper: Mapper, key: string, { engine }: ShellContext): readonly Output[] {
  const relationship = mapper.relationships.find((it) => it.key === key)
  if (relationship) {
    const { mapper: target, uselist, direction, lazy } = relationship
    const what = uselist ? `${target.className}[]` : `${target.className} | null`
    return say(
      `${mapper.className}.${key}: ${what}\n${DIRECTIONS[direction]} relationship to ${target.localTable.describe()}, loaded: ${String(lazy)}\n` +
        `  select(${mapper.className}).options(selectinload(${mapper.className}.${key}))\n  select(${mapper.className}).join(${mapper.className}.${key})`,
    )
  }
  const columns = mapper.columnAttrs.find((it) => it.key === key)?.columns ?? []
  const lines = columns.map((column) => {
    const facts = 'primaryKey' in column ? columnFacts(column as never) : []
    return [
      `column ${String(column.name)} ${typeText(column.type, engine.dialect)}`,
      ...facts,
    ].join(', ')
  })
  const use = `  select(${mapper.className}).where(${mapper.className}.${key}.eq(…))`
  return say([`${mapper.className}.${key}`, ...lines, use].join('\n'))
}

interface Facts {
  readonly primaryKey: boolean
  readonly nullable: boolean
  readonly unique: boolean | null
  readonly foreignKeys: readonly { readonly targetFullname: string }[]
}

function columnFacts({ primaryKey, nullable, unique, foreignKeys }: Facts): readonly string[] {
  return [
    ...(primaryKey ? ['primary key'] : []),
    nullable ? 'may be NULL' : 'not NULL',
    ...(unique ? ['unique'] : []),
    ...foreignKeys.map(({ targetFullname }) => `→ ${targetFullname}`),
  ]
}

async function documented(name: string, context: ShellContext): Promise<readonly Output[]> {
  const [, receiver, member = name] = /^([^]+)\.([\w$]+)$/.exec(name) ?? []
  const found =
    receiver === undefined
      ? (declarationOf(name) ?? first(classesOf(await valueOf(name, context)), declarationOf))
      : first(classesOf(await valueOf(receiver, context)), (owner) => memberOf(owner, member))
  if (found) return blocks(found)
  const near = nearest(member, receiver === undefined ? context.models.names : [])
  throw new UsageError(`nothing is written about ${name}`, {
    hint: near === null ? '.source shows the code, .type what a value is' : `did you mean ${near}?`,
  })
}

/** The names of the classes a value is of, its own first; a class is of itself. */
function classesOf(value: unknown): readonly string[] {
  const names: string[] = []
  let owner: unknown = typeof value === 'function' ? value : Object.getPrototypeOf(Object(value))
  while (owner !== null && owner !== Object.prototype && owner !== Function.prototype) {
    const class_: unknown =
      typeof owner === 'function' ? owner : Reflect.get(owner as object, 'constructor')
    const name =
      typeof class_ === 'function' ? Object.getOwnPropertyDescriptor(class_, 'name') : null
    if (typeof name?.value === 'string') names.push(name.value)
    owner = Object.getPrototypeOf(owner)
  }
  return names
}

function first<T>(names: readonly string[], find: (name: string) => T | null): T | null {
  for (const name of names) {
    const found = find(name)
    if (found !== null) return found
  }
  return null
}

function blocks({ signatures, comment }: Declaration): readonly Output[] {
  const [text = '', ...examples] = comment.split(/@example[ \t]*\n?/)
  const prose = text
    .replace(/\{@link (\S+?)\}/g, '$1')
    .replace(/^@param (\S+)/gm, '  $1:')
    .replace(/^@returns?/gm, 'Answers')
    .replace(/^@throws/gm, 'Throws')
    .trim()
  const indented = examples.map((example) => example.trim().replace(/^/gm, '  '))
  return [
    { kind: 'value', text: signatures.join('\n') },
    ...(prose === '' ? [] : say(prose)),
    ...indented.flatMap((example) => say(example, 'muted')),
  ]
}

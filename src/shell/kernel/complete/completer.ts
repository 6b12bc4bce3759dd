/**
 * Answers Tab: members, names, keys of object arguments, commands and their arguments. Never emits SQL, never
 * runs a getter that could load, never asks a proxy.
 */
import type { Commands, ModelCatalog, ModelInfo, NamedArgument } from '../contracts.js'
import type { CompletionItem, Completions } from '../../protocol.js'
import type { MemberNames } from './misspelt.js'
import type { EnclosingCall } from './calls.js'
import { readCursor, type Cursor } from './cursor.js'
import { filesLike } from './files.js'
import { argumentsThatFit, membersThatFit } from './fitting-arguments.js'
import { KEYED_METHODS } from './hints.js'
import { Models, type Known } from './known.js'
import { attributesOf, documentedClasses, membersOf } from './members.js'
import { Resolver } from './resolve.js'
import { completeSql } from './sql.js'
import { completeText } from './texts.js'

/** The part of the evaluator that completion needs. */
export interface Inspection {
  peek(expression: string): { readonly value: unknown } | null
  lexicalNames(): readonly string[]
}

export interface CompleterOptions {
  readonly evaluator: Inspection
  readonly catalog: ModelCatalog
  readonly commands: Commands
}

const KEYWORDS = (
  'async await break case catch class const continue delete else false finally for function if import in ' +
  'instanceof interface let new null of return switch this throw true try type typeof undefined using while yield'
).split(' ')

/** Kinds of items that may be functions or methods of the library. */
const CALLABLE = new Set<CompletionItem['kind']>(['method', 'variable', 'class'])
const MOST_DOCUMENTED = 200

export class Completer {
  readonly #evaluator: Inspection
  readonly #catalog: ModelCatalog
  readonly #commands: Commands
  readonly #models: Models
  readonly #resolver: Resolver
  /** What the platform had put in scope before the kernel added its names. */
  readonly #builtIn = new Set(Object.getOwnPropertyNames(globalThis))

  constructor({ evaluator, catalog, commands }: CompleterOptions) {
    this.#evaluator = evaluator
    this.#catalog = catalog
    this.#commands = commands
    this.#models = new Models(catalog)
    const peek = (expression: string) => evaluator.peek(expression)
    this.#resolver = new Resolver({ models: this.#models, peek })
  }

  complete(code: string, cursor: number): Completions {
    const before = code.slice(0, cursor)
    const after = code.slice(cursor)
    return this.#command(before, after) ?? this.#code(before, after)
  }

  /** The names that can follow a dot after an expression; of a mapped object only those of its class. */
  memberNames(expression: string, before: string): MemberNames | null {
    const known = this.#resolver.resolve(expression, before)
    if (!known) return null
    const instance = known.kind === 'value' ? this.#models.ofInstance(known.value) : undefined
    const described: Known = instance ? { kind: 'entity', model: instance } : known
    const class_ = known.kind === 'value' ? this.#models.ofClass(known.value) : undefined
    const model = class_ ?? (described.kind === 'entity' ? described.model : undefined)
    const names = membersOf(described, this.#models).map(({ text }) => text)
    return { model: model?.name ?? null, names: new Set(names) }
  }

  modelNames(): readonly string[] {
    return this.#models.all().map(({ name }) => name)
  }

  /** Everything a name at the prompt can stand for. */
  scopeNames(): readonly string[] {
    return [...this.#evaluator.lexicalNames(), ...Object.getOwnPropertyNames(globalThis)]
  }

  #command(before: string, after: string): Completions | null {
    const [, name = '', space = '', argument = ''] = /^([.\\]\S*)(\s*)([^]*)$/.exec(before) ?? []
    if (name === '') return null
    if (space === '') return this.#commandNames(name)
    if (!this.#commands.names.includes(name)) return null
    const [word = ''] = /\S*$/.exec(argument) ?? []
    const settled = argument.slice(0, argument.length - word.length)
    const kind = this.#commands.completes?.(name, settled) ?? 'code'
    const code = () => moved(this.#code(argument, after), name.length + space.length)
    if (kind === 'code') return code()
    if (kind === 'sql') {
      const { items, prefix } = completeSql(argument, after, this.#catalog)
      return matching(items, prefix, before.length)
    }
    const kinds = typeof kind === 'object' && 'anyOf' in kind ? kind.anyOf : [kind]
    const named = kinds.flatMap((each) => (each === 'code' ? [] : this.#argumentsOf(each, word)))
    const found = matching(named, word, before.length)
    if (!kinds.includes('code')) return found
    const { items, from, to } = code()
    // Names of one word and code of another cannot stand in one menu.
    if (found.items.length === 0 || from !== found.from) return { items, from, to }
    return { ...found, items: [...found.items, ...items] }
  }

  /** A word after a dot in the first column names a command or goes on with the last value. */
  #commandNames(name: string): Completions | null {
    const commands = this.#commands.names.map((text) => this.#commandItem(text))
    const isWord = /^\.[\w$]*$/.test(name)
    const last = isWord ? this.#resolver.resolve('_', '') : null
    const members = last ? membersOf(last, this.#models) : []
    const continued = members.map((item) => ({ ...item, text: `.${item.text}` }))
    const found = matching([...commands, ...continued], name, name.length)
    return found.items.length > 0 || isWord ? found : null
  }

  #argumentsOf(kind: NamedArgument, word: string): readonly CompletionItem[] {
    if (typeof kind !== 'string') return words(kind)
    if (kind === 'file') return filesLike(word).items
    const models = this.modelNames().map((text): CompletionItem => ({ text, kind: 'class' }))
    const tables = (this.#catalog.tables?.() ?? []).map((text): CompletionItem => ({
      text,
      kind: 'table',
    }))
    if (kind === 'connection') return words(this.#catalog.connections?.() ?? [])
    if (kind === 'model') return [...models, ...tables]
    if (kind === 'table') return [...tables, ...models]
    return this.#commands.names.map((text) => this.#commandItem(text))
  }

  #commandItem(text: string): CompletionItem {
    const detail = this.#commands.describe?.(text)
    return { text, kind: 'command', ...(detail === undefined ? {} : { detail }) }
  }

  #code(before: string, after: string): Completions {
    const cursor = readCursor(before)
    if (cursor.kind === 'nothing') return { items: [], from: before.length, to: before.length }
    if (cursor.kind !== 'text') {
      const { items, known } = this.#itemsFor(cursor, before)
      const found = matching(items, cursor.prefix, before.length)
      const isCommand = cursor.kind === 'member' && cursor.receiver === '$'
      const documented = isCommand
        ? found.items.map((item) => ({ ...this.#commandItem(`.${item.text}`), ...item }))
        : this.#documented(found.items, known)
      return { ...found, items: documented }
    }
    const { items, prefix } = completeText(cursor, {
      catalog: this.#catalog,
      after,
      modelOf: (expression) => this.#modelOf(expression, before),
      keyedModel: (call) => this.#keyedModel(call, before),
    })
    return matching(items, prefix, before.length)
  }

  #itemsFor(
    cursor: Exclude<Cursor, { kind: 'nothing' | 'text' }>,
    before: string,
  ): { readonly items: readonly CompletionItem[]; readonly known: Known | null } {
    if (cursor.kind === 'name') {
      const fitting = cursor.isArgument ? this.#arguments(cursor.calls, before) : []
      return { items: [...fitting, ...this.#names(cursor.prefix)], known: null }
    }
    if (cursor.kind === 'key')
      return { items: this.#keys(cursor, before) ?? this.#names(cursor.prefix), known: null }
    const known = this.#resolver.resolve(cursor.receiver, before)
    const items = known ? membersThatFit(membersOf(known, this.#models), cursor.calls) : []
    return { items, known }
  }

  /** What can be called is shown with what it takes; the menu of a whole scope is too long for that. */
  #documented(items: readonly CompletionItem[], known: Known | null): readonly CompletionItem[] {
    const { about } = this.#catalog
    if (!about || items.length > MOST_DOCUMENTED) return items
    const owners = known ? documentedClasses(known) : undefined
    return items.map((item) => {
      const detail = item.detail ?? (CALLABLE.has(item.kind) && about(item.text, owners))
      return typeof detail === 'string' ? { ...item, detail } : item
    })
  }

  #arguments(calls: readonly EnclosingCall[], before: string): readonly CompletionItem[] {
    const modelOf = (expression: string) => this.#modelOf(expression, before)
    return argumentsThatFit(calls, { models: this.#models, modelOf })
  }

  /** Attributes of the model in `new User({ …` and `query(User).filterBy({ …`. */
  #keys(
    { call, used }: Extract<Cursor, { kind: 'key' }>,
    before: string,
  ): readonly CompletionItem[] | null {
    const model = this.#keyedModel(call, before)
    return model ? attributesOf(model).filter(({ text }) => !used.has(text)) : null
  }

  #keyedModel({ callee, receiver, name }: EnclosingCall, before: string): ModelInfo | undefined {
    if (callee.startsWith('new ')) return this.#modelOf(callee, before)
    const isKeyed = receiver !== null && KEYED_METHODS.has(name)
    return isKeyed ? this.#modelOf(receiver, before) : undefined
  }

  /** The model an expression is, is one of, or yields. */
  #modelOf(expression: string, before: string): ModelInfo | undefined {
    const known = this.#resolver.resolve(expression, before)
    if (known?.kind !== 'value') return known && 'model' in known ? known.model : undefined
    const { value } = known
    const models = this.#models
    return models.ofClass(value) ?? models.ofInstance(value) ?? models.yieldedBy(value)
  }

  #names(prefix: string): readonly CompletionItem[] {
    const models = new Set(this.modelNames())
    const mine = this.scopeNames().filter((name) => !models.has(name) && !this.#builtIn.has(name))
    const rest = prefix === '' ? [] : [...this.#builtIn].filter((name) => /^[A-Za-z]/.test(name))
    return [
      ...[...models].map((text): CompletionItem => ({ text, kind: 'class' })),
      ...[...new Set(mine)].sort().map((text): CompletionItem => ({ text, kind: 'variable' })),
      ...(prefix === '' ? [] : KEYWORDS).map((text): CompletionItem => ({ text, kind: 'keyword' })),
      ...rest.sort().map((text): CompletionItem => ({ text, kind: 'variable' })),
    ]
  }
}

function words(texts: readonly string[]): readonly CompletionItem[] {
  return texts.map((text) => ({ text, kind: 'keyword' }))
}

/** The items that go on with `prefix`, case as typed first; names with an underscore must be asked for. */
function matching(items: readonly CompletionItem[], prefix: string, end: number): Completions {
  const lower = prefix.toLowerCase()
  const seen = new Set<string>()
  const fitting = items.filter(({ text }) => {
    if (seen.has(text) || !text.toLowerCase().startsWith(lower)) return false
    if (/^\.?_/.test(text) && !/^\.?_/.test(prefix)) return false
    seen.add(text)
    return true
  })
  const exact = fitting.filter(({ text }) => text.startsWith(prefix))
  const others = fitting.filter(({ text }) => !text.startsWith(prefix))
  return { items: [...exact, ...others], from: end - prefix.length, to: end }
}

function moved({ items, from, to }: Completions, by: number): Completions {
  return { items, from: from + by, to: to + by }
}

/**
 * What fits into the argument of a statement's method: relationships into a join or a loader option, columns into a
 * condition or an order. Knows the statement by what is called, never by running it.
 */
import type { ModelInfo } from '../contracts.js'
import type { CompletionItem } from '../../protocol.js'
import type { EnclosingCall } from './calls.js'
import { COLUMN_OPTIONS, COLUMN_TAKERS, JOINS, LOADERS } from './hints.js'
import { attributesOf } from './members.js'
import type { Models } from './known.js'

export interface StatementModels {
  readonly models: Models
  /** The model that the expression yields. */
  modelOf(expression: string): ModelInfo | undefined
}

/** `User.posts` for `select(User).join(`: whole arguments, those of the statement's first model first. */
export function argumentsThatFit(
  calls: readonly EnclosingCall[],
  statement: StatementModels,
): readonly CompletionItem[] {
  const [call, outer] = calls
  if (!call) return []
  if (call.name === 'options' && call.receiver !== null)
    return statement.modelOf(call.receiver) ? loaderItems() : []
  const kinds = kindsFor(call)
  if (kinds === null) return []
  const source = call.receiver ?? (outer?.name === 'options' ? outer.receiver : null)
  if (source === null) return []
  return modelsIn(source, statement).flatMap((model) =>
    attributesOf(model)
      .filter(({ kind }) => kinds === kind)
      .map((item) => ({ ...item, text: `${model.name}.${item.text}` })),
  )
}

/** Of the members of a model, those that the argument may be; all where it may be anything. */
export function membersThatFit(
  members: readonly CompletionItem[],
  [call]: readonly EnclosingCall[],
): readonly CompletionItem[] {
  const isOption = call !== undefined && (LOADERS.has(call.name) || COLUMN_OPTIONS.has(call.name))
  const isTarget = call !== undefined && JOINS.has(call.name) && call.position === 0
  if (!isOption && !isTarget) return members
  const kind = kindsFor(call)
  const fitting = members.filter((member) => member.kind === kind)
  return fitting.length > 0 || isOption ? fitting : members
}

function kindsFor({ name, position }: EnclosingCall): CompletionItem['kind'] | null {
  if (LOADERS.has(name)) return 'relationship'
  if (JOINS.has(name)) return position === 0 ? 'relationship' : 'column'
  return COLUMN_TAKERS.has(name) || COLUMN_OPTIONS.has(name) ? 'column' : null
}

function loaderItems(): readonly CompletionItem[] {
  return [...LOADERS, ...COLUMN_OPTIONS].map((text) => ({ text, kind: 'method' }))
}

/** The model a statement is about, those it names, and those it has joined by a relationship. */
function modelsIn(source: string, { models, modelOf }: StatementModels): readonly ModelInfo[] {
  const found = new Map<string, ModelInfo>()
  const add = (model: ModelInfo | undefined) => model && found.set(model.name, model)
  add(modelOf(source))
  for (const [, name = '', key] of source.matchAll(MENTIONED)) {
    const model = models.named(name)
    add(model)
    const target = model?.relationships.find((each) => each.name === key)?.target
    if (target !== undefined) add(models.named(target))
  }
  return [...found.values()]
}

/** `User` and `User.posts`, as tokens with a space between them or as typed. */
const MENTIONED = /(?<![\w$.]\s*)([\p{Lu}_$][\w$]*)(?:\s*\.\s*([\w$]+))?/gu

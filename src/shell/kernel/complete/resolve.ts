/**
 * Finds out what an expression stands for: by mapper metadata and the hint table where a call or a relationship
 * is involved, else by evaluation that V8 refuses as soon as it would change anything. Fires no SQL.
 */
import {
  parseExpressionAt,
  type CallExpression,
  type Expression,
  type MemberExpression,
  type NewExpression,
  type SpreadElement,
  type Super,
} from 'acorn'
import { types } from 'node:util'
import type { ModelInfo } from '../contracts.js'
import { lookUp } from './descriptors.js'
import {
  ELEMENT_METHODS,
  LOADERS,
  METHODS,
  SAME_LIST_METHODS,
  STATEMENTS,
  type Answer,
  type Shape,
} from './hints.js'
import { shapeOf, type Known, type Models } from './known.js'
import { findLocalName } from './local-names.js'

export interface ResolverOptions {
  readonly models: Models
  /** Side-effect-free evaluation; null where it was refused. */
  peek(expression: string): { readonly value: unknown } | null
}

type Node = Expression | Super | SpreadElement

/** Local names may refer to each other; this many steps are followed. */
const MAX_STEPS = 8

export class Resolver {
  readonly #models: Models
  readonly #peek: ResolverOptions['peek']

  constructor({ models, peek }: ResolverOptions) {
    this.#models = models
    this.#peek = peek
  }

  /** What `expression` stands for at the end of `before`; null when unknown. */
  resolve(expression: string, before: string, steps: number = 0): Known | null {
    if (steps > MAX_STEPS) return null
    try {
      const options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true } as const
      const node = parseExpressionAt(expression, 0, options)
      return new Resolution(
        { resolver: this, models: this.#models, peek: this.#peek },
        {
          expression,
          before,
          steps,
        },
      ).of(node)
    } catch {
      return null
    }
  }
}

interface Surroundings extends ResolverOptions {
  readonly resolver: Resolver
}

interface Question {
  readonly expression: string
  readonly before: string
  readonly steps: number
}

/** One walk over one expression. */
class Resolution {
  constructor(
    private readonly surroundings: Surroundings,
    private readonly question: Question,
  ) {}

  of(node: Node): Known | null {
    switch (node.type) {
      case 'Identifier':
        return this.#identifier(node.name)
      case 'AwaitExpression':
        return this.of(node.argument)
      case 'ChainExpression':
        return this.of(node.expression)
      case 'NewExpression':
        return this.#instance(node)
      case 'MemberExpression':
        return this.#member(node)
      case 'CallExpression':
        return this.#call(node)
      default:
        return this.#evaluated(node)
    }
  }

  #identifier(name: string): Known | null {
    const { before, steps } = this.question
    const local = findLocalName(before, name)
    if (!local) {
      const found = this.surroundings.peek(name)
      const isFunctions = name === 'func' && types.isProxy(found?.value)
      return isFunctions ? { kind: 'functions' } : (known(found) ?? this.#modelNamed(name))
    }
    const source = this.surroundings.resolver.resolve(local.source, before, steps + 1)
    return local.element ? this.#element(source) : source
  }

  /** A model's name says what it is, also when looking the value up has taken too long. */
  #modelNamed(name: string): Known | null {
    const model = this.surroundings.models.named(name)
    return model ? { kind: 'value', value: model.target } : null
  }

  #instance({ callee }: NewExpression): Known | null {
    const class_ = this.of(callee)
    if (class_?.kind !== 'value' || typeof class_.value !== 'function') return null
    const model = this.surroundings.models.ofClass(class_.value)
    if (model) return { kind: 'entity', model }
    const prototype = lookUp(class_.value, 'prototype')
    const value = prototype !== null && prototype !== 'accessor' ? prototype.value : null
    return typeof value === 'object' && value !== null
      ? { kind: 'instance', prototype: value }
      : null
  }

  #member(node: MemberExpression): Known | null {
    const owner = this.of(node.object)
    if (!owner) return null
    if (node.computed) return this.#indexed(owner, node)
    if (node.property.type !== 'Identifier') return null
    const { name } = node.property
    const model = this.#modelOfInstance(owner)
    const relationship = model?.relationships.find((each) => each.name === name)
    if (relationship) return this.#related(relationship.target, relationship.collection)
    if (owner.kind === 'value') return this.#property(owner.value, name, node)
    return owner.kind === 'instance' ? this.#property(owner.prototype, name, node) : null
  }

  #indexed(owner: Known, node: MemberExpression): Known | null {
    const element = this.#element(owner)
    return element ?? (owner.kind === 'value' ? this.#evaluated(node) : null)
  }

  #property(owner: unknown, name: string, node: MemberExpression): Known | null {
    const found = lookUp(owner, name)
    return found === 'accessor' ? this.#evaluated(node) : known(found)
  }

  #related(target: string, collection: boolean): Known | null {
    const model = this.surroundings.models.named(target)
    return model ? { kind: collection ? 'entities' : 'entity', model } : null
  }

  #call(node: CallExpression): Known | null {
    const { callee } = node
    const [argument] = node.arguments
    if (callee.type === 'Identifier')
      return this.#function(callee.name, argument) ?? this.#evaluated(node)
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
    const owner = this.of(callee.object)
    if (!owner) return null
    return this.#method(owner, callee.property.name, argument) ?? this.#evaluatedCall(owner, node)
  }

  #function(name: string, argument: Node | undefined): Known | null {
    const statement = Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined
    if (statement) return this.#shaped(statement, argument)
    if (LOADERS.has(name)) return this.#loading(argument)
    return name === 'aliased' && argument ? this.of(argument) : null
  }

  #method(owner: Known, method: string, argument: Node | undefined): Known | null {
    const shape =
      owner.kind === 'value' ? shapeOf(owner.value) : owner.kind === 'shape' && owner.shape
    if (shape) {
      const model = owner.kind === 'shape' ? owner.model : this.#yieldedBy(owner)
      const answer = METHODS[shape][method]
      return answer ? this.#answer(answer, { shape, model, argument }) : null
    }
    if (ELEMENT_METHODS.has(method)) return this.#element(owner)
    return SAME_LIST_METHODS.has(method) && this.#element(owner) ? owner : null
  }

  #answer(
    answer: Answer,
    call: {
      readonly shape: Shape
      readonly model: ModelInfo | undefined
      readonly argument: Node | undefined
    },
  ): Known | null {
    const { shape, model, argument } = call
    switch (answer) {
      case 'self':
        return { kind: 'shape', shape, model }
      case 'scalars':
      case 'result':
        return { kind: 'shape', shape: answer, model }
      case 'entity':
        return model ? { kind: 'entity', model } : null
      case 'entities':
        return model ? { kind: 'entities', model } : null
      case 'query of argument':
        return this.#shaped('query', argument)
      case 'scalars of argument':
        return this.#shaped('scalars', argument)
      case 'result of argument':
        return this.#shaped('result', argument)
      case 'load of argument':
        return this.#loading(argument)
      case 'entity of argument': {
        const found = this.#modelOfArgument(argument)
        return found ? { kind: 'entity', model: found } : null
      }
      case 'other':
        return null
    }
  }

  /** A loader option goes on with what its relationship leads to. */
  #loading(argument: Node | undefined): Known {
    const node = argument?.type === 'MemberExpression' ? argument : null
    const owner = node ? this.#modelOfArgument(node.object) : undefined
    const key = node?.property.type === 'Identifier' ? node.property.name : ''
    const target = owner?.relationships.find(({ name }) => name === key)?.target ?? ''
    return { kind: 'shape', shape: 'load', model: this.surroundings.models.named(target) }
  }

  #shaped(shape: Shape, argument: Node | undefined): Known {
    return { kind: 'shape', shape, model: this.#modelOfArgument(argument) }
  }

  /** The model an argument names, as a class, an instance or a statement. */
  #modelOfArgument(argument: Node | undefined): ModelInfo | undefined {
    const found = argument ? this.of(argument) : null
    if (!found || !('model' in found || found.kind === 'value')) return undefined
    if (found.kind !== 'value') return found.model
    return (
      this.surroundings.models.ofClass(found.value) ??
      this.#modelOfInstance(found) ??
      this.#yieldedBy(found)
    )
  }

  #modelOfInstance(owner: Known): ModelInfo | undefined {
    if (owner.kind === 'entity') return owner.model
    return owner.kind === 'value' ? this.surroundings.models.ofInstance(owner.value) : undefined
  }

  #yieldedBy(owner: Known): ModelInfo | undefined {
    return owner.kind === 'value' ? this.surroundings.models.yieldedBy(owner.value) : undefined
  }

  /** One element of what can be iterated: a list, a query, a result. */
  #element(source: Known | null): Known | null {
    if (source?.kind === 'entities') return { kind: 'entity', model: source.model }
    if (source?.kind === 'shape')
      return source.model ? { kind: 'entity', model: source.model } : null
    if (source?.kind !== 'value') return null
    if (Array.isArray(source.value)) return known(lookUp(source.value, '0'))
    const model = shapeOf(source.value) ? this.#yieldedBy(source) : undefined
    return model ? { kind: 'entity', model } : null
  }

  /** What an unknown object answers is only asked of real values; a guess could not be evaluated anyway. */
  #evaluatedCall(owner: Known, node: Node): Known | null {
    const isLibrary = owner.kind === 'value' && shapeOf(owner.value) === 'session'
    return owner.kind === 'value' && !isLibrary ? this.#evaluated(node) : null
  }

  #evaluated({ start, end }: Node): Known | null {
    return known(this.surroundings.peek(`(${this.question.expression.slice(start, end)})`))
  }
}

function known(found: { readonly value: unknown } | 'accessor' | null): Known | null {
  return found === null || found === 'accessor' ? null : { kind: 'value', value: found.value }
}

/** What completion can know about an expression without running it. */
import type { ModelCatalog, ModelInfo } from '../contracts.js'
import type { Shape } from './hints.js'
import { SHAPE_OF_CLASS } from './hints.js'
import { classNamesOf, prototypesOf } from './descriptors.js'

export type Known =
  | { readonly kind: 'value'; readonly value: unknown }
  /** Some instance of a model. */
  | { readonly kind: 'entity'; readonly model: ModelInfo }
  /** A list or collection of instances. */
  | { readonly kind: 'entities'; readonly model: ModelInfo }
  /** One of the library's objects; the model is what it yields. */
  | { readonly kind: 'shape'; readonly shape: Shape; readonly model: ModelInfo | undefined }
  /** `func`, which answers to every name. */
  | { readonly kind: 'functions' }
  /** Some instance of a class that is no model. */
  | { readonly kind: 'instance'; readonly prototype: object }

/** The models by class, by instance and by name. */
export class Models {
  constructor(private readonly catalog: ModelCatalog) {}

  all(): readonly ModelInfo[] {
    return this.catalog.classes()
  }

  named(name: string): ModelInfo | undefined {
    return this.all().find((model) => model.name === name)
  }

  ofClass(value: unknown): ModelInfo | undefined {
    return typeof value === 'function'
      ? this.all().find(({ target }) => target === value)
      : undefined
  }

  ofInstance(value: unknown): ModelInfo | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    const classes = new Map(this.all().map((model) => [model.target.prototype as unknown, model]))
    for (const [owner] of prototypesOf(value)) {
      const model = classes.get(owner)
      if (model) return model
    }
    return undefined
  }

  /** What a statement, query or result yields. */
  yieldedBy(value: unknown): ModelInfo | undefined {
    const isObject = typeof value === 'object' && value !== null
    return isObject ? this.catalog.modelOf?.(value) : undefined
  }
}

/** Whether a live object is one of the library's, by the names of its classes. */
export function shapeOf(value: unknown): Shape | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const name of classNamesOf(value))
    if (Object.hasOwn(SHAPE_OF_CLASS, name)) return SHAPE_OF_CLASS[name]
  return undefined
}

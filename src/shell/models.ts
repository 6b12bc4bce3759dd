/** The mapped classes in the user's scope, by name; commands, completion and N+1 advice look them up here. */
import { inspect } from '../orm/inspect.js'
import type { Mapper } from '../orm/mapping/mapper.js'
import { mapperOrNull } from '../orm/mapping/mapper-of-class.js'
import { nearest } from '../util/nearest.js'
import { UsageError } from './commands/usage-error.js'

export type MappedClass = abstract new (...args: never[]) => object

/** True for classes that a mapper knows; the base class of a declaration is none. */
export function isMappedClass(value: unknown): value is MappedClass {
  return typeof value === 'function' && mapperOrNull(value) !== null
}

export class ModelRegistry {
  #classes: ReadonlyMap<string, MappedClass> = new Map()

  replace(classes: ReadonlyMap<string, MappedClass>): void {
    this.#classes = classes
  }

  get names(): readonly string[] {
    return [...this.#classes.keys()]
  }

  get mappers(): readonly Mapper[] {
    return [...this.#classes.values()].map((class_) => inspect(class_))
  }

  find(name: string): MappedClass | undefined {
    return this.#classes.get(name)
  }

  /** The mapper of a model, whatever the case of the name; a wrong name is answered with the nearest one. */
  mapper(name: string): Mapper {
    const exact = this.#classes.get(name) ?? this.#ignoringCase(name)
    if (exact) return inspect(exact)
    const near = nearest(name, this.names)
    throw new UsageError(`There is no model named ${name}`, {
      hint: near ? `did you mean ${near}?` : '.models lists them',
    })
  }

  #ignoringCase(name: string): MappedClass | undefined {
    const wanted = name.toLowerCase()
    for (const [key, class_] of this.#classes) if (key.toLowerCase() === wanted) return class_
    return undefined
  }
}

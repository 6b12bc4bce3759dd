/** Builds the loader option that a chain of advice describes, from the attributes of the models in scope. */
import {
  joinedload,
  selectinPolymorphic,
  selectinload,
  undefer,
  type LoaderOption,
} from '../../orm/loading/options/loader-options.js'
import type { ModelRegistry } from '../models.js'
import type { Advice } from './advice.js'

const START = { selectinload, joinedload, undefer } as const

export function loaderOption(advice: Advice, models: ModelRegistry): LoaderOption | null {
  return advice.reduce<LoaderOption | null>((option, step) => {
    if (step.loader === 'selectinPolymorphic')
      return selectinPolymorphic(
        classNamed(step.path, models),
        step.subclasses.map((name) => classNamed(name, models)),
      )
    const attribute = attributeAt(step.path, models)
    return option === null ? START[step.loader](attribute) : option[step.loader](attribute)
  }, null)
}

function classNamed(name: string, models: ModelRegistry): never {
  return models.mapper(name).class_ as never
}

/** `Post.author` as the class-level attribute. */
function attributeAt(path: string, models: ModelRegistry): never {
  const [className = '', key = ''] = path.split('.')
  const class_ = classNamed(className, models) as Readonly<Record<string, never>>
  return class_[key] as never
}

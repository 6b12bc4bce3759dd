/** Builds the loader option that a chain of advice describes, from the attributes of the models in scope. */
import {
  joinedload,
  selectinload,
  undefer,
  type LoaderOption,
} from '../../orm/loading/options/loader-options.js'
import type { ModelRegistry } from '../models.js'
import type { AdviceStep, LoaderName } from './advice.js'

const START = { selectinload, joinedload, undefer } as const

export function loaderOption(chain: readonly AdviceStep[], models: ModelRegistry): LoaderOption {
  const [first, ...rest] = chain
  if (!first) throw new RangeError('advice without a step')
  return rest.reduce(
    (option, step) => option[step.loader](attribute(step, models)),
    START[first.loader](attribute(first, models)),
  )
}

/** `Post.author` as the class-level attribute. */
function attribute(
  { path }: { readonly path: string; readonly loader: LoaderName },
  models: ModelRegistry,
): never {
  const [className = '', key = ''] = path.split('.')
  const class_ = models.mapper(className).class_ as unknown as Readonly<Record<string, never>>
  return class_[key] as never
}

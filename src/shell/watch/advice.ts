/**
 * Says which loader options would have avoided an N+1 finding. Advice is a chain of steps so that it can be printed
 * as code and also applied to a statement; an empty chain says that no option helps.
 */
import type { ModelRegistry } from '../models.js'
import type { NPlusOneFinding } from './n-plus-one.js'

export type AdviceStep =
  | {
      readonly loader: 'selectinload' | 'joinedload' | 'undefer'
      /** `Post.author`. */
      readonly path: string
    }
  | {
      readonly loader: 'selectinPolymorphic'
      /** `Media`: the class that was queried. */
      readonly path: string
      readonly subclasses: readonly string[]
    }

export type Advice = readonly AdviceStep[]

/** Few distinct targets among many parents: fetching them once by key moves less than repeating them in a join. */
const JOIN_SHARE = 0.5

export function adviceFor(finding: NPlusOneFinding, models: ModelRegistry): Advice {
  const { kind, path, entity } = finding
  if (kind === 'refresh') return []
  if (kind === 'subclass load')
    return path.every((name) => inherits(name, entity, models))
      ? [{ loader: 'selectinPolymorphic', path: entity, subclasses: path }]
      : []
  const last = path.length - 1
  return path.map((step, index) => ({
    path: step,
    loader: loaderFor(step, index === last ? finding.roundTrips / finding.batchSize : 1, models),
  }))
}

function inherits(name: string, from: string, models: ModelRegistry): boolean {
  const named = (wanted: string) => models.mappers.find(({ className }) => className === wanted)
  const [mapper, base] = [named(name), named(from)]
  return mapper !== undefined && base !== undefined && mapper.isa(base)
}

function loaderFor(
  path: string,
  distinctShare: number,
  models: ModelRegistry,
): 'selectinload' | 'joinedload' | 'undefer' {
  const [className = '', key = ''] = path.split('.')
  const mapper = models.mappers.find((candidate) => candidate.className === className)
  const relationship = mapper?.relationships.find((candidate) => candidate.key === key)
  if (!relationship) return 'undefer'
  return relationship.uselist || distinctShare < JOIN_SHARE ? 'selectinload' : 'joinedload'
}

/** `selectinload(Post.comments).joinedload(Comment.author)`. */
export function adviceCode(advice: Advice): string {
  return advice.map(stepCode).join('.')
}

function stepCode(step: AdviceStep): string {
  return step.loader === 'selectinPolymorphic'
    ? `${step.loader}(${step.path}, [${step.subclasses.join(', ')}])`
    : `${step.loader}(${step.path})`
}

/**
 * Every chain once, the subclasses of one class together, and of each branch the longest chain:
 * `posts -> comments -> author` already contains `posts -> comments`.
 */
export function mergeAdvice(chains: readonly Advice[]): readonly Advice[] {
  const byPath = new Map<string, Advice>()
  for (const chain of chains.filter(({ length }) => length > 0)) {
    const key = chain.map(({ path }) => path).join()
    byPath.set(key, together(byPath.get(key), chain))
  }
  const unique = [...byPath.values()]
  return unique.filter((chain) => !unique.some((other) => isPrefix(chain, other)))
}

function together(known: Advice | undefined, chain: Advice): Advice {
  const [before, after] = [known?.[0], chain[0]]
  if (before?.loader !== 'selectinPolymorphic' || after?.loader !== 'selectinPolymorphic')
    return chain
  const subclasses = [...new Set([...before.subclasses, ...after.subclasses])]
  return [{ ...after, subclasses }]
}

function isPrefix(short: Advice, long: Advice): boolean {
  return short.length < long.length && short.every(({ path }, index) => path === long[index]?.path)
}

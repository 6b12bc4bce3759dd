/**
 * Says which loader options would have avoided an N+1 finding. Advice is a chain of `{strategy, path}` steps so that
 * it can be printed as code and also applied to a statement.
 */
import type { ModelRegistry } from '../models.js'
import type { NPlusOneFinding } from './n-plus-one.js'

export type LoaderName = 'selectinload' | 'joinedload' | 'undefer'

export interface AdviceStep {
  readonly loader: LoaderName
  /** `Post.author`. */
  readonly path: string
}

/** What advice needs to know of a relationship; null when the path names none (a deferred column). */
export type RelationshipLookup = (path: string) => { readonly collection: boolean } | null

/** Few distinct targets among many parents: fetching them once by key moves less than repeating them in a join. */
const JOIN_SHARE = 0.5

export function advise(
  finding: NPlusOneFinding,
  lookup: RelationshipLookup,
): readonly AdviceStep[] {
  const last = finding.path.length - 1
  return finding.path.map((path, index) => ({
    path,
    loader: loaderFor(lookup(path), index === last ? share(finding) : 1),
  }))
}

/** Advice by what the mappers of the models say about each relationship on the way. */
export function adviceFor(finding: NPlusOneFinding, models: ModelRegistry): readonly AdviceStep[] {
  return advise(finding, (path) => {
    const [className = '', key = ''] = path.split('.')
    const mapper = models.mappers.find((candidate) => candidate.className === className)
    const relationship = mapper?.relationships.find((candidate) => candidate.key === key)
    return relationship ? { collection: relationship.uselist } : null
  })
}

/** `selectinload(Post.comments).joinedload(Comment.author)`. */
export function adviceCode(steps: readonly AdviceStep[]): string {
  return steps.map((step) => `${step.loader}(${step.path})`).join('.')
}

/**
 * Keeps the longest chain of each branch: `posts -> comments -> author` already contains `posts -> comments`.
 */
export function mergeAdvice(
  chains: readonly (readonly AdviceStep[])[],
): readonly (readonly AdviceStep[])[] {
  const isPrefix = (short: readonly AdviceStep[], long: readonly AdviceStep[]) =>
    short.length < long.length && short.every((step, index) => step.path === long[index]?.path)
  const unique = [
    ...new Map(chains.map((chain) => [chain.map((step) => step.path).join(), chain])).values(),
  ]
  return unique.filter((chain) => !unique.some((other) => isPrefix(chain, other)))
}

function share(finding: NPlusOneFinding): number {
  return finding.roundTrips / finding.batchSize
}

function loaderFor(
  relationship: { readonly collection: boolean } | null,
  distinctShare: number,
): LoaderName {
  if (!relationship) return 'undefer'
  return relationship.collection || distinctShare < JOIN_SHARE ? 'selectinload' : 'joinedload'
}

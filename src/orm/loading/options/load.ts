/**
 * Loader options: an immutable chain of steps from an entity, `Load(User).selectinload(User.posts).joinedload(…)`.
 * Statements carry them; compiling an entity select applies them through `processCompileState`.
 */
import { ArgumentError } from '../../../errors.js'
import type { KeyVisitor } from '../../../sql/executable-option.js'
import { type AttributeArgument, LoadChain, type Step } from './load-chain.js'
import {
  LoadElement,
  type LoadElementFields,
  noMatchError,
  type OptionContext,
} from './load-element.js'
import { attributeStep, doesNotLink, severalEntities } from './load-step.js'
import { entityCorrespondsTo, entityLinksTo } from '../paths/entity-correspondence.js'
import type { Entity, PathRegistry } from '../paths/path-registry.js'
import {
  DEFAULT_TOKEN,
  EntityPath,
  PropertyPath,
  rootPath,
  WILDCARD,
} from '../paths/path-registry.js'
import { strategyMismatch } from './strategy-mismatch.js'

/**
 * Options for one entity of a query; `sqlalchemy.orm.Load`. Usually begun with one of the free functions.
 *
 * @example
 * select(User).options(load(User).loadOnly(User.name), selectinload(User.posts).joinedload(Post.author))
 */
export class Load extends LoadChain<Load> {
  constructor(
    readonly path: PathRegistry,
    readonly elements: readonly LoadElement[] = [],
  ) {
    super()
  }

  static of(entity: Entity): Load {
    return new Load(rootPath.forEntity(entity))
  }

  /** A recursive option again, for the next level below objects that it loaded. */
  static nextLevel(element: LoadElement): Load {
    const path = element.path as EntityPath
    return new Load(path, [element, recursionOf(element, path)])
  }

  override get isChained(): boolean {
    return this.elements.length > 0
  }

  override get propagateToLoaders(): boolean {
    return this.elements.some((element) => element.propagateToLoaders)
  }

  /** Several sub-options of the entity this chain has reached. */
  options(...options: readonly LoaderOptionLike[]): Load {
    return options.reduce<Load>((chain, option) => option.applyToParent(chain), this)
  }

  override applyToParent(parent: Load): Load {
    const [root] = this.path.path
    const reached = [parent.path.path.at(-1) as Entity, ...parent.#namedSubclasses()]
    const links = reached.some((entity) => entityLinksTo(entity, root as Entity))
    if (!(parent.path instanceof EntityPath) || !links) {
      throw doesNotLink(parent.path, String(this.path.path[1] ?? root))
    }
    const moved = this.elements.map((element) => element.below(parent.path))
    return new Load(parent.path, [...parent.elements, ...moved])
  }

  /** What `selectinPolymorphic()` has named on the way may begin further options. */
  #namedSubclasses(): readonly Entity[] {
    return this.elements
      .filter(({ fields }) => fields.kind === 'class')
      .flatMap(({ localOptions }) => localOptions.entities ?? [])
  }

  override process(context: OptionContext): void {
    const lead = this.#leadEntity(context)
    const isTop = context.currentPath.length === 0 && !context.forRefreshState
    const raiseNoMatch = (): void => {
      if (isTop) throw noMatchError(this.path, context.leadEntities)
    }
    for (const element of this.elements) {
      if (context.currentPath.length > 0 && !element.propagateToLoaders) continue
      element.process(context, lead, raiseNoMatch)
    }
  }

  override keyInto(visitor: KeyVisitor): boolean {
    for (const element of this.elements) element.keyInto(visitor)
    return true
  }

  override step(step: Step): Load {
    if (!step.attributes) return this.#withClassStrategy(step)
    return step.attributes.reduce<Load>(
      (chain, attribute) => chain.#withAttribute(step, attribute),
      this,
    )
  }

  #withAttribute(step: Step, attribute: AttributeArgument): Load {
    const path = this.#openPath(step)
    if (attribute === WILDCARD) {
      const element = newElement(step, {
        kind: 'token',
        path: path.forToken(`${step.prefix}:${WILDCARD}`),
      })
      return new Load(this.path, [...this.elements, element])
    }
    const element = newElement(step, { kind: 'attribute', ...attributeStep(path, attribute, step) })
    const recursion = element.localOptions.recursionDepth ? [recursionOf(element, path)] : []
    const reached = step.prefix === 'relationship' ? element.path : this.path
    return new Load(reached, [...this.elements, element, ...recursion])
  }

  #withClassStrategy(step: Step): Load {
    const path = this.#openPath(step)
    return new Load(this.path, [...this.elements, newElement(step, { kind: 'class', path })])
  }

  #openPath({ strategy }: Step): EntityPath {
    const { path } = this
    if (path instanceof EntityPath) return path
    if (path instanceof PropertyPath && strategy) throw strategyMismatch(strategy, path.prop)
    if (path instanceof PropertyPath) {
      throw new ArgumentError(
        `Mapped attribute '${String(path.prop)}' does not refer to a mapped entity`,
      )
    }
    throw new ArgumentError('Wildcard token cannot be followed by another entity')
  }

  #leadEntity({ leadEntities }: OptionContext): Entity | null {
    const root = this.path.path[0] as Entity
    return leadEntities.find((lead) => lead !== null && entityCorrespondsTo(lead, root)) ?? null
  }
}

/** Any option that can stand below another. */
export type LoaderOptionLike = Pick<Load, 'applyToParent'>

/** `lazyload("*")`, `raiseload("*")`: a strategy for whatever the query's entity has. */
export class WildcardLoad extends LoadChain<WildcardLoad> {
  constructor(
    readonly token: string | null = null,
    readonly stepTaken: Step | null = null,
  ) {
    super()
  }

  override get propagateToLoaders(): boolean {
    return this.stepTaken?.propagateToLoaders ?? false
  }

  override applyToParent(parent: Load): Load {
    const { stepTaken } = this
    if (!stepTaken || !(parent.path instanceof EntityPath)) return parent
    const path = parent.path.forToken(`${stepTaken.prefix}:${WILDCARD}`)
    return new Load(parent.path, [...parent.elements, this.#elementAt(path, stepTaken)])
  }

  override process(context: OptionContext): void {
    const { stepTaken: step, token } = this
    if (!step || !token || (context.forRefreshState && !this.propagateToLoaders)) return
    const isWildcard = token.endsWith(`:${WILDCARD}`)
    const atTop = context.currentPath.length === 0 && !context.forRefreshState
    if (atTop && isWildcard && context.leadEntities.length !== 1) {
      throw severalEntities(context.leadEntities)
    }
    const lead = context.leadEntities[0]
    if (!lead) return
    const path = rootPath.forEntity(lead).forToken(token)
    this.#elementAt(path, step).process(context, null)
  }

  /** Unlike a step of `Load`, it concerns this one statement and no load that follows from it. */
  #elementAt(path: PathRegistry, step: Step): LoadElement {
    const { propagateToLoaders } = this
    return newElement({ ...step, propagateToLoaders }, { kind: 'token', path })
  }

  override keyInto(visitor: KeyVisitor): boolean {
    visitor.text(
      `${this.token} ${this.stepTaken?.strategy} ${JSON.stringify(this.stepTaken?.localOptions)}`,
    )
    return true
  }

  override step(step: Step): WildcardLoad {
    // Groups belong to one entity; `defer("*")` is the default of all entities.
    const suffix = step.localOptions?.undeferGroups ? WILDCARD : DEFAULT_TOKEN
    return new WildcardLoad(`${step.prefix}:${suffix}`, step)
  }
}

function newElement(
  step: Step,
  fields: Partial<LoadElementFields> & Pick<LoadElementFields, 'kind' | 'path'>,
): LoadElement {
  return new LoadElement({
    strategy: step.strategy,
    localOptions: step.localOptions ?? {},
    propagateToLoaders: step.propagateToLoaders ?? true,
    reconcileToOther: step.reconcileToOther ?? null,
    extraCriteria: step.extraCriteria ?? [],
    ofType: null,
    ofTypePath: null,
    ...fields,
  })
}

/** `selectinload(Node.children, { recursionDepth })` matches one level deeper than it was written for. */
function recursionOf(element: LoadElement, path: EntityPath): LoadElement {
  const prop = (element.path.parent as PropertyPath).prop
  return element.with({
    path: (element.path as EntityPath).forProperty(prop).forEntity(path.entity),
  })
}

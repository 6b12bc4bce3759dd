/**
 * Keeps a lazy load of `user.posts` from eagerly loading `Post.author`, which is known: the object the load started
 * from. Added to the statements of lazy loads.
 */
import { ExecutableOption, type KeyVisitor } from '../../../sql/executable-option.js'
import type { RelationshipProperty } from '../../mapping/relationship.js'
import { type EntityPath, type PropertyPath, rootPath } from '../paths/path-registry.js'
import { LoadElement, type OptionContext } from './load-element.js'
import type { LoaderOptionBase } from './load-chain.js'

export class LazyReverseOption extends ExecutableOption implements LoaderOptionBase {
  readonly propagateToLoaders = false

  constructor(readonly property: RelationshipProperty) {
    super()
  }

  process({ attributes, currentPath }: OptionContext): void {
    for (const reverse of this.property.reverseProperty) {
      if (reverse.direction !== 'MANYTOONE' || reverse.lazy === 'select') continue
      const target = (currentPath as PropertyPath).forEntity(reverse.parent)
      const path = localPath(target).forProperty(reverse)
      attributes.loaders.set(path.loaderKey, lazyElement(path))
    }
  }

  override keyInto(visitor: KeyVisitor): boolean {
    visitor.text(`lazy reverse ${String(this.property)}`)
    return true
  }
}

/** Paths inside of a follow-up statement begin at its own entity. */
function localPath(target: EntityPath): EntityPath {
  return rootPath.forEntity(target.entity)
}

function lazyElement(path: PropertyPath): LoadElement {
  return new LoadElement({
    kind: 'attribute',
    path: path.entityPath,
    strategy: 'select',
    localOptions: {},
    propagateToLoaders: false,
    reconcileToOther: null,
    extraCriteria: [],
    ofType: null,
    ofTypePath: null,
  })
}

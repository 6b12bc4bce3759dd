/** Values for the named parameters of a statement, and comparison of statements. */
import { clonedTraverse } from './adapt/traverse.js'
import { install } from './build.js'
import { cacheKeyOf } from './keys/cache-key.js'
import { KeyTree } from './keys/key-tree.js'
import type { BindParameter } from './elements/bind-parameter.js'
import type { ClauseElement } from './elements/clause-element.js'
import type { TextClause } from './elements/literals.js'

function withParams<E extends ClauseElement>(
  element: E,
  values: Readonly<Record<string, unknown>>,
  unique = false,
): E {
  const valued = (bind: BindParameter): BindParameter => {
    const name = String(bind.unique ? bind.origKey : bind.key)
    const own = unique ? bind.asUnique() : bind
    return name in values
      ? own.withValue(values[name], { maintainKey: !unique, required: false })
      : own
  }
  return clonedTraverse(element, {
    bindparam: valued as (element: never) => ClauseElement,
    text: ((text: TextClause) => {
      const known = new Set(text.bindList.map((bind) => String(bind.key)))
      const own = Object.entries(values).filter(([name]) => known.has(name))
      return own.length === 0 ? text : text.bindparams(Object.fromEntries(own))
    }) as (element: never) => ClauseElement,
  })
}

function compare(left: ClauseElement, right: ClauseElement): boolean {
  const tree = new KeyTree()
  const [a, b] = [cacheKeyOf(left, tree), cacheKeyOf(right, tree)]
  if (!a || !b || a.key !== b.key) return false
  return a.binds.every((bind, index) =>
    Object.is(bind.effectiveValue, b.binds[index]?.effectiveValue),
  )
}

install({ params: withParams, compare })

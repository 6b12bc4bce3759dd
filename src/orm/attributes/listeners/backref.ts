/**
 * Keeps the two sides of a relationship in step while objects change: a set or append on one side is done on the other
 * one too. No SQL: what is not loaded gets a pending change.
 */
import type { InstanceState } from '../../state/instance-state.js'
import { NO_VALUE, PASSIVE_NO_FETCH, PASSIVE_NO_RESULT } from '../../state/passive.js'
import { instanceState } from '../../state/state-of.js'
import type { AttributeEventToken } from '../attribute-event.js'
import type { AttributeImpl } from '../attribute-impl.js'
import { CollectionAttributeImpl } from '../collection-attribute.js'
import { adapterOf } from '../collection-kind.js'

/** `sqlalchemy.orm.attributes.backref_listeners`: `key` is the attribute on the other side. @internal */
export function installBackref(parentImpl: AttributeImpl, key: string): void {
  const listen = (name: string, call: (...args: never[]) => unknown) =>
    parentImpl.dispatch.listen(name, call as never, { retval: true, raw: true })
  if (parentImpl.holdsSeveral) {
    listen('append', (state: InstanceState, child: unknown, initiator: AttributeEventToken) =>
      appendToChild(state, child, { key, initiator }),
    )
  } else {
    listen(
      'set',
      (state: InstanceState, child: unknown, old: unknown, initiator: AttributeEventToken) => {
        if (old === child) return child
        removeFromOld({ parentImpl, key, initiator }, state, old)
        return appendToChild(state, child, { key, initiator })
      },
    )
  }
  listen('remove', (state: InstanceState, child: unknown, initiator: AttributeEventToken) =>
    removeFromChild({ parentImpl, key, initiator }, state, child),
  )
}

interface Side {
  readonly parentImpl: AttributeImpl
  readonly key: string
  readonly initiator: AttributeEventToken
}

function isPresent(value: unknown): value is object {
  return value !== null && value !== PASSIVE_NO_RESULT && value !== NO_VALUE
}

function bulkToken(impl: AttributeImpl): AttributeEventToken | null {
  return impl instanceof CollectionAttributeImpl ? impl.bulkReplaceToken : null
}

function appendToChild(
  state: InstanceState,
  child: unknown,
  { key, initiator }: Omit<Side, 'parentImpl'>,
): unknown {
  if (!isPresent(child)) return child
  const childState = instanceState(child)
  const childImpl = childState.impl(key)
  if (initiator !== childImpl.appendToken && initiator !== bulkToken(childImpl)) {
    childImpl.append(childState, state.obj, initiator, PASSIVE_NO_FETCH)
  }
  return child
}

function removeFromOld(
  { parentImpl, key, initiator }: Side,
  state: InstanceState,
  old: unknown,
): void {
  if (!isPresent(old)) return
  const oldState = instanceState(old)
  const impl = oldState.impl(key)
  // A scalar's append token is its replace token.
  const ownToken = impl.collection ? impl.removeToken : impl.appendToken
  if (initiator !== ownToken)
    impl.pop(oldState, state.obj, parentImpl.appendToken, PASSIVE_NO_FETCH)
}

function removeFromChild(
  { parentImpl, key, initiator }: Side,
  state: InstanceState,
  child: unknown,
): void {
  if (!isPresent(child)) return
  const childState = instanceState(child)
  const childImpl = childState.impl(key)
  const replaceToken = childImpl.collection ? bulkToken(childImpl) : childImpl.appendToken
  if (initiator === childImpl.removeToken || initiator === replaceToken) return
  const stillThere =
    parentImpl.collection && !childImpl.collection && isTwiceIn(parentImpl, state, child)
  if (!stillThere) childImpl.pop(childState, state.obj, initiator, PASSIVE_NO_FETCH)
}

/** A list may hold an object twice: taking out one of them does not detach it. */
function isTwiceIn(impl: AttributeImpl, state: InstanceState, child: object): boolean {
  const members = adapterOf(impl.stored(state))?.members ?? []
  return members.indexOf(child) !== members.lastIndexOf(child)
}

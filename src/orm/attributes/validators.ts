/**
 * User functions that see each value before an attribute takes it: `validates(this, 'email', …)`.
 */
import type { InstanceState } from '../state/instance-state.js'
import type { AttributeEventToken } from './attribute-event.js'
import type { AttributeImpl } from './attribute-impl.js'

/** Answers the value to store, or throws. */
export type ValidateFunction = (
  target: object,
  key: string,
  value: unknown,
  isRemove?: boolean,
) => unknown

export interface ValidatorOptions {
  /** Called for removals too, with `isRemove`. */
  readonly includeRemoves?: boolean
  /** Called for changes that come from the other side of a relationship; default true. */
  readonly includeBackrefs?: boolean
}

export interface Validator {
  readonly fn: ValidateFunction
  readonly options: ValidatorOptions
}

/** Puts the validator in front of the other listeners of an attribute. @internal */
export function installValidator(impl: AttributeImpl, { fn, options }: Validator): void {
  const { dispatch, key } = impl
  const skips = (initiator: AttributeEventToken) =>
    options.includeBackrefs === false && initiator.impl !== impl
  const check = (state: InstanceState, value: unknown) =>
    options.includeRemoves ? fn(state.obj, key, value, false) : fn(state.obj, key, value)

  const listen = (name: string, call: (...args: never[]) => unknown) =>
    dispatch.listen(name, fn, { call: call as never, retval: true, raw: true })
  listen('append', (state: InstanceState, value: unknown, initiator: AttributeEventToken) =>
    initiator.operation === 'bulkReplace' || skips(initiator) ? value : check(state, value),
  )
  listen(
    'bulkReplace',
    (state: InstanceState, values: unknown[], initiator: AttributeEventToken) => {
      if (skips(initiator)) return
      values.forEach((value, index) => (values[index] = check(state, value)))
    },
  )
  listen(
    'set',
    (state: InstanceState, value: unknown, _old: unknown, initiator: AttributeEventToken) =>
      skips(initiator) ? value : check(state, value),
  )
  if (!options.includeRemoves) return
  listen('remove', (state: InstanceState, value: unknown, initiator: AttributeEventToken) => {
    if (!skips(initiator)) fn(state.obj, key, value, true)
  })
}

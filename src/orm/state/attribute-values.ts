/** An object's values by attribute as something that can be written to: what `initScalar` listeners get. */
import type { InstanceState } from './instance-state.js'

/** Reads and writes without events or history, as `obj.__dict__` in Python. @internal */
export function attributeValues(state: InstanceState): Record<string, unknown> {
  const has = (key: string | symbol): key is string =>
    typeof key === 'string' && state.manager.hasImpl(key)
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_target, key) => (has(key) ? state.value(key) : undefined),
      has: (_target, key) => has(key) && state.has(key),
      set: (_target, key, value) => {
        if (!has(key)) return false
        state.setValue(key, value)
        return true
      },
      deleteProperty: (_target, key) => {
        if (has(key)) state.setValue(key, undefined)
        return true
      },
      ownKeys: () => state.manager.keys.filter((key) => state.has(key)),
      getOwnPropertyDescriptor: (_target, key) =>
        has(key) && state.has(key)
          ? { value: state.value(key), enumerable: true, configurable: true, writable: true }
          : undefined,
    },
  )
}

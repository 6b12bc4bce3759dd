/**
 * Which objects came in together: by one statement, or by lazy loads of one relationship across a batch of parents.
 * N+1 detection groups statements by it.
 */
import type { LoadBatch, StatementOrigin } from '../../../engine/observer.js'
import type { InstanceState } from '../../state/instance-state.js'
import { keepShape } from '../../../util/kept-shapes.js'

let lastBatch = 0

const virtualBatches = new WeakMap<LoadBatch, Map<string, LoadBatch>>()

/** The batch that objects loaded by a statement join. */
export function batchOf(origin: StatementOrigin, statementId: number, entity: string): LoadBatch {
  const { batch, path } = origin
  if (origin.cause !== 'lazy load' || !batch || !path) {
    return { id: ++lastBatch, statementId, entity, size: 0 }
  }
  let byPath = virtualBatches.get(batch)
  if (!byPath) virtualBatches.set(batch, (byPath = new Map()))
  let virtual = byPath.get(path)
  if (!virtual) {
    virtual = {
      id: ++lastBatch,
      statementId: batch.statementId,
      entity,
      size: 0,
      parent: batch,
      path,
    }
    byPath.set(path, virtual)
  }
  return virtual
}

keepShape(batchOf({ cause: 'query' }, 0, ''))

/** Why a statement runs that reading an attribute of `state` caused. */
export function originOf(
  cause: StatementOrigin['cause'],
  path: string,
  state: InstanceState,
): StatementOrigin {
  const { batch } = state
  const parent = describeIdentity(state)
  return batch ? { cause, path, parent, batch } : { cause, path, parent }
}

/** `Post#3`, `Line#(1, 2)`. */
export function describeIdentity(state: InstanceState): string {
  const values = state.key?.identity ?? []
  const identity = values.length === 1 ? String(values[0]) : `(${values.map(String).join(', ')})`
  return values.length === 0 ? state.manager.className : `${state.manager.className}#${identity}`
}

/** Commands about the state of the session. */
import type { Command } from '../command.js'
import { expire, refresh, revert } from './acting.js'
import { reset } from '../shell/reload.js'
import { cascade } from './cascade.js'
import { diff } from './diff.js'
import { flush } from './flush.js'
import { identity } from './identity.js'
import { deleted, dirty, pending } from './lists.js'
import { seed } from './seed.js'
import { state } from './state.js'
import { states } from './states.js'

export const STATE: readonly Command[] = [
  states,
  state,
  identity,
  pending,
  dirty,
  deleted,
  diff,
  refresh,
  expire,
  revert,
  flush,
  cascade,
  seed,
  reset,
]

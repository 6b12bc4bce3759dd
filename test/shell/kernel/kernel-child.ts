/** A kernel process for the tests: plain objects and a better-sqlite3 database in scope. Forked by `forked-kernel.ts`. */
import Database from 'better-sqlite3'
import { runKernelProcess } from '../../../src/cli/kernel-process.js'
import { ConnectionFailedError } from '../../../src/cli/errors.js'
import { CANCEL_KEYS } from '../../../src/shell/kernel/interrupt/cancel-keys.js'
import { plainParts } from './plain-parts.js'

await runKernelProcess({
  compose: async () => {
    if (process.argv[2] === 'unreachable') {
      throw new ConnectionFailedError('postgresql://app:***@nowhere/shop', { hint: 'is it up?' })
    }
    const bindings = { db: new Database(':memory:'), CANCEL_KEYS }
    return { ...plainParts(bindings), banner: [{ kind: 'text', text: 'test kernel' }] }
  },
})

/** A kernel process for the tests: plain objects and database drivers in scope. Forked by `forked-kernel.ts`. */
import Database from 'better-sqlite3'
import { runKernelProcess } from '../../../src/cli/kernel-process.js'
import { ConnectionFailedError } from '../../../src/cli/errors.js'
import { createSyncDriver } from '../../../src/dialects/postgresql/driver.js'
import { makeUrl } from '../../../src/engine/url.js'
import { plainParts } from './plain-parts.js'

await runKernelProcess({
  compose: async () => {
    if (process.argv[2] === 'unreachable') {
      throw new ConnectionFailedError('postgresql://app:***@nowhere/shop', { hint: 'is it up?' })
    }
    const bindings = {
      db: new Database(':memory:'),
      openPostgres: (url: string) => createSyncDriver().connect(makeUrl(url), {}),
    }
    return { ...plainParts(bindings), banner: [{ kind: 'text', text: 'test kernel' }] }
  },
})

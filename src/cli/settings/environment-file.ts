/**
 * `.env` of the folder the shell is started in. Only what says where the database is comes from it: a folder may come
 * from anybody, and variables like NODE_OPTIONS run code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { UsageError } from '../errors.js'

const TAKEN = /^(?:DATABASE_URL|ORM_SHELL_[A-Z_]+|PG[A-Z]+)$/

/**
 * Adds to the environment what it does not say already.
 *
 * @returns whether that was anything
 * @throws UsageError for a file that cannot be read
 */
export function addEnvironmentFile(env: NodeJS.ProcessEnv, cwd: string): boolean {
  const added = Object.entries(parseEnv(read(join(cwd, '.env')))).filter(
    ([name]) => TAKEN.test(name) && env[name] === undefined,
  )
  Object.assign(env, Object.fromEntries(added))
  return added.length > 0
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    // A folder of this name is an old habit of Python's.
    if (code === 'ENOENT' || code === 'EISDIR') return ''
    throw new UsageError(`${path} cannot be read`, { cause })
  }
}

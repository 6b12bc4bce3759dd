/** `require` as the prompt means it: from the user's project, with the one library that runs. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

type Provided = Readonly<Record<string, object>>

/**
 * The `require` of a folder.
 *
 * @example
 * const require = projectRequire(process.cwd(), { 'orm-shell': library })
 */
export function projectRequire(folder: string, provided: Provided = {}): NodeJS.Require {
  const fromFolder = createRequire(join(folder, 'prompt.cjs'))
  const require = (specifier: string): unknown =>
    Object.hasOwn(provided, specifier) ? provided[specifier] : fromFolder(specifier)
  return Object.assign(require, fromFolder)
}

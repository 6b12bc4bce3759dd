/** Whether `dist` is as new as the sources it is made from. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const inputs = ['src', 'sample-models', 'scripts']

/** `code` looks at the modules alone, `everything` at the type declarations too. */
export function isFresh(what) {
  const marks = what === 'code' ? ['dist/.built'] : ['dist/.built', 'dist/types', 'dist/sample.db']
  const builtAt = Math.min(...marks.map((mark) => changedAt(join(root, mark))))
  return inputs.every((folder) => newest(join(root, folder)) < builtAt)
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Math.max(0, ...files.map((file) => changedAt(join(file.parentPath, file.name))))
}

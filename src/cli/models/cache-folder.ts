/**
 * Where bundles are written: inside the user's project, so that their imports resolve as the project's do;
 * in a temporary folder where the project is read-only or none.
 */
import { access, constants, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface CacheFolder {
  readonly path: string
  /** Whether packages of the project can be imported from there by name. */
  readonly inProject: boolean
}

export async function cacheFolder(cwd: string): Promise<CacheFolder> {
  const root = await projectRoot(cwd)
  if (root !== null) {
    const path = join(root, 'node_modules', '.cache', 'orm-shell')
    const made = await mkdir(path, { recursive: true })
      .then(() => access(path, constants.W_OK).then(() => true))
      .catch(() => false)
    if (made) return { path, inProject: true }
  }
  return { path: await mkdtemp(join(tmpdir(), 'orm-shell-')), inProject: false }
}

/** The nearest folder upwards that has packages installed. */
async function projectRoot(folder: string): Promise<string | null> {
  const installed = await access(join(folder, 'node_modules')).then(
    () => true,
    () => false,
  )
  if (installed) return folder
  const parent = dirname(folder)
  return parent === folder ? null : projectRoot(parent)
}

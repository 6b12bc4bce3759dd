#!/usr/bin/env node
/**
 * Starts the shell. Where the project at hand has a copy of orm-shell of its own, that copy is started, so that
 * its models and the shell share one library. Nothing else happens here.
 */
import { realpathSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const own = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))

/** Folders whose models are going to be loaded, then the current one. */
function projectFolders(argv) {
  const paths = argv.flatMap((argument, index) => {
    if (argument.startsWith('--models=')) return [argument.slice('--models='.length)]
    return argv[index - 1] === '--models' ? [argument] : []
  })
  return [...paths.map((path) => resolve(path)), process.cwd()]
}

function copyFor(folder) {
  try {
    const require = nodeModule.createRequire(join(folder, 'package.json'))
    return dirname(realpathSync(require.resolve('orm-shell/package.json')))
  } catch {
    return undefined
  }
}

// Node 22 and later keep compiled code between runs.
nodeModule.enableCompileCache?.()

const copy = projectFolders(process.argv.slice(2)).map(copyFor).find(Boolean) ?? own
const start = copy === own ? 'dist/cli.js' : 'bin/orm-shell.js'
await import(pathToFileURL(join(copy, start)).href)

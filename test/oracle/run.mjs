/** `npm run oracle [area|id] [--show] [--all] [--golden DIR] [--hand DIR] [--timeout SECONDS] [--unheard] [--async] [--update]`: bundles the judge with the sources as they are and runs it. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = join(root, 'node_modules', '.cache', 'oracle')
mkdirSync(folder, { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'test/oracle/runner/main.ts',
    'postgresql-io': 'src/dialects/postgresql/io-thread.ts',
  },
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  keepNames: true,
  sourcemap: 'linked',
  packages: 'external',
  alias: { 'orm-shell': './src/index.ts' },
  logLevel: 'error',
})
process.env['ORACLE_ROOT'] = join(root, 'test', 'oracle')
await import(pathToFileURL(join(folder, 'main.js')).href)

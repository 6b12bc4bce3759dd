/**
 * Bundles a TypeScript program of the tests so that Node can run it as a process of its own, the way the build
 * bundles ours: React in production mode, rarely needed packages left out.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(root, 'node_modules/.cache/orm-shell-test')

/** Returns the path of the bundled module. Test processes may share it: it is replaced in one step. */
export async function bundleProgram(entry: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const name = basename(entry).replace(/\.tsx?$/, '')
  const outfile = join(folder, `${name}.mjs`)
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    minifySyntax: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['better-sqlite3', 'pg', 'pg-protocol', 'esbuild', 'cli-highlight', 'typescript'],
    plugins: [
      {
        name: 'without-devtools',
        setup({ onResolve, onLoad }) {
          const nothing = { path: 'react-devtools-core', namespace: 'nothing' }
          onResolve({ filter: /^react-devtools-core$/ }, () => nothing)
          onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {}' }))
        },
      },
    ],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  const draft = `${outfile}.${process.pid}`
  await writeFile(draft, outputFiles[0]?.contents ?? '')
  await rename(draft, outfile)
  return outfile
}

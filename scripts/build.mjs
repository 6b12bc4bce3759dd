/**
 * Builds `dist`: one ES module per entry with shared chunks, and the type declarations.
 * `npm run build`, `prepare` and the tests' global set-up call it; `--no-types` leaves the declarations out,
 * names of entries everything else.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { withoutInnerNames } from './inner-names.mjs'
import { lazyStart } from './lazy-start.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const out = join(root, 'dist')

const wantsTypes = !process.argv.includes('--no-types')
const wantedEntries = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

/** Everything that is imported by name or started by URL; all of it lands flat in `dist`. */
const entries = {
  index: 'src/index.ts',
  testing: 'src/testing/index.ts',
  migrate: 'src/migrate/index.ts',
  config: 'src/cli/settings/define-config.ts',
  'sample-models': 'sample-models/index.ts',
  cli: 'src/cli/main.ts',
  kernel: 'src/cli/kernel-main.ts',
  'kernel-control': 'src/shell/kernel/interrupt/control-thread.ts',
  'postgresql-io': 'src/dialects/postgresql/io-thread.ts',
}

/**
 * Packages that stay packages: native code, and what is loaded rarely or not at all.
 * The rest is bundled, because reading one file costs a start-up less than resolving two hundred.
 */
const external = [
  'better-sqlite3',
  'pg',
  'pg-protocol',
  'esbuild',
  'cli-highlight',
  'typescript',
  'react-devtools-core',
  'ws',
]

async function emitCode() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries)
      .filter(([name]) => wantedEntries.length === 0 || wantedEntries.includes(name))
      .map(([name, path]) => ({ in: path, out: name })),
    outdir: out,
    chunkNames: 'chunk-[hash]',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // As literals they are compiled when they are first needed: sets of emoji cost a start-up 30 ms.
    supported: { 'regexp-set-notation': true },
    jsx: 'automatic',
    keepNames: true,
    // Names and lines stay, so that a stack trace says where it was; spaces are read at every start-up.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 120,
    legalComments: 'none',
    // Ink looks for its development tools, which are not installed, when DEV is set.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    alias: { 'orm-shell': join(root, 'src/index.ts') },
    external,
    plugins: [lazyStart],
    // Bundled CommonJS packages ask for Node's own modules with `require`.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    logLevel: 'warning',
    // An import the prompt passes on, with whatever options the user gave it.
    logOverride: { 'unsupported-dynamic-import': 'silent' },
  })
  await mkdir(out, { recursive: true })
  await Promise.all(outputFiles.map(replace))
  const current = outputFiles.map((file) => basename(file.path))
  const others = ['types', 'sample.db', '.built']
  if (wantedEntries.length === 0 && wantsTypes) await removeAllBut(new Set([...others, ...current]))
  if (wantedEntries.length === 0) await writeFile(join(out, '.built'), '')
}

/** In one step, and only where something changed: others may be running from `dist` at this moment. */
async function replace({ path, text }) {
  const contents = Buffer.from(withoutInnerNames(text))
  const old = await readFile(path).catch(() => undefined)
  if (old !== undefined && old.equals(contents)) return
  const next = `${path}.${process.pid}`
  await writeFile(next, contents)
  await rename(next, path)
}

async function removeAllBut(current) {
  const stale = (await readdir(out)).filter((name) => !current.has(name))
  await Promise.all(stale.map((name) => rm(join(out, name), { recursive: true, force: true })))
}

async function emitTypes() {
  await rm(join(out, 'types'), { recursive: true, force: true })
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const child = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) process.exitCode = 1
}

/** The sample's tables and rows as a file, so that a shell that starts on them copies instead of inserting. */
async function emitSample() {
  if (wantedEntries.length > 0) return
  const path = join(out, 'sample.db')
  const next = `${path}.${process.pid}`
  const { Session, createEngine } = await import(pathToFileURL(join(out, 'index.js')).href)
  const { Base, seed } = await import(pathToFileURL(join(out, 'sample-models.js')).href)
  const engine = createEngine(`sqlite:///${next}`)
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  seed(session)
  session.close()
  engine.dispose()
  await rename(next, path)
}

await Promise.all([emitCode().then(emitSample), wantsTypes && emitTypes()])

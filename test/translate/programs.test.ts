/** Whole programs: what is written, that it type-checks against the library, and what is left. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRequire } from 'node:module'
import { afterAll, describe, expect, test } from 'vitest'
import { helperCode, HELPER_NAMES } from '../../src/translate/output/helpers/index.js'
import { translate } from '../../src/translate/translate.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const programs = fileURLToPath(new URL('programs', import.meta.url))
const names = readdirSync(programs).filter((name) => name.endsWith('.py'))
const folder = (() => {
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, 'translated-'))
})()

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the programs leave: nothing else may be. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  'shop-models.py': ['import app.auth.models'],
}

describe.each(names)('%s', (name) => {
  const { code, left } = translate(readFileSync(join(programs, name), 'utf8'), { exports: true })
  writeFileSync(join(folder, name.replace(/\.py$/, '.ts')), code)

  test('reads as TypeScript', async () => {
    await expect(code).toMatchFileSnapshot(`programs/${name.replace(/\.py$/, '.ts.snap')}`)
  })

  test('leaves what has no counterpart, and says so in place', () => {
    expect(left.map(({ construct }) => construct)).toEqual(LEFT[name] ?? [])
    for (const { line } of left) expect(code).toContain(`// Not translated, line ${line}: `)
  })
})

/** What programs import that use the helpers for files. */
const NODE_IMPORTS = `import { readdirSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
`

test('all of it and all helpers type-check', { timeout: 120_000 }, () => {
  writeFileSync(
    join(folder, 'helpers.ts'),
    `${NODE_IMPORTS}${helperCode(HELPER_NAMES)}\nexport {}\n`,
  )
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      incremental: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      types: ['node'],
      paths: { 'orm-shell': [join(root, 'src', 'index.ts')] },
    },
    include: [join(folder, '*.ts')],
    exclude: [],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
    cwd: folder,
  })
  const problems = stdout
    .split('\n')
    .filter((line) => /^[\w-]+\.ts/.test(line))
    .map((line) => line.replace(/\(\d+,\d+\): error/, ''))
  expect(problems).toEqual([])
})

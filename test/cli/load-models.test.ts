/** Model loading on real projects in temporary folders: every kind of file, broken ones, reloading, single copies. */
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { loadModels } from '../../src/cli/load-models.js'
import { createImporter } from '../../src/cli/project-import.js'
import { userFrames } from '../../src/shell/kernel/stack.js'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

/** A project with these files; `node_modules` is there unless `bare`. */
function project(files: Readonly<Record<string, string>>, { bare = false } = {}): string {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'orm-shell-test-')))
  folders.push(cwd)
  if (!bare) mkdirSync(join(cwd, 'node_modules'))
  write(cwd, files)
  return cwd
}

function write(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
}

const base =
  'export const registry: string[] = []\nexport class Base { static known() { return registry } }\n'
const model = (name: string, from = './base.js') =>
  `import { Base, registry } from '${from}'\nexport class ${name} extends Base { kind: string = '${name}'; static { registry.push('${name}') } }\n`

interface WithKnown {
  new (): { kind: string }
  known(): readonly string[]
}
const classOf = (models: Readonly<Record<string, unknown>>, name: string) =>
  models[name] as WithKnown

describe('what is loaded', () => {
  it('takes files, folders and globs, and shares one module among them', async () => {
    const cwd = project({
      'src/base.ts': base,
      'src/user.ts': model('User'),
      'src/deep/post.ts': model('Post', '../base.js'),
      'src/user.test.ts': 'throw new Error("not a model")',
      'src/types.d.ts': 'export declare const nothing: number',
      'lib/tag.mts': model('Tag', '../src/base.js'),
    })
    const { models, failures, watched } = await loadModels(
      ['src', 'lib/**/*.{mts,ts}', 'src/user.ts'],
      { cwd },
    )
    expect(failures).toEqual([])
    expect(Object.keys(models).sort()).toEqual(['Base', 'Post', 'Tag', 'User', 'registry'])
    expect([...classOf(models, 'User').known()].sort()).toEqual(['Post', 'Tag', 'User'])
    expect(new (classOf(models, 'Post'))().kind).toBe('Post')
    expect(watched.map((file) => relative(cwd, file)).sort()).toEqual([
      'lib/tag.mts',
      'src/base.ts',
      'src/deep/post.ts',
      'src/user.ts',
    ])
  })

  it('reads ES modules, CommonJS, default exports and decorators', async () => {
    const cwd = project({
      'esm.mjs': 'export default class Esm {}',
      'common.cjs':
        "const path = require('node:path')\nclass Common { static where = path.basename(__filename) }\nmodule.exports = { Common }",
      'old.ts': "import os = require('pkg')\nexport const fromPackage = os.value",
      'decorated.ts':
        'const mark = (value: unknown, context: ClassDecoratorContext) => { marks.push(context.name) }\nexport const marks: unknown[] = []\n@mark export class Decorated {}',
      'here.ts': 'export const here = import.meta.url',
      'node_modules/pkg/index.js': 'exports.value = 42',
    })
    const { models, failures } = await loadModels(['.'], { cwd })
    expect(failures).toEqual([])
    expect(models).toMatchObject({
      fromPackage: 42,
      marks: ['Decorated'],
      here: `file://${cwd}/here.ts`,
    })
    expect(models['Common']).toHaveProperty('where', 'common.cjs')
    expect(models).toHaveProperty('Esm')
  })

  it('keeps the names of classes that are called the same', async () => {
    const cwd = project({
      'a.ts': 'export class User { a = 1 }',
      'b.ts': 'export class User { b = 1 }',
    })
    const { models, failures, modules } = await loadModels(['.'], { cwd })
    expect(Reflect.get(modules.get(join(cwd, 'b.ts')) ?? {}, 'User')).toHaveProperty('name', 'User')
    expect(Reflect.construct(models['User'] as new () => object, [])).toEqual({ a: 1 })
    expect(failures).toMatchObject([
      { file: join(cwd, 'b.ts'), message: expect.stringContaining('different User') },
    ])
  })

  it('leaves packages to Node, as the project resolves them', async () => {
    const cwd = project({
      'node_modules/dual/package.json':
        '{"name":"dual","exports":{"import":"./esm.mjs","require":"./cjs.cjs"}}',
      'node_modules/dual/esm.mjs': 'export const kind = "esm"; export const shared = {}',
      'node_modules/dual/cjs.cjs': 'exports.kind = "cjs"',
      'model.ts': "import { kind, shared } from 'dual'\nexport { kind, shared }",
    })
    const { models } = await loadModels(['model.ts'], { cwd })
    const imported = await createImporter({ cwd })('dual')
    expect(models['kind']).toBe('esm')
    expect(imported).toHaveProperty('shared', models['shared'])
  })

  it('works where nothing is installed and nothing can be written', async () => {
    const cwd = project(
      { 'model.ts': "import { join } from 'node:path'\nexport const joined = join('a', 'b')" },
      { bare: true },
    )
    expect((await loadModels(['model.ts'], { cwd })).models).toEqual({ joined: 'a/b' })
    expect(readdirSync(cwd)).toEqual(['model.ts'])
  })

  it('gives models the running copy of what it is told to provide', async () => {
    const cwd = project({
      'model.ts':
        "import { Base, delete_ } from 'orm-shell'\nimport type { Missing } from 'orm-shell'\nexport class User extends Base {}\nexport const same = delete_\nexport type Row = Missing",
      'old.cjs':
        "const { Base } = require('orm-shell')\nmodule.exports = { Old: class Old extends Base {} }",
    })
    const orm = { Base: class Base {}, delete_: () => 'deleted' }
    const { models, failures } = await loadModels(['.'], { cwd, provided: { 'orm-shell': orm } })
    expect(failures).toEqual([])
    expect(models['same']).toBe(orm.delete_)
    expect(Object.getPrototypeOf(models['User'])).toBe(orm.Base)
    expect(Object.getPrototypeOf(models['Old'])).toBe(orm.Base)
  })
})

describe('what is broken', () => {
  it('is reported with file and line, and the others load', async () => {
    const cwd = project({
      'base.ts': base,
      'good.ts': model('Good'),
      'syntax.ts': 'export class A {}\nexport class {{',
      'throws.ts': `${model('Throws')}\nconst limit: number = 3\n\nif (limit > 2) throw new RangeError('too far')`,
      'missing.ts': "import { x } from './nowhere.js'\nexport const y = x",
      'noexport.ts': "import { Absent } from './base.js'\nexport class Sub extends Absent {}",
      'dependent.ts': "import { A } from './syntax.js'\nexport class Dependent extends A {}",
    })
    const { models, failures, watched } = await loadModels(['.'], { cwd })
    const reported = Object.fromEntries(
      failures.map(({ file, line, column, message }) => [
        relative(cwd, file),
        [line, column, message],
      ]),
    )
    expect(Object.keys(models).sort()).toEqual(['Base', 'Good', 'registry'])
    expect(new (classOf(models, 'Good'))()).toBeInstanceOf(models['Base'])
    expect(reported).toMatchObject({
      'syntax.ts': [2, 14, expect.stringContaining('Expected identifier')],
      'throws.ts': [6, expect.any(Number), 'RangeError: too far'],
      'missing.ts': [1, 19, expect.stringContaining('./nowhere.js')],
      'noexport.ts': [1, 10, expect.stringContaining('Absent')],
      'dependent.ts': [0, 0, 'imports syntax.ts, which could not be loaded'],
    })
    expect(Object.keys(reported)).toHaveLength(5)
    expect(watched).toContain(join(cwd, 'syntax.ts'))
  })

  it('includes patterns that find nothing', async () => {
    const cwd = project({})
    const { failures } = await loadModels(['models', '*.ts'], { cwd })
    expect(failures.map(({ message }) => message)).toEqual([
      'no model file is there',
      'no model file is there',
    ])
  })

  it('does not need the network of files to be free of circles', async () => {
    const cwd = project({
      'a.ts': "import { B } from './b.js'\nexport class A { get other() { return B } }",
      'b.ts': "import { A } from './a.js'\nexport class B { get other() { return A } }",
      'bad.ts': 'throw new Error("no")\nexport {}',
    })
    const { models, failures } = await loadModels(['.'], { cwd })
    const a = Reflect.construct(models['A'] as new () => { other: unknown }, [])
    expect(a).toHaveProperty('other', models['B'])
    expect(failures).toMatchObject([{ file: join(cwd, 'bad.ts'), line: 1 }])
  })

  it('shows the source in the stacks of errors that models throw later', async () => {
    const cwd = project({
      'model.ts':
        'type T = number\n\nexport class User {\n  explode(): T {\n    throw new Error("boom")\n  }\n}',
    })
    const { models } = await loadModels(['.'], { cwd })
    const user = Reflect.construct(models['User'] as new () => { explode(): void }, [])
    const stack = (() => {
      try {
        return user.explode()
      } catch (error) {
        return (error as Error).stack
      }
    })()
    expect(userFrames(stack ?? '')[0]).toMatch(/^User\.explode \(.*model\.ts:5:11\)$/)
  })
})

describe('reloading', () => {
  it('sees what changed and leaves no files behind', async () => {
    const cwd = project({ 'model.ts': 'export const version = 1' })
    expect((await loadModels(['.'], { cwd })).models).toEqual({ version: 1 })
    write(cwd, { 'model.ts': 'export const version: number = 2' })
    const started = performance.now()
    expect((await loadModels(['.'], { cwd })).models).toEqual({ version: 2 })
    expect(performance.now() - started).toBeLessThan(1000)
    expect(readdirSync(join(cwd, 'node_modules/.cache/orm-shell'))).toEqual([])
  })
})

describe('imports at the prompt', () => {
  it('resolve from the project and share the loaded models', async () => {
    const cwd = project({
      'models/user.ts': 'export class User {}',
      'helper.ts': 'export const count: number = 1',
      'data.json': '{"a": 1}',
      'broken.ts': 'export const = 1',
      'node_modules/esm-only/package.json':
        '{"name":"esm-only","type":"module","exports":{"import":"./index.js"}}',
      'node_modules/esm-only/index.js': 'export const found = true',
    })
    const { models, modules } = await loadModels(['models'], { cwd })
    const provided = { 'orm-shell': { select: () => 1 } }
    const load = createImporter({ cwd, provided, loadedModules: () => modules })
    expect(await load('./models/user')).toHaveProperty('User', models['User'])
    expect(await load('./models/user.js')).toHaveProperty('User', models['User'])
    expect(await load('./helper.ts')).toHaveProperty('count', 1)
    expect(await load('./helper.ts')).toBe(await load('./helper.js'))
    expect(await load('orm-shell')).toBe(provided['orm-shell'])
    expect(await load('esm-only')).toHaveProperty('found', true)
    expect(await load('node:path')).toHaveProperty('join')
    expect(await load('fs')).toHaveProperty('readFileSync')
    await expect(load('./broken.ts')).rejects.toThrow(/broken\.ts:1:14/)
    await expect(load('./nowhere.js')).rejects.toThrow()
  })
})

/** The user's own models in a terminal: what is broken is named, the shell opens; edit, reload, go on. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShell, temporaryFolder } from './open-shell.js'

const MINUTE = { timeout: 120_000 }

const thing = (columns: string): string => `
  import { column, declarativeBase, integer, mapped, string } from 'orm-shell'
  export const Base = declarativeBase()
  export class Thing extends Base.model('things', { id: column(integer, { primaryKey: true }), ${columns} }) {
    static { mapped(this) }
  }`
const forgotten = `
  import { column, integer } from 'orm-shell'
  import { Base } from './thing.js'
  export class Forgotten extends Base.model('forgotten', { id: column(integer, { primaryKey: true }) }) {}`

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), 'models')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('broken files are named by line, the shell opens with the others', MINUTE, async () => {
  const folder = project({
    'thing.ts': thing('name: column(string(20))'),
    'syntax.ts': "import 'orm-shell'\nexport const a = = 1",
    'throws.ts': "export const b = 1\nthrow new Error('no configuration')",
    'forgotten.ts': forgotten,
  })
  const shell = await openShell({ args: ['--models', folder], columns: 160 })
  expect(shell.text).toMatch(/In scope: .*engine, Thing$/m)
  expect(shell.text).toMatch(/models\/syntax\.ts:2:18: Unexpected "="/)
  expect(shell.text).toMatch(/models\/throws\.ts:2:\d+: Error: no configuration/)
  expect(shell.text).toMatch(/models\/forgotten\.ts: Forgotten is not mapped/)
  expect(await shell.run('new Forgotten()')).toContain("add 'static { mapped(this) }' to its body")
  expect(await shell.run('session.query(Thing).count()')).toMatch(/^0\n/)
})

test('.reload brings what was saved; an error leaves everything as it was', MINUTE, async () => {
  const folder = project({ 'thing.ts': thing('name: column(string(20))') })
  const shell = await openShell({ args: ['--models', folder], columns: 160 })
  writeFileSync(join(folder, 'thing.ts'), thing('name: column(string(20)), size: column(integer)'))
  await shell.run('.reload')
  expect(await shell.run('.model Thing')).toMatch(/size +size +INTEGER/)
  writeFileSync(join(folder, 'thing.ts'), 'export class {')
  expect(await shell.run('.reload')).toMatch(/thing\.ts:1:\d+: .*\nnothing was reloaded/)
  shell.type('Thing.si\t')
  await shell.waitFor(/In \[\d\]: Thing\.size/)
})

/** The configuration file: found, trusted, read, and weaker than flags and environment. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig, type Flags, type ShellConfig } from '../../../src/cli/config.js'
import { withConfigFile } from '../../../src/cli/settings/apply-config-file.js'

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A person at a terminal with one answer, and what was asked. */
function terminal(folder: string, answer: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stderr = Object.assign(new PassThrough(), { isTTY: true })
  let asked = ''
  stderr.on('data', (chunk: Buffer) => {
    asked += chunk.toString()
    if (asked.endsWith('[y/N] ')) stdin.write(`${answer}\n`)
  })
  const env = { XDG_STATE_HOME: join(folder, 'state') }
  return { host: { stdin, stderr, env, cwd: folder }, asked: () => asked }
}

const nobody = (folder: string) => ({
  stdin: new PassThrough(),
  stderr: new PassThrough(),
  env: { XDG_STATE_HOME: join(folder, 'state') },
  cwd: folder,
})

const SETTINGS = `export default {
  url: 'sqlite:///dev.db',
  models: 'models',
  echo: 'compact',
  connections: {
    local: 'sqlite:///local.db',
    live: { url: 'postgresql://db.example.org/shop', environment: 'production' },
  },
  environments: { staging: ['staging.example.org', /:6543\\//] },
}`

function read(folder: string, flags: Flags = {}, env = {}): Promise<ShellConfig> {
  const config = readConfig({ config: 'orm-shell.config.ts', ...flags }, env)
  return withConfigFile(config, nobody(folder))
}

test('gives the database, the models beside it and the echo', async () => {
  const folder = project({ 'orm-shell.config.ts': SETTINGS })
  expect(await read(folder)).toMatchObject({
    url: 'sqlite:///dev.db',
    models: [join(folder, 'models')],
    echo: 'compact',
    environment: null,
  })
})

test('is weaker than flags and environment', async () => {
  const folder = project({ 'orm-shell.config.ts': SETTINGS })
  expect(
    await read(folder, { models: ['mine'], echo: 'full' }, { DATABASE_URL: 'a.db' }),
  ).toMatchObject({ url: 'a.db', models: ['mine'], echo: 'full' })
})

test('has connections by name, with their environment; URLs have theirs by pattern', async () => {
  const folder = project({ 'orm-shell.config.ts': SETTINGS })
  expect(await read(folder, { connection: 'live' }, { DATABASE_URL: 'a.db' })).toMatchObject({
    url: 'postgresql://db.example.org/shop',
    environment: 'production',
  })
  const staging = { url: 'postgresql://staging.example.org/shop' }
  expect(await read(folder, staging)).toMatchObject({ environment: 'staging' })
  expect(await read(folder, { url: 'postgresql://h:6543/x' })).toMatchObject({
    environment: 'staging',
  })
  await expect(read(folder, { connection: 'lokal' })).rejects.toMatchObject({
    message: "there is no connection 'lokal' in the configuration",
    hint: "did you mean 'local'?",
  })
})

test('hides columns, sets the theme, and names a file to run first', async () => {
  const source = `export default { redact: ['email', '*token*'], theme: 'light', startup: 'shell/start.ts' }`
  const folder = project({ 'orm-shell.config.ts': source })
  expect(await read(folder, { redact: 'name' })).toMatchObject({
    redact: 'name,email,*token*',
    theme: 'light',
    startup: join(folder, 'shell/start.ts'),
  })
})

test.each([
  ['{ url: 7 }', "'url' has to be a text"],
  ['{ models: [1] }', "'models' has to be a text or a list of texts"],
  ['{ echo: "loud" }', "'echo' has to be one of off, on, compact, full"],
  ['{ theme: "pink" }', "'theme' has to be one of dark, light, mono"],
  ['{ connections: { a: {} } }', "'connections' has to be an object: name → URL"],
  ['{ environments: { production: "x" } }', "'environments' has to be an object"],
  ['{ redact: "email" }', "'redact' has to be a list of texts"],
])('%s is told to be wrong', async (source, message) => {
  const folder = project({ 'orm-shell.config.ts': `export default ${source}` })
  await expect(read(folder)).rejects.toThrow(message)
})

test('names what is wrong with it', async () => {
  const misspelt = project({ 'orm-shell.config.json': '{ "modles": "src" }' })
  await expect(read(misspelt, { config: 'orm-shell.config.json' })).rejects.toMatchObject({
    message: expect.stringContaining("unknown setting 'modles'") as string,
    hint: "did you mean 'models'?",
  })
  const broken = project({ 'orm-shell.config.ts': 'export default {' })
  await expect(read(broken)).rejects.toThrow(/orm-shell\.config\.ts cannot be read/)
  await expect(read(broken, { config: 'other.ts' })).rejects.toThrow(
    /there is no configuration file/,
  )
  const folder = project({})
  const flags = readConfig({ connection: 'x' }, {})
  await expect(withConfigFile(flags, nobody(folder))).rejects.toThrow(/needs a configuration file/)
})

test('found in the folder runs only when somebody said so, once', async () => {
  const folder = project({ 'orm-shell.config.ts': SETTINGS })
  const flags = readConfig({}, {})
  const refused = terminal(folder, 'n')
  expect(await withConfigFile(flags, refused.host)).toEqual(flags)
  expect(refused.asked()).toContain('orm-shell.config.ts has not run before')
  await expect(withConfigFile(flags, nobody(folder))).rejects.toMatchObject({
    message: expect.stringContaining('is not trusted yet') as string,
    hint: expect.stringContaining('--no-config') as string,
  })
  expect(await withConfigFile(flags, terminal(folder, 'yes').host)).toMatchObject({
    url: 'sqlite:///dev.db',
  })
  expect(await withConfigFile(flags, nobody(folder))).toMatchObject({ url: 'sqlite:///dev.db' })
  expect(await withConfigFile(readConfig({ config: false }, {}), nobody(folder))).toMatchObject({
    url: null,
  })
})

/** Writes a new migration environment; `alembic.command.init`. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { Config } from '../config/config.js'
import { CommandError } from '../errors.js'
import { fillTemplate } from '../script/template.js'
import { CONFIGURATION_FILE, ENVIRONMENT_FILES } from '../script/templates.js'

/**
 * Makes the folder of migrations, and the configuration file unless it is there.
 *
 * @throws CommandError when the folder has something in it
 * @example
 * init(new Config('alembic.ini'), 'migrations')
 */
export function init(config: Config, directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new CommandError(`Directory ${directory} already exists and is not empty`)
  const folder = resolve(directory)
  const versions = join(folder, 'versions')
  if (!existsSync(folder)) {
    config.status(`Creating directory ${folder}`, () => mkdirSync(folder, { recursive: true }))
  }
  config.status(`Creating directory ${versions}`, () => mkdirSync(versions))
  for (const [name, text] of Object.entries(ENVIRONMENT_FILES)) {
    const path = join(folder, name)
    config.status(`Generating ${path}`, () => writeFileSync(path, text))
  }
  if (config.configFileName !== null) writeConfiguration(config, config.configFileName, directory)
}

function writeConfiguration(config: Config, file: string, directory: string): void {
  const path = resolve(file)
  if (existsSync(path)) config.messages.write(`File ${path} already exists, skipping\n`)
  else {
    const place = relative(dirname(path), resolve(directory))
    const scriptLocation = isAbsolute(directory) ? directory : `%(here)s/${place}`
    const text = fillTemplate(CONFIGURATION_FILE, { scriptLocation })
    config.status(`Generating ${path}`, () => writeFileSync(path, text))
  }
  config.messages.write(
    `Please edit configuration/connection/logging settings in ${path} before proceeding.\n`,
  )
}

/** All commands under one name. */
import * as commands from './commands.js'
import { init } from './init.js'

/**
 * What the command line does, as functions; `alembic.command`.
 *
 * @throws CommandError
 * @example
 * command.upgrade(new Config('alembic.ini'), 'head')
 */
export const command = { ...commands, init }

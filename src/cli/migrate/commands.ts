/** The commands of `orm-shell migrate`, and what each needs before it can run. */
import { command, type Config } from '../../migrate/index.js'

/** What commander read behind a command. */
export interface CommandOptions {
  readonly message?: string
  readonly autogenerate?: boolean
  readonly head?: string
  readonly splice?: boolean
  readonly branchLabel?: string
  readonly dependsOn?: readonly string[]
  readonly versionPath?: string
  readonly revId?: string
  readonly sql?: boolean
  readonly tag?: string
  readonly verbose?: boolean
  readonly checkHeads?: boolean
  readonly revRange?: string
  readonly indicateCurrent?: boolean
  readonly resolveDependencies?: boolean
  readonly purge?: boolean
}

type Run = (config: Config, operands: readonly string[], options: CommandOptions) => void

export const COMMANDS = {
  init: (config, [folder = 'migrations']) => command.init(config, folder),
  revision: (config, _operands, options) => void command.revision(config, options),
  upgrade: (config, [revision = 'head'], options) => command.upgrade(config, revision, options),
  downgrade: (config, [revision = ''], options) => command.downgrade(config, revision, options),
  current: (config, _operands, options) => command.current(config, options),
  history: (config, _operands, options) => command.history(config, options),
  heads: (config, _operands, options) => command.heads(config, options),
  branches: (config, _operands, options) => command.branches(config, options),
  show: (config, [revision = 'head']) => command.show(config, revision),
  stamp: (config, revisions, options) => command.stamp(config, revisions, options),
  check: (config) => command.check(config),
  merge: (config, revisions, options) => void command.merge(config, revisions, options),
} as const satisfies Readonly<Record<string, Run>>

export type CommandName = keyof typeof COMMANDS

/** What a command asks of the world around it. */
export interface Needs {
  /** A database that answers; with `--sql` its URL is enough. */
  readonly database: boolean
  readonly models: boolean
}

const ON_DATABASE = new Set<CommandName>(['upgrade', 'downgrade', 'current', 'stamp', 'check'])

export function needsOf(
  name: CommandName,
  operands: readonly string[],
  options: CommandOptions,
): Needs {
  const compares = name === 'check' || (name === 'revision' && options.autogenerate === true)
  const looks =
    options.indicateCurrent === true ||
    (options.revRange ?? '').includes('current') ||
    (name === 'show' && operands[0] === 'current')
  return { database: ON_DATABASE.has(name) || compares || looks, models: compares }
}

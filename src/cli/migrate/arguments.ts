/** The command line of `orm-shell migrate` as data: which command, with what, on which database. */
import { Command, CommanderError } from 'commander'
import { readConfig, type Environment, type Flags, type ShellConfig } from '../config.js'
import { UsageError } from '../errors.js'
import type { CommandName, CommandOptions } from './commands.js'

export interface MigrateRequest {
  readonly command: CommandName
  /** What stands behind the command. */
  readonly operands: readonly string[]
  readonly options: CommandOptions
  /** The folder of migrations, where no configuration file names one. */
  readonly directory: string
  /** A configuration file; null: `alembic.ini`, if there is one. */
  readonly file: string | null
  /** `-x name=value`. */
  readonly xArguments: readonly string[]
  readonly config: ShellConfig
}

interface MigrateFlags extends Flags {
  readonly dir?: string
  readonly config?: string
  readonly x?: readonly string[]
}

const examples = `
Examples:
  orm-shell migrate init
  orm-shell migrate revision -m 'add users' --autogenerate --url sqlite:///app.db --models src/models
  orm-shell migrate upgrade --url sqlite:///app.db
  orm-shell migrate upgrade head --sql --url postgresql:// > upgrade.sql
  orm-shell migrate downgrade -1
  orm-shell migrate check --models src/models

Revisions: a name or its first letters, head, heads, base, +1, -1, branch@head; with --sql also from:to.
`

/** The request, or a text to print. @throws UsageError when the arguments make no sense. */
export function parseMigrate(argv: readonly string[], env: Environment): MigrateRequest | string {
  const outcome: { request?: MigrateRequest; printed: string } = { printed: '' }
  const program = buildProgram((text) => (outcome.printed += text))
  addCommands(program, (command, operands, options) => {
    const {
      dir = 'migrations',
      config: file = null,
      x = [],
      ...flags
    } = program.opts<MigrateFlags>()
    const config = readConfig(flags, env)
    const place = { directory: dir, file, xArguments: x, config }
    outcome.request = { command, operands, options, ...place }
  })
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && (error.exitCode === 0 || argv.length === 0))
      return outcome.printed || program.helpInformation()
    throw asUsageError(error)
  }
  return outcome.request ?? program.helpInformation()
}

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
]

function buildProgram(print: (text: string) => void): Command {
  return new Command('orm-shell migrate')
    .description('Schema migrations, as Alembic has them.')
    .option('--url <url>', 'database URL, or a SQLite file; DATABASE_URL otherwise')
    .option('--models <path>', 'file or folder with models, repeatable', collect)
    .option('--dir <folder>', 'the folder of migrations; default: migrations')
    .option('--config <file>', 'a configuration file; default: alembic.ini, if there is one')
    .option('-x <name=value>', 'for context.getXArgument(), repeatable', collect)
    .option('--quiet', 'do not say which migration runs')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => {} })
}

type Note = (command: CommandName, operands: readonly string[], options: CommandOptions) => void

function addCommands(program: Command, note: Note): void {
  const add = (name: CommandName, operands: string, description: string): Command =>
    program
      .command(operands === '' ? name : `${name} ${operands}`)
      .description(description)
      .action((...given: unknown[]) => {
        const [options] = given.slice(-2) as [CommandOptions]
        note(
          name,
          given
            .slice(0, -2)
            .flat()
            .filter((each) => each !== undefined) as string[],
          options,
        )
      })
  const sql = (command: Command): Command =>
    command
      .option('--sql', 'write the statements instead of executing them')
      .option('--tag <text>', 'for env.ts')
  const verbose = (command: Command): Command => command.option('-v, --verbose', 'say more')

  add('init', '[folder]', 'make a folder of migrations')
  addRevision(add('revision', '', 'write a new migration script'))
  sql(add('upgrade', '[revision]', 'go up to a revision; default: head'))
  sql(add('downgrade', '<revision>', 'go down to a revision'))
  verbose(add('current', '', 'say where the database is')).option(
    '--check-heads',
    'fail unless it is at the heads',
  )
  verbose(add('history', '', 'list the revisions, the newest first'))
    .option('-r, --rev-range <from:to>', 'only these')
    .option('-i, --indicate-current', 'mark where the database is')
  verbose(add('heads', '', 'list the heads')).option('--resolve-dependencies', 'as heads of all')
  verbose(add('branches', '', 'list where branches begin'))
  add('show', '<revision>', 'show a revision in full')
  sql(add('stamp', '<revisions...>', 'note a revision without running migrations')).option(
    '--purge',
    'forget what was noted before',
  )
  add('check', '', 'compare the models with the database; exit 4 when they differ')
  add('merge', '<revisions...>', 'write a script that follows several')
    .option('-m, --message <text>', 'what it is about')
    .option('--branch-label <name>', 'a name for the branch')
    .option('--rev-id <name>', 'its name')
}

function addRevision(command: Command): void {
  command
    .option('-m, --message <text>', 'what it is about')
    .option('--autogenerate', 'fill it with what differs between models and database')
    .option('--head <revision>', 'what it follows; default: head')
    .option('--splice', 'it may follow what is no head')
    .option('--branch-label <name>', 'a name for the branch')
    .option('--depends-on <revision>', 'what must have run before; repeatable', collect)
    .option('--version-path <folder>', 'where to write it')
    .option('--rev-id <name>', 'its name')
}

function asUsageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error
  const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n')
  const hint = hints.join(' ').trim() || 'orm-shell migrate --help lists what there is'
  return new UsageError(message, { hint, cause: error })
}

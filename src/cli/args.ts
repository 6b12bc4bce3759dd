/** The command line as data: argv in, one invocation out. Prints nothing and touches nothing. */
import { Command, CommanderError, Option } from 'commander'
import { ECHO_MODES } from '../shell/watch/echo-modes.js'
import { completionScript } from './completions.js'
import { readConfig, type Environment, type Flags, type ShellConfig } from './config.js'
import { UsageError } from './errors.js'

export type Invocation =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'eval'; readonly inputs: readonly string[]; readonly config: ShellConfig }
  | { readonly kind: 'file'; readonly path: string; readonly config: ShellConfig }
  /** Neither code nor file was given: the terminal if there is one, else standard input. */
  | { readonly kind: 'interactive'; readonly config: ShellConfig }
  | {
      readonly kind: 'doctest'
      readonly files: readonly string[]
      readonly update: boolean
      readonly config: ShellConfig
    }
  | { readonly kind: 'ping'; readonly config: ShellConfig }
  | { readonly kind: 'init'; readonly config: ShellConfig }
  /** Python to TypeScript; `-` is standard input, `out` a file instead of standard output. */
  | { readonly kind: 'translate'; readonly path: string; readonly out: string | null }
  /** Everything around the word `migrate`, for the parser of migrations. */
  | { readonly kind: 'migrate'; readonly argv: readonly string[] }

interface ShellFlags extends Flags {
  readonly eval?: readonly string[]
  readonly file?: string
  readonly ping?: boolean
}

const examples = `
Examples:
  orm-shell                                         the sample database, to look around
  orm-shell --url postgresql://app@localhost/shop   classes are made from the tables
  orm-shell --models src/models                     your models on a database in memory
  orm-shell --models src/models -e 'session.query(User).count()'
  echo 'select(User).limit(3)' | orm-shell --json
  orm-shell doctest README.md docs/*.md             replays transcripts
  orm-shell migrate upgrade --url sqlite:///app.db  schema migrations; migrate --help says more
  orm-shell translate models.py --out models.ts     SQLAlchemy's Python to TypeScript

Without --url and DATABASE_URL the database is in memory and lasts as long as the process.

Exit codes:
  0 ok · 1 the code threw · 2 usage or configuration · 3 no connection
  4 a transcript differs, or Python was left · 5 --fail-on-n1 found one · 130 interrupted
`

/** @throws UsageError when the arguments make no sense. */
export function parseArguments(
  argv: readonly string[],
  env: Environment,
  version: string,
): Invocation {
  const migrate = migrateArguments(argv)
  if (migrate !== null) return { kind: 'migrate', argv: migrate }
  const outcome: { invocation?: Invocation; printed: string } = { printed: '' }
  const program = buildProgram(version, (text) => (outcome.printed += text))
  program.action((flags: ShellFlags) => {
    outcome.invocation = shellInvocation(flags, readConfig(flags, env))
  })
  program
    .command('doctest <files...>')
    .description('replay the transcripts in Markdown files; exit 4 when one differs')
    .option('--update', 'write what happens now into the files')
    .action((files: readonly string[], own: { readonly update?: boolean }) => {
      const config = readConfig(program.opts<ShellFlags>(), env)
      outcome.invocation = { kind: 'doctest', files, update: own.update ?? false, config }
    })
  program
    .command('translate <file>')
    .description('SQLAlchemy Python (.py, or the code in .md; - is standard input) to TypeScript')
    .option('--out <file>', 'write into a file instead of standard output')
    .action((path: string, own: { readonly out?: string }) => {
      outcome.invocation = { kind: 'translate', path, out: own.out ?? null }
    })
  program
    .command('init')
    .description('write a configuration file for this folder, asking for what the flags do not say')
    .action(() => {
      outcome.invocation = { kind: 'init', config: readConfig(program.opts<ShellFlags>(), env) }
    })
  program
    .command('completions <shell>')
    .description('print a script that completes this command line: bash, zsh or fish')
    .action((shell: string) => {
      outcome.printed = completionScript(shell, program)
      outcome.invocation = { kind: 'print', text: outcome.printed }
    })
  program
    .command('migrate <command>')
    .description('schema migrations: init, revision, upgrade, downgrade, check and more')
  try {
    program.parse(argv.map(longForm), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0)
      return { kind: 'print', text: outcome.printed }
    throw asUsageError(error)
  }
  return outcome.invocation ?? { kind: 'print', text: program.helpInformation() }
}

/** What other tools have taught fingers to type, and a flag whose value may be left out. */
function longForm(argument: string, index: number, all: readonly string[]): string {
  const isMode = (ECHO_MODES as readonly string[]).includes(all[index + 1] ?? '')
  if (argument === '--echo' && !isMode) return '--echo=on'
  return argument === '--print-sql' ? '--echo=full' : argument
}

const TAKES_VALUE =
  /^(?:--url|--models|--connection|--config|--env|--echo|--eval|-e|--file|-f|--redact|--out)$/

/** What stands before and behind the command `migrate`, whose own parser is loaded only then; null for all others. */
function migrateArguments(argv: readonly string[]): readonly string[] | null {
  const at = argv.findIndex(
    (each, index) => !each.startsWith('-') && !TAKES_VALUE.test(argv[index - 1] ?? ''),
  )
  return argv[at] === 'migrate' ? [...argv.slice(0, at), ...argv.slice(at + 1)] : null
}

function buildProgram(version: string, print: (text: string) => void): Command {
  const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
    ...earlier,
    value,
  ]
  return new Command('orm-shell')
    .description('An interactive shell for your models and your database.')
    .option('--url <url>', 'database URL, or a SQLite file; DATABASE_URL otherwise')
    .option('--models <path>', 'file or folder with models, repeatable', collect)
    .option('--connection <name>', 'a database of the configuration file, by name')
    .option(
      '--config <file>',
      'the configuration file; orm-shell.config.ts of this folder otherwise',
    )
    .option('--no-config', 'no configuration file')
    .option('-e, --eval <code>', 'run code, print its value and exit; repeatable', collect)
    .option('-f, --file <path>', 'run a file input by input and exit; - is standard input')
    .option('--json', 'print results as JSON, one line each')
    .addOption(
      new Option('--echo <mode>', 'print every SQL statement; --print-sql: in full').choices(
        ECHO_MODES,
      ),
    )
    .option('-r, --read-only', 'the server refuses every write')
    .option('-s, --sandbox', 'everything is rolled back in the end, commits included')
    .option('--env <name>', 'where this is; production is read-only unless --writable')
    .option('-w, --writable', 'let a guarded environment be written to')
    .option('-W, --password', 'ask for the password of the database')
    .option('--redact <columns>', 'hide the values of columns, e.g. email,*token*')
    .option('--fail-on-n1', 'exit 5 when a relationship was loaded row by row')
    .option('--ping', 'say whether the database answers, and exit')
    .option('--no-color', 'plain text')
    .option('--quiet', 'no banner and no notices')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => {} })
}

function shellInvocation(flags: ShellFlags, config: ShellConfig): Invocation {
  if (flags.eval !== undefined && flags.file !== undefined) {
    throw new UsageError('--eval and --file exclude each other')
  }
  if (flags.ping === true) return { kind: 'ping', config }
  if (flags.eval !== undefined) return { kind: 'eval', inputs: flags.eval, config }
  if (flags.file !== undefined && flags.file !== '-')
    return { kind: 'file', path: flags.file, config }
  return { kind: 'interactive', config }
}

function asUsageError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error
  const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n')
  const hint = hints.join(' ').trim() || 'orm-shell --help lists what there is'
  return new UsageError(message, { hint, cause: error })
}

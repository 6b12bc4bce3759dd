/**
 * The program: reads the command line and starts what it asks for. Each way to run is loaded only when it is taken,
 * so that `-e` never pays for the terminal interface.
 */
import { parseArguments, type Invocation } from './args.js'
import type { ShellConfig } from './config.js'
import { CommandLineError } from './errors.js'
import { exitCode } from './exit-code.js'
import { withConfigFile } from './settings/apply-config-file.js'
import type { PasswordHost } from './settings/password.js'
import { addEnvironmentFile } from './settings/environment-file.js'
import { endQuietlyWithoutReader, writeAll } from './streams.js'
import { version } from '../version.js'

endQuietlyWithoutReader(process.stdout)
endQuietlyWithoutReader(process.stderr)
const code = await run(process.argv.slice(2)).catch(report)
await Promise.all([writeAll(process.stdout, ''), writeAll(process.stderr, '')])
process.exit(code)

async function run(argv: readonly string[]): Promise<number> {
  const invocation = await configured(parsed(argv))
  switch (invocation.kind) {
    case 'print':
      await writeAll(process.stdout, invocation.text)
      return exitCode.ok
    case 'doctest':
      return (await import('./doctest/run.js')).runDoctest(invocation, process)
    case 'translate':
      return (await import('./translate/run.js')).runTranslate(invocation, process)
    case 'ping':
      return (await import('./ping.js')).ping(invocation.config.url, process)
    case 'init':
      return (await import('./settings/init.js')).init(invocation.config, process)
    case 'migrate':
      return (await import('./migrate/run.js')).runMigrate(invocation.argv, process)
    case 'eval':
    case 'file':
      return (await import('./plain/run-plain.js')).runPlain(invocation, process)
    case 'interactive':
      return runInteractive(invocation)
  }
}

/** What runs on a database takes the configuration file of its folder into account. */
async function configured(invocation: Invocation): Promise<Invocation> {
  if (!['eval', 'file', 'interactive', 'ping'].includes(invocation.kind)) return invocation
  const { config, ...rest } = invocation as Extract<Invocation, { kind: 'ping' }>
  const { stdin, stderr, env } = process
  const host = { stdin, stderr, env, cwd: process.cwd() }
  const read = await withConfigFile(config, host)
  return { ...rest, config: await answered(read, host) } as Invocation
}

/** With the password, where one has to be asked for; only servers have one, and only at a terminal. */
async function answered(config: ShellConfig, host: PasswordHost): Promise<ShellConfig> {
  const mayAsk = host.stdin.isTTY === true && /^postgres/.test(config.url ?? '')
  if (!mayAsk && !config.askPassword) return config
  return (await import('./settings/password.js')).withPassword(config, host)
}

/** With what `.env` adds, except where nothing may depend on the folder: transcripts, translations. */
function parsed(argv: readonly string[]): Invocation {
  const { env } = process
  const invocation = parseArguments(argv, env, version)
  const reads = ['eval', 'file', 'interactive', 'ping', 'migrate'].includes(invocation.kind)
  return reads && addEnvironmentFile(env, process.cwd())
    ? parseArguments(argv, env, version)
    : invocation
}

async function runInteractive(
  invocation: Extract<Invocation, { kind: 'interactive' }>,
): Promise<number> {
  const { stdin, stdout } = process
  const hasTerminal = stdin.isTTY && stdout.isTTY
  if (!hasTerminal) return (await import('./plain/run-plain.js')).runPlain(invocation, process)
  return (await import('./run-tui.js')).runTui(invocation.config, { version, process })
}

/** Mistakes of the caller are a message and a hint; anything else is a defect and keeps its stack. */
async function report(error: unknown): Promise<number> {
  if (!(error instanceof CommandLineError)) {
    await writeAll(process.stderr, `${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCode.evaluation
  }
  const hint = error.hint === undefined ? '' : `  ${error.hint}\n`
  await writeAll(process.stderr, `orm-shell: ${error.message}\n${hint}`)
  return error.exitCode
}

/** Runs the built command line as a user does: a process, its streams, its exit code. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './source-graph.js'

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly stdin?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Flags for Node itself. */
  readonly nodeArgs?: readonly string[]
}

export const executable = join(root, 'bin/orm-shell.js')

export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { DATABASE_URL: _, FORCE_COLOR: __, ...inherited } = process.env
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), executable, ...args], {
    cwd: options.cwd ?? root,
    env: { ...inherited, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text))
  }
  child.stdin.on('error', () => {})
  child.stdin.end(options.stdin ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...output }))
  })
}

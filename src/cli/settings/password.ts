/**
 * Asks for the password of a database, without echo: when `--password` says so, or when the server wants one and
 * neither URL, environment nor `~/.pgpass` has it. Where nobody can be asked, the server's refusal stands.
 */
import { makeUrl, type URL } from '../../engine/url.js'
import { wantsPassword } from '../composition/database.js'
import type { ShellConfig } from '../config.js'
import { CommandLineError, UsageError } from '../errors.js'
import { exitCode } from '../exit-code.js'

export interface PasswordHost {
  readonly stdin: NodeJS.ReadableStream & {
    readonly isTTY?: boolean
    setRawMode?(on: boolean): unknown
  }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** Ctrl-C at the question. */
class InterruptedQuestionError extends CommandLineError {
  override readonly code = 'cli/interrupted'
  override readonly exitCode = exitCode.interrupted
}

/** @throws UsageError where `--password` cannot ask, or the database has none */
export async function withPassword(config: ShellConfig, host: PasswordHost): Promise<ShellConfig> {
  const canAsk = host.stdin.isTTY === true && host.stderr.isTTY === true
  if (config.askPassword && !canAsk)
    throw new UsageError('--password needs a terminal to ask at', { hint: noTerminal })
  const url = config.url === null ? null : serverOf(config.url)
  if (config.askPassword && url === null)
    throw new UsageError('--password: this database has no password')
  if (url === null || !canAsk) return config
  const isMissing = url.password === null && wantsPassword(config.url ?? '')
  if (!config.askPassword && !isMissing) return config
  const password = await readHidden(`Password for ${whereOf(url)}: `, host)
  return { ...config, url: url.set({ password }).render() }
}

const noTerminal = 'PGPASSWORD and ~/.pgpass work without one'

/** Null for files, and for what is no URL: whoever opens it says so. */
function serverOf(text: string): URL | null {
  try {
    const url = makeUrl(text)
    return url.host === null || url.getBackendName() === 'sqlite' ? null : url
  } catch {
    return null
  }
}

function whereOf({ username, host, database }: URL): string {
  const user = username === null ? '' : `${username}@`
  return `${user}${host ?? ''}${database === null ? '' : `/${database}`}`
}

const [CTRL_C, CTRL_D, CTRL_U] = ['\u0003', '\u0004', '\u0015']
const BACKSPACE = /[\u0008\u007f]/

/** One line from the terminal that shows nothing of what is typed. @throws InterruptedQuestionError for Ctrl-C */
async function readHidden(question: string, { stdin, stderr }: PasswordHost): Promise<string> {
  stderr.write(question)
  stdin.setRawMode?.(true)
  stdin.resume()
  try {
    return await new Promise((resolve, reject) => {
      let typed: readonly string[] = []
      const onData = (chunk: Buffer | string): void => {
        for (const key of chunk.toString()) {
          if (key === '\r' || key === '\n' || key === CTRL_D)
            return end(() => resolve(typed.join('')))
          if (key === CTRL_C) return end(() => reject(new InterruptedQuestionError('interrupted')))
          if (key === CTRL_U) typed = []
          else typed = BACKSPACE.test(key) ? typed.slice(0, -1) : [...typed, key]
        }
      }
      const onEnd = (): void => end(() => resolve(typed.join('')))
      const end = (settle: () => void): void => {
        stdin.off('data', onData)
        stdin.off('end', onEnd)
        settle()
      }
      stdin.on('data', onData)
      stdin.on('end', onEnd)
    })
  } finally {
    stdin.setRawMode?.(false)
    stdin.pause()
    stderr.write('\n')
  }
}

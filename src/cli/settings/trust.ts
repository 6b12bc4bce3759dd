/**
 * Whether the configuration a folder brings along may run: it is code, and a folder may come from anybody. Asked once
 * a folder at the terminal; without one, nobody can answer and nothing runs.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { historyPath } from '../../shell/kernel/history.js'
import { UsageError } from '../errors.js'

export interface TrustHost {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @throws UsageError where nobody can be asked */
export async function isTrusted(path: string, host: TrustHost): Promise<boolean> {
  const folder = dirname(path)
  const store = join(dirname(historyPath(host.env)), 'trusted.json')
  const trusted = await readTrusted(store)
  if (trusted.includes(folder)) return true
  if (!host.stdin.isTTY || !host.stderr.isTTY) {
    throw new UsageError(`${path} is not trusted yet`, {
      hint: `start orm-shell here in a terminal once, or pass --config ${basename(path)} or --no-config`,
    })
  }
  if (!(await asks(path, host))) return false
  await mkdir(dirname(store), { recursive: true })
  await writeFile(store, JSON.stringify([...trusted, folder], null, 2), { mode: 0o600 })
  return true
}

async function readTrusted(store: string): Promise<readonly string[]> {
  try {
    const read: unknown = JSON.parse(await readFile(store, 'utf8'))
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

async function asks(path: string, { stdin, stderr }: TrustHost): Promise<boolean> {
  const question = createInterface({ input: stdin, output: stderr })
  try {
    const answer = await question.question(
      `${path} has not run before. It is code, and so are the models it names. Run it? [y/N] `,
    )
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    question.close()
  }
}

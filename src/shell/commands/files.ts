/** Files that commands read and write: `~` is the home folder, and what goes wrong is said in words. */
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from './usage-error.js'

/** @throws UsageError that says why it cannot be read */
export function readText(path: string): string {
  return attempt('read', path, (file) => readFileSync(file, 'utf8'))
}

/** @throws UsageError that says why it cannot be written */
export function writeText(path: string, text: string): void {
  attempt('write', path, (file) => writeFileSync(file, text))
}

/** @throws UsageError that says why it cannot be written */
export function appendText(path: string, text: string): void {
  attempt('write', path, (file) => appendFileSync(file, text))
}

/** Writes a text as it comes, and answers its lines. @throws UsageError that says why it cannot be written */
export async function writeChunks(path: string, chunks: AsyncIterable<string>): Promise<number> {
  const file = attempt('write', path, (name) => openSync(name, 'w'))
  let lines = 0
  try {
    for await (const chunk of chunks) {
      attempt('write', path, () => appendFileSync(file, chunk))
      lines += chunk.split('\n').length - 1
    }
  } finally {
    closeSync(file)
  }
  return lines
}

export function expandHome(path: string): string {
  return /^~(?=\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/** What the system says about a path, with a UsageError around it. */
export function attempt<T>(verb: 'read' | 'write', path: string, work: (file: string) => T): T {
  try {
    return work(expandHome(path))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    const missing = verb === 'read' ? 'there is no such file' : 'there is no such folder'
    const reason = code === 'ENOENT' ? missing : (REASONS[code] ?? String(cause))
    throw new UsageError(`cannot ${verb} ${path}: ${reason}`, { cause })
  }
}

/**
 * The password file, `~/.pgpass`: lines of `host:port:database:user:password`, where `*` matches anything and a
 * backslash escapes. Read when nobody gives a password; the first line that matches counts.
 */
import { readFileSync, statSync, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { warn } from '../../../util/warnings.js'

/** What a line is chosen by. */
export interface PasswordKey {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/** Where the file is unless somebody says so. */
export function defaultPasswordFile(): string {
  return process.platform === 'win32'
    ? join(process.env['APPDATA'] ?? '.', 'postgresql', 'pgpass.conf')
    : join(homedir(), '.pgpass')
}

/** The password for a connection, or null; a file that others may read is warned about and left alone. */
export function passwordFromFile(path: string, key: PasswordKey): string | null {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined || !isTrusted(path, facts)) return null
  const wanted = [key.host, String(key.port), key.database, key.user]
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    if (line.startsWith('#')) continue
    const fields = splitLine(line)
    const password = fields[4]
    if (password && wanted.every((value, index) => matches(fields[index], value))) return password
  }
  return null
}

function isTrusted(path: string, facts: Stats): boolean {
  if (!facts.isFile()) {
    warn(`password file "${path}" is not a plain file`)
    return false
  }
  if (process.platform === 'win32' || (facts.mode & 0o077) === 0) return true
  warn(
    `password file "${path}" has group or world access; permissions should be u=rw (0600) or less`,
  )
  return false
}

function matches(field: string | undefined, value: string): boolean {
  return field === '*' || (field !== undefined && unescaped(field) === value)
}

/** The first four fields as they are, so that an escaped star is no star; the password, which ends at a colon, plain. */
function splitLine(line: string): string[] {
  const fields =
    line.match(/(?:\\.|[^:\\])*(?::|$)/g)?.map((field) => field.replace(/:$/, '')) ?? []
  return fields.map((field, index) => (index === 4 ? unescaped(field) : field))
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1')
}

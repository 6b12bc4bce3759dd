/** The file of connection services, `~/.pg_service.conf`: sections of connection options, chosen by `service=`. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError } from '../../../errors.js'
import type { ConnectOptions, Environment } from './options.js'

/**
 * The options of the chosen service; none when no service is asked for.
 *
 * @throws ArgumentError when no file defines it, or a line of it cannot be read
 */
export function readService(given: ConnectOptions, environment: Environment): ConnectOptions {
  const name = given['service']
  if (name === undefined) return {}
  for (const path of files(given, environment)) {
    const section = existsSync(path) ? readSection(path, String(name)) : null
    if (section !== null) return section
  }
  throw new ArgumentError(`definition of service "${String(name)}" not found`, {
    hint: `services are sections of ${files(given, environment).join(' or ')}`,
  })
}

function files(given: ConnectOptions, environment: Environment): readonly string[] {
  const own = given['servicefile'] ?? join(homedir(), '.pg_service.conf')
  const folder = environment['PGSYSCONFDIR']
  return [String(own), ...(folder ? [join(folder, 'pg_service.conf')] : [])]
}

function readSection(path: string, name: string): ConnectOptions | null {
  let section: Record<string, string> | null = null
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    if (text.startsWith('[')) {
      if (section !== null) return section
      if (text === `[${name}]`) section = {}
      continue
    }
    if (section === null) continue
    const at = text.indexOf('=')
    if (at < 1) throw new ArgumentError(`syntax error in service file "${path}", line ${index + 1}`)
    section[text.slice(0, at).trim()] = text.slice(at + 1).trim()
  }
  return section
}

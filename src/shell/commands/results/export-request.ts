/** What `.export` and `.copy` were asked for: the format, the expression, and the file, in whatever order they came. */
import { nearest } from '../../../util/nearest.js'
import { FORMATS, formatOfFile, type FormatName } from '../../results/formats.js'
import { UsageError } from '../usage-error.js'

export interface ExportRequest {
  readonly format: FormatName
  /** Empty: the last value. */
  readonly code: string
  readonly path: string | null
}

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]

/**
 * @example
 * exportRequest('.export', 'select(User) > users.csv') // { format: 'csv', code: 'select(User)', path: 'users.csv' }
 * @throws UsageError for a word in the place of a format that is none
 */
export function exportRequest(command: string, argument: string): ExportRequest {
  const { rest, path } = splitFile(argument.trim())
  const { format, code } = splitFormat(rest, command)
  const fromFile = path === null ? null : formatOfFile(path)
  return { format: format ?? fromFile ?? 'csv', code, path }
}

/** A file stands behind the last `>` with space around it; one that is named like one also first or last. */
function splitFile(argument: string): { readonly rest: string; readonly path: string | null } {
  const [, before = '', path] = /^(.*?)\s*(?:^|\s)>\s*([^\s>=()]+)$/s.exec(argument) ?? []
  if (path !== undefined) return { rest: before, path }
  const words = argument.split(/\s+/)
  const [first = '', last = ''] = [words[0], words.at(-1)]
  if (isFile(first)) return { rest: argument.slice(first.length).trim(), path: first }
  const rest = argument.slice(0, argument.length - last.length).trim()
  return isFile(last) && /[\w)\]]$/.test(rest)
    ? { rest, path: last }
    : { rest: argument, path: null }
}

function isFile(word: string): boolean {
  return /^[\w~./-]+\.\w+$/.test(word) && formatOfFile(word) !== null
}

/** A word before an expression is a format, or was meant to be one: no expression begins with two words. */
function splitFormat(rest: string, command: string) {
  const [, word = '', code = ''] = /^([\w-]*)\s*(.*)$/s.exec(rest) ?? []
  if ((FORMAT_NAMES as readonly string[]).includes(word))
    return { format: word as FormatName, code }
  const isWord = /^\w+\s+[\w$]/.test(rest) && !/^(?:await|new|typeof|void|delete)\s/.test(rest)
  if (!isWord) return { format: null, code: rest }
  const near = nearest(word, FORMAT_NAMES)
  throw new UsageError(`${command} knows no format ${word}`, {
    hint: near ? `did you mean ${near}?` : `there are ${FORMAT_NAMES.join(', ')}`,
  })
}

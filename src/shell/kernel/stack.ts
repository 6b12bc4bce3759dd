/**
 * Reduces stack traces to the lines the user wrote, in the coordinates in which they wrote them.
 * Used for error blocks and for the call sites of statements.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceMapperOf, type SourcePlace } from './source-registry.js'

interface Frame {
  readonly caller: string
  readonly file: string
  readonly line: number
  readonly column: number
}

const FRAME = /^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/

const SGR = /\x1b\[[0-9;]*m/g

/** A frame in the text of the inspector: its line may go on with what closes the value. */
const PRINTED_FRAME = /^(\s*)(at .*?(?::\d+:\d+\)?|<anonymous>\)))([\s,\]}{]*)$/

/** Deep enough to get past the library to the user's line. */
const SITE_DEPTH = 60

/** Where this library's own code lies; its frames are of no use to the user. */
const OWN_CODE = /^.*\/(?:src|dist)\//.exec(import.meta.url)?.[0] ?? import.meta.url

/**
 * The frames of a stack that lie in the user's cells and files, first the innermost.
 *
 * @example
 * userFrames(error.stack) // ['f (In[2]:1:21)', 'In[3]:1:1']
 */
export function userFrames(stack: string): readonly string[] {
  return stack.split('\n').flatMap((line) => {
    const frame = parseFrame(line)
    const place = frame && userPlace(frame)
    if (!place) return []
    const where = printPlace(place)
    return frame.caller ? `${frame.caller} (${where})` : where
  })
}

/** Printed text with stacks in it, as of an error among other values: only the user's frames stay. */
export function cleanStacks(text: string): string {
  const lines: string[] = []
  for (const line of text.split('\n')) {
    const [, indent = '', frame = '', rest = ''] = PRINTED_FRAME.exec(line.replace(SGR, '')) ?? []
    const [where] = userFrames(frame)
    if (frame === '') lines.push(line)
    else if (where !== undefined) lines.push(`${indent}at ${where}${rest}`)
    else lines.push(`${lines.pop() ?? ''}${rest}`)
  }
  return lines.join('\n')
}

/** The innermost place of a stack in the user's own files; null where there is none. */
export function firstUserPlace(stack: string): SourcePlace | null {
  for (const line of stack.split('\n')) {
    const frame = parseFrame(line)
    const place = frame && userPlace(frame)
    if (place) return place
  }
  return null
}

/** The user's line that led here, e.g. `In[4]:2:11`; null where none did. */
export function captureSite(): string | null {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = SITE_DEPTH
  const { stack = '' } = new InspectedStack()
  Error.stackTraceLimit = limit
  const place = firstUserPlace(stack)
  return place && printPlace(place)
}

/** Never thrown; only its stack is read. */
class InspectedStack extends Error {}

function parseFrame(line: string): Frame | null {
  const match = FRAME.exec(line)
  if (!match) return null
  const [, caller = '', file = '', row = '', column = ''] = match
  const plain = file.replace(/^async /, '')
  return { caller, file: plain, line: Number(row), column: Number(column) }
}

function userPlace({ file, line, column }: Frame): SourcePlace | null {
  const mapper = sourceMapperOf(file)
  if (mapper) return mapper({ line, column: column - 1 })
  return isUserFile(file) ? { file, line, column: column - 1 } : null
}

function isUserFile(file: string): boolean {
  if (/^(?:node:|<|eval at|native|inspector)/.test(file)) return false
  return /[\\/]/.test(file) && !file.includes('/node_modules/') && !isOwnCode(file)
}

function isOwnCode(file: string): boolean {
  const url = file.startsWith('file:') ? file : `file://${file}`
  return url.startsWith(OWN_CODE)
}

function printPlace({ file, line, column }: SourcePlace): string {
  return `${printFile(file)}:${line}:${column + 1}`
}

function printFile(file: string): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  if (!path.startsWith('/')) return path
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

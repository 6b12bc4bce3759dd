/** Blocks and log lines as transcripts have them: without colours, frames, prefixes, or a width. */
import { stripVTControlCharacters } from 'node:util'
import type { Output } from '../format/output.js'
import { formatPlain } from '../format/plain.js'

/** What a transcript says of a block. */
export function transcriptText(block: Output): string {
  return stripVTControlCharacters(formatPlain(withoutFrames(block), { colors: false }))
}

/** What the engine's log puts in front of each record; it differs from run to run and tells a reader nothing. */
const LOG_PREFIX = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ orm-shell\.\S+ /gm

/** The log without its prefixes, and without the blank lines around DDL. */
export function logText(text: string): string {
  return text
    .replaceAll(LOG_PREFIX, '')
    .replace(/\n{2,}/g, '\n')
    .replace(/^\n|\n$/g, '')
}

/** An input as transcripts have it, behind its prompts. */
export function inputText(code: string): string {
  return `>>> ${code.trimEnd().replaceAll('\n', '\n... ')}`
}

/** Frames count inputs from the top of the file, so an example added above would change them. */
function withoutFrames(block: Output): Output {
  if (block.kind !== 'error') return block
  const { stack: _frames, ...rest } = block
  return rest
}

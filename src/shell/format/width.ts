/**
 * Columns and graphemes: how wide text is on a terminal, and where one perceived character ends. Every width the
 * terminal UI computes goes through here, so that painters, editor and sink agree.
 */
import stringWidth from 'string-width'

/** Narrower columns of text are harder to read than lines the terminal breaks. */
const MIN_HANGING = 20
/**
 * Text whose characters take one column each and never join: Latin, dashes and dots, arrows, lines, shapes, braille.
 * What asks more of Unicode than that costs a start-up its tables.
 */
const PLAIN =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u203b\u2190-\u21ff\u2500-\u25cf\u2800-\u28ff]*$/
const STYLE = /\x1b\[[\d;]*m/g

let made: Intl.Segmenter | undefined
const segmenter = (): Intl.Segmenter =>
  (made ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' }))

/** Columns that `text` takes; escape sequences take none. */
export function displayWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(STYLE, '') : text
  return PLAIN.test(bare) ? bare.length : stringWidth(text)
}

/** The graphemes of one line, without breaks. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('')
  return Array.from(segmenter().segment(text), (segment) => segment.segment)
}

/** The longest prefix of plain `text` that fits into `columns`, with `…` where something was cut. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let used = 0
  for (const grapheme of graphemes(text)) {
    const width = displayWidth(grapheme)
    if (used + width > columns - 1) break
    kept += grapheme
    used += width
  }
  return kept + '…'
}

/**
 * Breaks lines that are too long between words; a word that is too long stays as it is. `indent` begins the lines
 * that go on with another.
 */
export function wrapWords(text: string, columns: number, indent = ''): string {
  return text
    .split('\n')
    .map((line) => (displayWidth(line) <= columns ? line : wrapLine(line, columns, indent)))
    .join('\n')
}

function wrapLine(line: string, columns: number, indent: string): string {
  const [first = '', ...words] = line.split(' ')
  const lines = [first]
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    const longer = `${last} ${word}`
    if (last.trim() === '' || displayWidth(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(indent + word)
  }
  return lines.join('\n')
}

/** Where text that follows a label of `indent` columns ends. */
export interface Room {
  readonly indent: number
  readonly columns: number
}

/** Wraps text that follows a label, so that its lines begin below each other. */
export function hanging(text: string, { indent, columns }: Room): string {
  const room = Math.max(MIN_HANGING, columns - indent)
  return wrapWords(text, room).replaceAll('\n', `\n${' '.repeat(indent)}`)
}

/** Pads plain or painted `text` with spaces to `columns`. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, columns - displayWidth(text)))
  return align === 'right' ? gap + text : text + gap
}

/** Offset of the grapheme boundary before `offset`, never across a line break except over it. */
export function previousBoundary(text: string, offset: number): number {
  if (offset <= 0) return 0
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  if (lineStart === offset) return offset - 1
  const last = graphemes(text.slice(lineStart, offset)).at(-1)
  return offset - (last?.length ?? 1)
}

/** Offset of the grapheme boundary after `offset`. */
export function nextBoundary(text: string, offset: number): number {
  if (offset >= text.length) return text.length
  const end = text.indexOf('\n', offset)
  if (end === offset) return offset + 1
  const rest = text.slice(offset, Math.min(end < 0 ? text.length : end, offset + 64))
  return offset + (graphemes(rest)[0]?.length ?? 1)
}

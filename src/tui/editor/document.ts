/**
 * The text being edited: one string with `\n` breaks and a cursor offset (UTF-16, always on a grapheme boundary).
 * Pure values and questions about them; changes are in edit.ts.
 */
export interface Document {
  readonly text: string
  readonly cursor: number
}

export const EMPTY_DOCUMENT: Document = { text: '', cursor: 0 }

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end
}

/** The line the cursor is on, without its break. */
export function currentLine(document: Document): string {
  const { text, cursor } = document
  return text.slice(lineStart(text, cursor), lineEnd(text, cursor))
}

/** What precedes the cursor on its line. */
export function lineBeforeCursor(document: Document): string {
  return document.text.slice(lineStart(document.text, document.cursor), document.cursor)
}

/** The white space a line begins with. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

export function atEnd(document: Document): Document {
  return { text: document.text, cursor: document.text.length }
}

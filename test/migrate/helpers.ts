/** Statements of migration operations, written for several dialects. */
import { MigrationContext, Operations, type OutputBuffer } from 'orm-shell/migrate'

/** Keeps what it is told. */
export class TextBuffer implements OutputBuffer {
  text = ''

  write(text: string): void {
    this.text += text
  }

  /** What was written since the last call. */
  take(): string {
    const { text } = this
    this.text = ''
    return text
  }
}

/** The script that operations make for a dialect, statement by statement. */
export function scriptOf(dialectName: string, work: (op: Operations) => void): string[] {
  const outputBuffer = new TextBuffer()
  const opts = { asSql: true, outputBuffer }
  work(new Operations(MigrationContext.configure({ dialectName, opts })))
  return outputBuffer.text
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '')
}

/** Where SQL and reports of migrations go. */

/** Anything that takes text: a stream, or an object that keeps what it is told. */
export interface OutputBuffer {
  write(text: string): unknown
}

/** The console, line by line: whoever has taken it over hears migrations as well. */
class ConsoleBuffer implements OutputBuffer {
  #open = ''

  write(text: string): void {
    const lines = (this.#open + text).split('\n')
    this.#open = lines.pop() ?? ''
    if (lines.length > 0) console.log(lines.join('\n'))
  }
}

/** What is written to when nothing else was said. */
export const standardOutput: OutputBuffer = new ConsoleBuffer()

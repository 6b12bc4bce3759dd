/**
 * Cuts what user code writes into whole lines. Only whole lines may be printed above the live region; the unfinished
 * last one is shown inside it until it ends. A carriage return starts the line again, as progress bars expect.
 */
import { keepColours } from '../shell/format/sanitize.js'

export class OutputLines {
  #rest = ''

  /** The unfinished line, for showing. */
  get tail(): string {
    return finished(this.#rest)
  }

  /** Adds text, answers the lines that are complete now, each ending in a break. */
  push(text: string): string {
    const whole = (this.#rest + text).replace(/\r+\n/g, '\n')
    const end = whole.lastIndexOf('\n') + 1
    this.#rest = whole.slice(end)
    return end === 0
      ? ''
      : whole
          .slice(0, end - 1)
          .split('\n')
          .map(finished)
          .join('\n') + '\n'
  }

  /** Takes the unfinished line as it is. */
  flush(): string {
    const rest = finished(this.#rest)
    this.#rest = ''
    return rest
  }
}

function finished(line: string): string {
  const kept = keepColours(line.replace(/\r$/, '').replace(/^.*\r/s, ''))
  return kept.includes('\x1b[') ? kept + '\x1b[0m' : kept
}

/** Where SQL and reports of migrations go. */
import { writeSync } from 'node:fs'

/** Anything that takes text: a stream, or an object that keeps what it is told. */
export interface OutputBuffer {
  write(text: string): unknown
}

/** What is written to when nothing else was said. */
export const standardOutput: OutputBuffer = {
  write: (text) => writeSync(1, text),
}

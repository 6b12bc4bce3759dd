/** Runs the examples of one document in a shell of their own and collects what came out of each. */
import type { Output } from '../../shell/format/output.js'
import { formatPlain } from '../../shell/format/plain.js'
import { captureConsole } from '../../shell/kernel/console-capture.js'
import type { ShellConfig } from '../config.js'
import { HeadlessShell } from '../plain/headless.js'
import type { Example } from './transcript.js'

/** The width results are laid out for, whatever terminal this runs in: transcripts are text in a file. */
const columns = 100

/** The lines each example printed: statements while echo is on, console output, the result or the error. */
export async function replay(
  examples: readonly Example[],
  config: ShellConfig,
): Promise<ReadonlyMap<Example, readonly string[]>> {
  let printed: string[] = []
  const print = (text: string): void => void printed.push(...text.split('\n'))
  const capture = captureConsole({
    streams: process,
    emit: (_stream, text) => print(logText(text)),
  })
  const shell = await HeadlessShell.open({
    config,
    columns,
    colors: false,
    onBlock: (block) => print(formatPlain(withoutFrames(block), { colors: false })),
    onEcho: (line) => print(logText(line)),
    console: capture,
  })
  const answers = new Map<Example, readonly string[]>()
  try {
    for (const example of examples) {
      printed = []
      await shell.run(example.code)
      capture.flush()
      answers.set(example, printed)
    }
  } finally {
    // What closing prints answers nobody.
    printed = []
    capture.release()
    await shell.close()
  }
  return answers
}

/** What the engine's log puts in front of each record; it differs from run to run and tells a reader nothing. */
const logPrefix = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ orm-shell\.\S+ /gm

/** The log without its prefixes, and without the blank lines around DDL. */
function logText(text: string): string {
  return text
    .replaceAll(logPrefix, '')
    .replace(/\n{2,}/g, '\n')
    .replace(/^\n|\n$/g, '')
}

/** Frames count inputs from the top of the file, so an example added above would change them. */
function withoutFrames(block: Output): Output {
  if (block.kind !== 'error') return block
  const { stack: _frames, ...rest } = block
  return rest
}

/** Runs the examples of one document in a shell of their own and collects what came out of each. */
import { logText, transcriptText } from '../../shell/results/transcript-text.js'
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
    onBlock: (block) => print(transcriptText(block)),
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

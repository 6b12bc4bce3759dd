/** Runs the examples of one document in a shell of their own and collects what came out of each. */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { formatPlain } from '../../shell/format/plain.js'
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
  const shell = await HeadlessShell.open({
    config,
    columns,
    colors: false,
    onBlock: (block) => print(formatPlain(block, { colors: false })),
    onEcho: print,
  })
  const restoreConsole = redirectConsole((text) => print(text.replace(/\n$/, '')))
  const answers = new Map<Example, readonly string[]>()
  try {
    for (const example of examples) {
      printed = []
      await shell.run(example.code)
      answers.set(example, printed)
    }
  } finally {
    // What closing prints answers nobody.
    printed = []
    restoreConsole()
    await shell.close()
  }
  return answers
}

function redirectConsole(write: (text: string) => void): () => void {
  const original = globalThis.console
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      write(chunk)
      done()
    },
  })
  globalThis.console = new Console({ stdout: stream, stderr: stream, colorMode: false })
  return () => {
    globalThis.console = original
  }
}

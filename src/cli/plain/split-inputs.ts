/**
 * Cuts a script into inputs, as somebody would type them: a line that ends a statement ends the input, unless the
 * next one goes on with it. Used for `-f` and standard input.
 */
import type { InputState } from '../../shell/protocol.js'

export interface SplitOptions {
  readonly check: (code: string) => InputState | Promise<InputState>
  /** Whether a line is a dot-command, which is an input by itself. */
  readonly isCommand: (line: string) => boolean
  /** Whether a dot-command goes on in the next line. */
  readonly isOpenCommand?: (text: string) => boolean
}

/** A method chain, an operator or a second branch: nothing a new input begins with. */
const continuation =
  /^\s*(\.(?!\.\.)|\?[.?]|[)\]},:&|*=<>%^]|[+-](?![+-])|(else|catch|finally|instanceof|in)\b)/

/** Inputs in order, each as soon as it is known to be complete. */
export async function* splitInputs(
  lines: AsyncIterable<string> | Iterable<string>,
  { check, isCommand, isOpenCommand = () => false }: SplitOptions,
): AsyncGenerator<string> {
  let pending: string[] = []
  let isComplete = false
  const take = (): string => {
    const input = pending.join('\n').trimEnd()
    pending = []
    isComplete = false
    return input
  }
  /** An indented line is part of the block above an empty line. */
  const goesOn = (line: string): boolean =>
    isCommand(pending[0] ?? '') ? /^\s/.test(line) : !isCommand(line) && continuation.test(line)
  for await (const line of lines) {
    if (isComplete && line.trim() !== '' && !goesOn(line)) yield take()
    if (pending.length === 0 && line.trim() === '') continue
    pending.push(line)
    const text = pending.join('\n')
    const isDot = isCommand(pending[0] ?? '')
    isComplete = isDot ? !isOpenCommand(text) : (await check(text)).state === 'complete'
    if (isDot && isComplete && pending.length === 1) yield take()
  }
  if (pending.some((line) => line.trim() !== '')) yield take()
}

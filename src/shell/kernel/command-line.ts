/**
 * Tells commands from code. A dot-command needs a known word right at the start; everything else that starts
 * with a dot continues the last value, so that pasted method chains run.
 */
export interface CommandGrammar {
  readonly names: readonly string[]
  /** Commands among them whose argument may be several lines. */
  readonly block?: readonly string[]
  /** Pasted text of several lines is code, whatever it starts with. */
  readonly pasted: boolean
  /** Whether a name means something at the prompt; a variable named `help` is not a command. */
  isDefined(name: string): boolean
}

/** What fingers type in other shells, as the whole input. */
const BARE_WORDS: Readonly<Record<string, string>> = {
  help: '.help',
  '?': '.help',
  exit: '.exit',
  quit: '.exit',
}

/** The command an input stands for, or null where it is code. */
export function commandLine(code: string, grammar: CommandGrammar): string | null {
  const input = code.trimEnd()
  if (grammar.pasted && input.includes('\n') && !takesLines(input, grammar)) return null
  if (/^\\\S/.test(input)) return input
  const bare = BARE_WORDS[input]
  if (bare !== undefined) return grammar.isDefined(input) ? null : bare
  return isDotCommand(input, grammar) ? input : null
}

function takesLines(input: string, { block = [] }: CommandGrammar): boolean {
  return block.includes(/^\S+/.exec(input)?.[0] ?? '')
}

function isDotCommand(input: string, { names, isDefined }: CommandGrammar): boolean {
  const [, name, next] = /^(\.[A-Za-z][\w-]*\??)([^]?)/.exec(input) ?? []
  if (name === undefined) return false
  if (next === '(') return false
  if (names.includes(name)) return true
  return looksMistyped(input) && !isDefined(`_${name}`)
}

/** A lone word, or a word and plain words or paths: no code continues a value like that. */
function looksMistyped(input: string): boolean {
  return /^\.[A-Za-z][\w-]*(?: +[\w"'.*/~:@-]+)*$/.test(input)
}

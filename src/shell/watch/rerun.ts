/**
 * What has to run again so that an input runs again: the input itself, those whose queries brought its objects in, and
 * those between that declare what it uses. Judged by the names in the texts; nothing is executed here.
 */
import { parsePlain } from '../kernel/transforms/parse.js'
import { tokenize, type PlacedToken } from '../kernel/complete/tokens.js'
import type { InputRecord } from './query-log.js'

/** What cannot stand inside a function: imports, and chains that go on with the last value. */
const TOP_LEVEL_ONLY = /^\s*(import\b(?!\s*[(.])|export\b)|^\s*\??\.[\w$]/m

/** The inputs to run, oldest first; the last is `input`. */
export function inputsToRun(
  input: InputRecord,
  origins: ReadonlySet<InputRecord>,
  all: readonly InputRecord[],
): readonly InputRecord[] {
  const needed = new Set([input, ...origins])
  const used = new Set([...needed].flatMap(({ code }) => namesIn(code)))
  const first = Math.min(...[...needed].map((each) => all.indexOf(each)))
  for (const candidate of all.slice(Math.max(first, 0), all.indexOf(input)).toReversed()) {
    if (needed.has(candidate) || candidate.isCommand) continue
    if (!definedIn(candidate.code).some((name) => used.has(name))) continue
    needed.add(candidate)
    namesIn(candidate.code).forEach((name) => used.add(name))
  }
  return all.filter((each) => needed.has(each))
}

/**
 * One text that does what the inputs did. What they declare stays inside, so that they may declare once more what they
 * have declared as a constant; `_` and `_3` are the values of inputs as at the prompt. Null where the inputs cannot
 * stand in one text.
 */
export function scriptOf(inputs: readonly InputRecord[]): string | null {
  if (inputs.some(({ code }) => TOP_LEVEL_ONLY.test(code)))
    return inputs.length === 1 ? (inputs[0]?.code ?? null) : null
  const uses = new Set(inputs.flatMap(({ code }) => namesIn(code)))
  const values = inputs
    .slice(0, -1)
    .flatMap(({ number }) => [`_${number}`, '_'])
    .filter((name) => uses.has(name))
  const header = values.length > 0 ? `let ${[...new Set(values)].join(', ')};\n` : ''
  const lines = inputs.map((input) => valueKept(input, new Set(values)))
  return `await (async () => {\n${header}${lines.join('\n')}\n})()`
}

/** An expression's value goes where later inputs look for it. */
function valueKept({ code, number }: InputRecord, kept: ReadonlySet<string>): string {
  const expression = code.trim().replace(/;$/, '')
  const names = [`_${number}`, '_'].filter((name) => kept.has(name))
  const isExpression = names.length > 0 && parsePlain(`(${expression}\n)`) !== null
  return isExpression ? `${names.join(' = ')} = (${expression}\n);` : code
}

function namesIn(code: string): string[] {
  const tokens = tokenize(code)
  return tokens.flatMap(({ type, value }, index) =>
    type === 'IdentifierName' && !/^\??\.$/.test(tokens[index - 1]?.value ?? '') ? [value] : [],
  )
}

/** Names that a text declares or assigns; one too many does no harm. */
function definedIn(code: string): string[] {
  const tokens = tokenize(code)
  return tokens.flatMap((token, index) => {
    if (/^(?:const|let|var|using|function|class)$/.test(token.value))
      return declared(tokens, index + 1)
    const isAssigned = tokens[index + 1]?.value === '=' && tokens[index - 1]?.value !== '.'
    return isAssigned && token.type === 'IdentifierName' ? [token.value] : []
  })
}

/** The names between `const` and what follows the pattern. */
function declared(tokens: readonly PlacedToken[], start: number): string[] {
  const end = tokens.findIndex(
    ({ value }, index) => index >= start && /^(?:=|\(|of|in|extends|;)$/.test(value),
  )
  return tokens
    .slice(start, end < 0 ? undefined : end)
    .flatMap(({ type, value }) => (type === 'IdentifierName' ? [value] : []))
}

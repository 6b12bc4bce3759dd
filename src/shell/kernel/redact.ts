/** Takes secrets out of text that is about to be kept. In doubt it takes too much. */
const HIDDEN = '***'

const SECRET_NAME = String.raw`(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key)`

const RULES: readonly (readonly [RegExp, string])[] = [
  // scheme://user:password@host
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:@/'"`]*:)[^\s'"`]*@/gi, `$1${HIDDEN}@`],
  // password: "x", 'api_key' = 'x', PASSWORD 'x'
  [
    new RegExp(
      String.raw`(\b\w*${SECRET_NAME}\w*["'\x60]?\s*[:=]?\s*)(["'\x60])(?:\\.|(?!\2)[^\\])*\2`,
      'gi',
    ),
    `$1$2${HIDDEN}$2`,
  ],
  // password=x in query strings and connection strings
  [
    new RegExp(String.raw`(\b\w*${SECRET_NAME}\w*=)(?!["'\x60\s=>*])[^\s&;,'"\x60)]+`, 'gi'),
    `$1${HIDDEN}`,
  ],
  [/(identified\s+by\s+)(["'])(?:(?!\2).)*\2/gi, `$1$2${HIDDEN}$2`],
  [/\b(bearer\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`],
]

/**
 * The text with passwords, tokens and keys replaced by `***`; works on a whole entry, whatever its lines.
 *
 * @example
 * redactSecrets('createEngine("postgresql://app:hunter2@localhost/shop")')
 */
export function redactSecrets(text: string): string {
  return RULES.reduce(
    (redacted, [secret, replacement]) => redacted.replace(secret, replacement),
    text,
  )
}

/**
 * Takes texts out that are compared with, or set to, columns of these names: `email: 'x'`, `User.email.eq('x')`,
 * `email = 'x'` in SQL.
 *
 * @param columns names separated by commas; `*` stands for anything
 */
export function columnRedactor(columns: string): (input: string) => string {
  const names = columns.split(/[\s,]+/).filter((name) => name !== '')
  if (names.length === 0) return (input) => input
  const patterns = names.map((name) => namePattern(name.split('.').at(-1) ?? name))
  const name = String.raw`\b(?:${patterns.join('|')})\b["'\x60\])]*`
  const between = String.raw`(?:\s*(?:\.\s*\w+\s*\(\s*\[?|(?:not\s+)?i?like\b|in\s*\(|is\b|[:=<>!]+)\s*)`
  const text = String.raw`(["'\x60])(?:\\.|(?!\2)[^\\])*\2`
  const rule = new RegExp(
    `(${name}${between})${text}((?:\\s*,\\s*(["'\`])(?:(?!\\4)[^\\\\])*\\4)*)`,
    'gi',
  )
  return (input) =>
    input.replace(
      rule,
      (_all, before: string, quote: string) => `${before}${quote}${HIDDEN}${quote}`,
    )
}

/** `joinedAt`, `joined_at` and `JOINED_AT` are one name. */
function namePattern(name: string): string {
  const parts = name.split(/(?=[A-Z])|_|(?<=\*)|(?=\*)/).filter((part) => part !== '')
  return parts.map((part) => (part === '*' ? String.raw`\w*` : part.replace(/\W/g, ''))).join('_?')
}

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

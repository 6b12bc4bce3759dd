/**
 * English singulars and plurals, as far as table names need them, and the casing of names.
 */
const IRREGULAR: readonly (readonly [singular: string, plural: string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['mouse', 'mice'],
  ['foot', 'feet'],
  ['analysis', 'analyses'],
  ['medium', 'media'],
]

const UNCOUNTABLE: ReadonlySet<string> = new Set([
  'data',
  'series',
  'species',
  'news',
  'staff',
  'equipment',
])

/** `categories` → `category`; works on the last word of a name. @internal */
export function singular(name: string): string {
  return inflectLastWord(name, singularWord)
}

/** `category` → `categories`. @internal */
export function plural(name: string): string {
  return inflectLastWord(name, pluralWord)
}

/** `invoice_lines` and `InvoiceLines` → `InvoiceLines`. @internal */
export function pascalCase(name: string): string {
  return words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** `invoice_line` and `InvoiceLine` → `invoiceLine`. @internal */
export function camelCase(name: string): string {
  const pascal = pascalCase(name)
  return pascal.charAt(0).toLowerCase() + pascal.slice(1)
}

/** Lower-case words of a snake-case, camel-case or spaced name; `HTTPCode` is two words. */
function words(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+|\s+/u)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
}

function inflectLastWord(name: string, inflect: (word: string) => string): string {
  const match = /^(.*?)([A-Z]?[a-z]+|[A-Z]+)$/u.exec(name)
  if (match === null) return name
  const [, head = '', last = ''] = match
  const inflected = inflect(last.toLowerCase())
  const isCapital = last.charAt(0) !== last.charAt(0).toLowerCase()
  return head + (isCapital ? inflected.charAt(0).toUpperCase() + inflected.slice(1) : inflected)
}

function singularWord(word: string): string {
  if (UNCOUNTABLE.has(word)) return word
  const irregular = IRREGULAR.find(([, many]) => many === word)
  if (irregular !== undefined) return irregular[0]
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  if (/(?:ss|us|is)$/.test(word) || !word.endsWith('s')) return word
  return /(?:statuses|buses|bonuses)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

function pluralWord(word: string): string {
  if (UNCOUNTABLE.has(word)) return word
  const irregular = IRREGULAR.find(([one, many]) => one === word || many === word)
  if (irregular !== undefined) return irregular[1]
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  if (/(?:s|x|z|ch|sh)$/.test(word)) return singularWord(word) === word ? `${word}es` : word
  return `${word}s`
}

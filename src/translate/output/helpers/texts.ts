/** Helpers for texts: formats, cases, what surrounds them. */
export const TEXTS: Readonly<Record<string, string>> = {
  format: `function format(value: any, spec: string): string {
  if (value instanceof Date) return strftime(value, spec)
  const [, fill = ' ', align, sign = '', zero, width = '0', comma = '', digits, kind = ''] =
    /^(?:(.)?([<>=^]))?([-+ ])?#?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([a-zA-Z%])?$/.exec(spec) ?? []
  const isNumber = typeof value === 'number' || kind !== '' && 'feEgG%dxXob'.includes(kind)
  const padding = zero && !align ? '0' : fill
  const side = align ?? (isNumber ? (zero ? '=' : '>') : '<')
  const text = isNumber ? numeral(Number(value), { digits, kind, comma, sign }) : String(value).slice(0, digits === undefined ? undefined : Number(digits))
  const missing = Math.max(0, Number(width) - text.length)
  if (side === '<') return text + padding.repeat(missing)
  if (side === '^') return padding.repeat(Math.floor(missing / 2)) + text + padding.repeat(Math.ceil(missing / 2))
  const lead = side === '=' ? (/^[-+ ]/.exec(text)?.[0] ?? '') : ''
  return lead + padding.repeat(missing) + text.slice(lead.length)
}`,
  numeral: `function numeral(value: number, { digits, kind, comma, sign }: { digits?: string | undefined; kind: string; comma: string; sign: string }): string {
  const size = Math.abs(value)
  const places = Number(digits ?? 6)
  const bases: Record<string, number> = { x: 16, X: 16, o: 8, b: 2 }
  const base = bases[kind]
  const text = base !== undefined
    ? kind === 'X' ? size.toString(base).toUpperCase() : size.toString(base)
    : kind === '%'
      ? \`\${(size * 100).toFixed(places)}%\`
      : kind === 'f' || kind === 'F'
        ? size.toFixed(places)
        : kind === 'e' || kind === 'E'
          ? size.toExponential(places).replace(/e([-+])(\\d)$/, 'e$10$2')
          : digits !== undefined && kind !== 'd'
            ? String(Number(size.toPrecision(Math.max(1, places))))
            : String(size)
  const [whole = '', ...rest] = text.split('.')
  const grouped = comma ? whole.replace(/\\B(?=(\\d{3})+(?!\\d))/g, comma) : whole
  return (value < 0 ? '-' : sign.replace('-', '')) + [grouped, ...rest].join('.')
}`,
  uuidOf: `function uuidOf(value: number): string {
  const digits = value.toString(16).padStart(32, '0')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}`,
  capitalize: `function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
}`,
  title: `function title(text: string): string {
  return text.replace(/[a-z]+/gi, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
}`,
  swapCase: `function swapCase(text: string): string {
  return [...text].map((each) => (each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase())).join('')
}`,
  strip: `function strip(text: string, characters: string): string {
  return lstrip(rstrip(text, characters), characters)
}`,
  lstrip: `function lstrip(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start++
  return text.slice(start)
}`,
  rstrip: `function rstrip(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}`,
  splitText: `function splitText(text: string, separator: string, times: number): string[] {
  const parts = text.split(separator)
  return parts.length <= times ? parts : [...parts.slice(0, times), parts.slice(times).join(separator)]
}`,
  rsplitText: `function rsplitText(text: string, separator: string, times: number): string[] {
  const parts = text.split(separator)
  const head = parts.length - times
  return head <= 1 ? parts : [parts.slice(0, head).join(separator), ...parts.slice(head)]
}`,
  partition: `function partition(text: string, separator: string): [string, string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}`,
  rpartition: `function rpartition(text: string, separator: string): [string, string, string] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}`,
  center: `function center(text: string, width: number, fill = ' '): string {
  const missing = Math.max(0, width - text.length)
  const left = Math.floor(missing / 2) + (missing & width & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}`,
  zfill: `function zfill(text: string, width: number): string {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text) ?? []
  return sign + digits.padStart(width - sign.length, '0')
}`,
  dedent: `function dedent(text: string): string {
  const lines = text.split('\\n')
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const depth = Math.min(...depths)
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(depth))).join('\\n')
}`,
  indentText: `function indentText(text: string, prefix: string): string {
  return text.split('\\n').map((line) => (line.trim() === '' ? line : prefix + line)).join('\\n')
}`,
  shorten: `function shorten(text: string, width: number, placeholder = ' [...]'): string {
  const words = text.trim().split(/\\s+/)
  if (words.join(' ').length <= width) return words.join(' ')
  while (words.length > 0 && words.join(' ').length + placeholder.length > width) words.pop()
  return words.length > 0 ? words.join(' ') + placeholder : placeholder.trimStart()
}`,
  wrapText: `function wrapText(text: string, width = 70): string[] {
  const lines: string[] = []
  for (const word of text.trim().split(/\\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = \`\${last} \${word}\`
    else lines.push(word)
  }
  return lines
}`,
  findAll: `function findAll(pattern: RegExp, text: string): any[] {
  const global = pattern.global ? pattern : new RegExp(pattern.source, \`\${pattern.flags}g\`)
  return [...text.matchAll(global)].map((match) => (match.length > 2 ? match.slice(1) : (match[1] ?? match[0])))
}`,
  fillTemplate: `function fillTemplate(text: string, values: Record<string, any>): string {
  return text.replace(/\\$(\\$|\\w+|\\{\\w+\\})/g, (_, name: string) => (name === '$' ? '$' : String(values[name.replace(/[{}]/g, '')])))
}`,
  formatMap: `function formatMap(text: string, values: Record<string, any>): string {
  return text.replace(/\\{(\\w+)(?::([^}]*))?\\}/g, (_, name: string, spec?: string) => (spec ? format(values[name], spec) : String(values[name])))
}`,
}

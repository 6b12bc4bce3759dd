/** Values as TypeScript source: what generated migrations are made of. */

/** A text, number, list or plain object as a literal; null and undefined are `null`. */
export function sourceOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return objectSource(Object.entries(value).map(([key, each]) => [key, sourceOf(each)]))
  return value === undefined ? 'null' : String(value)
}

/** `{ key: source, … }`. */
export function objectSource(entries: readonly (readonly [key: string, source: string])[]): string {
  const parts = entries.map(
    ([key, source]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)}: ${source}`,
  )
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

/** `name(a, b)`, over several lines where one is too long. */
export function callSource(name: string, args: readonly string[]): string {
  const line = `${name}(${args.join(', ')})`
  if (line.length <= 90 && !line.includes('\n')) return line
  return `${name}(\n${args.map((each) => indented(`${each},`)).join('\n')}\n)`
}

/** Every line further to the right. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `'${escaped}'`
}

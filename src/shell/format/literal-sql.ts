/** A statement with its parameters written into the text, to be pasted into another program. Never sent by us. */

/** Quoted texts, names and comments, where no placeholder stands; and placeholders. */
const PART = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|\?|\$(\d+)/g

/**
 * @example
 * literalSql('SELECT * FROM users WHERE name = ?', ['ed'], 'sqlite') // SELECT * FROM users WHERE name = 'ed'
 */
export function literalSql(sql: string, parameters: readonly unknown[], dialect: string): string {
  let position = 0
  return sql.replace(PART, (part: string, number: string | undefined) => {
    if (number !== undefined) return literal(parameters[Number(number) - 1], dialect)
    return part === '?' ? literal(parameters[position++], dialect) : part
  })
}

/** A value as SQL writes it. */
export function literal(value: unknown, dialect: string): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean')
    return dialect === 'sqlite' ? String(Number(value)) : String(value)
  if (value instanceof Date) return quoted(value.toISOString())
  if (value instanceof Uint8Array) {
    const hex = Buffer.from(value).toString('hex')
    return dialect === 'postgresql' ? `'\\x${hex}'` : `X'${hex}'`
  }
  return quoted(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

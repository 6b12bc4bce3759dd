/** Helpers for dates, which have their digits in UTC, and for days and times of day, which are texts. */
export const DATES: Readonly<Record<string, string>> = {
  strftime: `function strftime(value: Date, format: string): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const name = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(value)
  const year = value.getUTCFullYear()
  const day = Math.floor((value.getTime() - Date.UTC(year, 0)) / 86_400_000) + 1
  const parts: Record<string, () => string> = {
    Y: () => String(year).padStart(4, '0'),
    y: () => two(year % 100),
    m: () => two(value.getUTCMonth() + 1),
    d: () => two(value.getUTCDate()),
    H: () => two(value.getUTCHours()),
    I: () => two(value.getUTCHours() % 12 || 12),
    M: () => two(value.getUTCMinutes()),
    S: () => two(value.getUTCSeconds()),
    f: () => String(value.getUTCMilliseconds() * 1000).padStart(6, '0'),
    p: () => (value.getUTCHours() < 12 ? 'AM' : 'PM'),
    B: () => name({ month: 'long' }),
    b: () => name({ month: 'short' }),
    A: () => name({ weekday: 'long' }),
    a: () => name({ weekday: 'short' }),
    j: () => String(day).padStart(3, '0'),
    w: () => String(value.getUTCDay()),
    F: () => strftime(value, '%Y-%m-%d'),
    T: () => strftime(value, '%H:%M:%S'),
    Z: () => '',
    z: () => '',
    '%': () => '%',
  }
  return format.replace(/%([-a-zA-Z%])([a-zA-Z])?/g, (all, code: string, next = '') =>
    code === '-' ? String(Number(parts[next]?.() ?? 0)) : (parts[code]?.() ?? all) + next,
  )
}`,
  strptime: `function strptime(text: string, format: string): Date {
  const patterns: Record<string, string> = { Y: '\\\\d{4}', y: '\\\\d\\\\d', m: '\\\\d\\\\d?', d: '\\\\d\\\\d?', H: '\\\\d\\\\d?', M: '\\\\d\\\\d?', S: '\\\\d\\\\d?', f: '\\\\d{1,6}', b: '[A-Za-z]{3}', B: '[A-Za-z]+' }
  const codes: string[] = []
  const source = format.replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&').replace(/%([a-zA-Z])/g, (_, code: string) => {
    codes.push(code)
    return \`(\${patterns[code] ?? '.+?'})\`
  })
  const match = new RegExp(\`^\${source}$\`).exec(text)
  if (!match) throw new ValueError(\`time data '\${text}' does not match format '\${format}'\`)
  const found = Object.fromEntries(codes.map((code, index) => [code, match[index + 1] ?? '']))
  const names = 'janfebmaraprmayjunjulaugsepoctnovdec'
  const month = found.m ? Number(found.m) : names.indexOf((found.b ?? found.B ?? 'jan').slice(0, 3).toLowerCase()) / 3 + 1
  const year = found.y ? 2000 + Number(found.y) : Number(found.Y ?? 1900)
  const fraction = Number((found.f ?? '0').padEnd(6, '0')) / 1000
  return new Date(Date.UTC(year, month - 1, Number(found.d ?? 1), Number(found.H ?? 0), Number(found.M ?? 0), Number(found.S ?? 0), fraction))
}`,
  isoFormat: `function isoFormat(value: Date): string {
  return value.toISOString().replace('.000', '').replace(/(\\.\\d{3})Z$/, '$1000').replace(/Z$/, '')
}`,
  withFields: `function withFields(value: Date, fields: Record<string, number>): Date {
  const made = new Date(value)
  if ('year' in fields || 'month' in fields || 'day' in fields) {
    const { year = value.getUTCFullYear(), month = value.getUTCMonth() + 1, day = value.getUTCDate() } = fields
    made.setUTCFullYear(year, month - 1, day)
  }
  const { hour = value.getUTCHours(), minute = value.getUTCMinutes(), second = value.getUTCSeconds() } = fields
  const { microsecond = value.getUTCMilliseconds() * 1000 } = fields
  made.setUTCHours(hour, minute, second, microsecond / 1000)
  return made
}`,
  addDays: `function addDays(day: string, milliseconds: number): string {
  return new Date(Date.parse(day) + milliseconds).toISOString().slice(0, 10)
}`,
}

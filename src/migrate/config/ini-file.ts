/** Reads configuration files of sections, names and values; `%(name)s` stands for another value of the section. */
import { CommandError } from '../errors.js'

export type IniSections = Map<string, Map<string, string>>

/** @throws CommandError for lines that are neither */
export function parseIni(source: string, path: string): IniSections {
  const sections: IniSections = new Map()
  let section: Map<string, string> | undefined
  let last: string | undefined
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    const header = /^\[([^\]]+)\]\s*$/.exec(line)
    const pair = /^([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/.exec(line)
    if (header) {
      section = new Map()
      sections.set(header[1] as string, section)
    } else if (/^\s*(?:[#;].*)?$/.test(line)) continue
    else if (/^\s/.test(line) && section && last !== undefined) {
      section.set(last, `${section.get(last) ?? ''}\n${line.trim()}`.trim())
    } else if (pair && section) {
      last = (pair[1] as string).toLowerCase()
      section.set(last, (pair[2] as string).trim())
    } else
      throw new CommandError(`${path}, line ${index + 1}: neither a section nor a value: ${line}`)
  }
  return sections
}

/** The value with what it refers to filled in. @throws CommandError */
export function interpolated(
  value: string,
  lookUp: (name: string) => string | null,
  depth = 0,
): string {
  return value.replace(/%(?:\((\w[\w.]*)\)s|(.?))/g, (_all, name?: string, next?: string) => {
    if (name === undefined) {
      if (next === '%') return '%'
      throw new CommandError(`'%' must be followed by '%' or '(', found: '%${next}'`)
    }
    const found = lookUp(name.toLowerCase())
    if (found === null || depth > 9)
      throw new CommandError(`The configuration has no value for '${name}'`)
    return interpolated(found, lookUp, depth + 1)
  })
}

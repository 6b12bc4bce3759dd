/** The import statements of a translated program. */
import { bracketed, line, render } from './doc.js'
import { quoted } from './code.js'

/** A name a program takes from a module. */
export interface Imported {
  readonly module: string
  readonly name: string
  /** What the program calls it. */
  readonly local: string
}

/** One import per module, names sorted; modules of Node first. */
export function importLines(imports: Iterable<Imported>): string {
  const modules = new Map<string, Imported[]>()
  for (const each of imports) modules.set(each.module, [...(modules.get(each.module) ?? []), each])
  return [...modules]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([module, names]) => importLine(module, names))
    .join('\n')
}

function importLine(module: string, names: readonly Imported[]): string {
  const items = [...names]
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map(({ name, local }) => (name === local ? name : `${name} as ${local}`))
  return render(['import ', bracketed('{', items, '}', line), ' from ', quoted(module)])
}

function rank(module: string): number {
  return module.startsWith('node:') ? 0 : 1
}

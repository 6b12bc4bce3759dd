/** The import statements of a translated program. */
import { bracketed, line, render } from './doc.js'
import { quoted } from './code.js'

/** One import per module, names sorted; modules of Node first. */
export function importLines(imports: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const modules = [...imports].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return modules
    .filter(([, names]) => names.size > 0)
    .map(([module, names]) => {
      const items = [...names]
        .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
        .map(([name, local]) => (name === local ? name : `${name} as ${local}`))
      return render(['import ', bracketed('{', items, '}', line), ' from ', quoted(module)])
    })
    .join('\n')
}

function rank(module: string): number {
  return module.startsWith('node:') ? 0 : 1
}

/** Docstrings: the text a module, class or function begins with becomes a doc comment above it. */
import { hardline, join, type Doc } from '../output/doc.js'
import type { Block } from '../syntax/nodes.js'

/** The text a body begins with; null if it begins with something else. */
export function docstringOf(body: Block): string | null {
  const [first] = body
  return first?.kind === 'expression' && first.value.kind === 'string' ? first.value.value : null
}

/** The body without its docstring. */
export function withoutDocstring(body: Block): Block {
  return docstringOf(body) === null ? body : body.slice(1)
}

/** A doc comment. */
export function documentation(text: string): Doc {
  const lines = dedented(text.trim().replaceAll('*/', '*\\/').split('\n'))
  if (lines.length === 1) return `/** ${lines[0] ?? ''} */`
  return join(hardline, ['/**', ...lines.map((each) => ` * ${each}`.trimEnd()), ' */'])
}

/** The doc comment of a body with the line break behind it; nothing where there is no docstring. */
export function documentationOf(body: Block): readonly Doc[] {
  const text = docstringOf(body)
  return text === null || text.trim() === '' ? [] : [documentation(text), hardline]
}

/** The first line has no indentation; that of the others is the least of them. */
function dedented([first = '', ...others]: readonly string[]): readonly string[] {
  const depths = others.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return [first, ...others.map((line) => line.slice(depth))]
}

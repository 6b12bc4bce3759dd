/** `import`: names of SQLAlchemy and the standard library are resolved where they are used, modules of the program imported. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { isLibrary, isModule } from '../knowledge/catalog.js'
import { variableName } from '../knowledge/naming.js'
import { UNKNOWN } from '../knowledge/types.js'
import { quoted } from '../output/code.js'
import type { Doc } from '../output/doc.js'
import type { Import, ImportedName } from '../syntax/nodes.js'

const SILENT = new Set(
  '__future__ typing typing_extensions sqlalchemy datetime decimal uuid enum json dataclasses functools contextlib os time asyncio operator collections abc logging sys re io random math itertools statistics textwrap hashlib secrets copy string pprint numbers alembic'.split(
    ' ',
  ),
)

export function importStatement(context: Context, node: Import): Doc | null {
  if (node.module === null) {
    for (const name of node.names) importModule(context, node, name)
    return null
  }
  const [top = ''] = node.module.split('.')
  if (top === '') return importOwn(context, node)
  if (!SILENT.has(top)) leave(node, `import ${node.module}`, 'no counterpart is known')
  for (const { path, alias } of node.names) {
    if (path === '*') continue
    const full = `${node.module}.${path}`
    context.bind(alias ?? path, { kind: 'imported', path: full })
  }
  return null
}

function importModule(context: Context, node: Import, { path, alias }: ImportedName): void {
  const [top = ''] = path.split('.')
  if (!SILENT.has(top)) leave(node, `import ${path}`, 'no counterpart is known')
  const isDotted = isLibrary(path) && isModule(path) && alias !== null
  context.bind(alias ?? top, { kind: 'imported', path: isDotted || alias !== null ? path : top })
}

/** `from .models import User` is `import { User } from './models.js'`. */
function importOwn(context: Context, node: Import): Doc {
  const module = node.module ?? '.'
  const dots = /^\.+/.exec(module)?.[0].length ?? 1
  const up = dots === 1 ? './' : '../'.repeat(dots - 1)
  const path = module.slice(dots).replaceAll('.', '/')
  const names = node.names.map(({ path: name, alias }) => {
    const known = context.knowledge.models.get(name)
    context.bind(alias ?? name, known ? { kind: 'model', model: known } : UNKNOWN)
    return alias === null ? variableName(name) : `${name} as ${variableName(alias)}`
  })
  return `import { ${names.join(', ')} } from ${quoted(`${up}${path === '' ? 'index' : path}.js`)}`
}

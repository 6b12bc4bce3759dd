/** Where a name comes from: `sqlalchemy.orm.Session`, `builtins.len`, `datetime.datetime.now`. */
import type { Context } from '../core/context.js'
import { BUILTINS, ERROR_CLASSES, isBuiltinFunction } from '../knowledge/builtins.js'
import { isModule, isWellKnown } from '../knowledge/catalog.js'
import { isMigrationNamespace } from '../knowledge/migrations.js'
import type { Name } from '../syntax/nodes.js'

/** The import path of what an expression names; null if it is nothing imported. */
export function importPath(context: Context, node: { kind: string }): string | null {
  if (node.kind === 'name') {
    const { id } = node as Name
    const binding = context.lookup(id)
    if (binding) return binding.type.kind === 'imported' ? binding.type.path : null
    if (isBuiltinFunction(id) || id in BUILTINS || ERROR_CLASSES.has(id)) return `builtins.${id}`
    if (id === 'sqlalchemy') return id
    if (context.knowledge.models.has(id)) return null
    if (isWellKnown(id)) return `sqlalchemy.${id}`
    return [
      'datetime',
      'decimal',
      'uuid',
      'enum',
      'json',
      'dataclasses',
      'functools',
      'logging',
      'operator',
      'typing',
      'collections',
      'itertools',
      're',
      'math',
    ].includes(id) && !context.taken.has(id)
      ? id
      : null
  }
  if (node.kind === 'attribute') {
    const { object, name: member } = node as unknown as { object: { kind: string }; name: string }
    const owner = importPath(context, object)
    return owner === null || !isNamespace(owner) ? null : `${owner}.${member}`
  }
  return null
}

const STANDARD_MODULES = new Set(
  'datetime decimal uuid enum json dataclasses functools logging operator typing os sys io re os.path time math random contextlib asyncio itertools collections itertools.chain statistics textwrap hashlib secrets copy string pprint'.split(
    ' ',
  ),
)

/** Modules, and classes whose members are looked up by path: `datetime.datetime.now`. */
function isNamespace(path: string): boolean {
  return (
    isModule(path) ||
    isMigrationNamespace(path) ||
    STANDARD_MODULES.has(path) ||
    /^datetime\.(datetime|date|time|timedelta|timezone)$/.test(path) ||
    /^builtins\.(str|dict|list|set|int|float|bytes)$/.test(path) ||
    path === 'sqlalchemy.func' ||
    path.startsWith('sqlalchemy.func.') ||
    path === 'sqlalchemy.event' ||
    path === 'sqlalchemy.URL' ||
    path === 'sqlalchemy.JSON' ||
    path === 'sqlalchemy.engine.URL'
  )
}

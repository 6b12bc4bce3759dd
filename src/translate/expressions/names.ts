/** Names: variables, imported things, builtins. */
import type { Context, Typed } from '../core/context.js'
import { BUILTINS, ERROR_CLASSES, isBuiltinFunction } from '../knowledge/builtins.js'
import { catalogEntry, isLibrary, isModule, isWellKnown } from '../knowledge/catalog.js'
import { dialectEntry } from '../knowledge/dialects.js'
import { variableName } from '../knowledge/naming.js'
import { plain, UNKNOWN, type Type } from '../knowledge/types.js'
import { identifier, member, raw } from '../output/code.js'
import type { Name } from '../syntax/nodes.js'
import { migrationValue } from './library/migration-calls.js'
import { functionValue } from './python/function-values.js'
import { refuseUnknown, standardValue } from './python/standard-library.js'

const VALUES: Readonly<Record<string, Typed>> = {
  __name__: { code: raw("'__main__'"), type: plain('str') },
  NotImplemented: { code: raw('undefined'), type: UNKNOWN },
  Ellipsis: { code: raw('undefined'), type: UNKNOWN },
}

export function name(context: Context, node: Name): Typed {
  const binding = context.lookup(node.id)
  if (binding) {
    if (binding.type.kind === 'imported') return imported(context, binding.type.path, node)
    return binding
  }
  const model = context.knowledge.models.get(node.id)
  if (model) return { code: identifier(variableName(node.id)), type: { kind: 'model', model } }
  const known = VALUES[node.id]
  if (known) return known
  const builtin = BUILTINS[node.id]
  if (builtin) return { code: identifier(builtin), type: builtinType(node.id) }
  if (ERROR_CLASSES.has(node.id)) {
    return { code: context.helper(node.id), type: builtinType(node.id) }
  }
  if (isBuiltinFunction(node.id)) return functionValue(context, node)
  if (isWellKnown(node.id)) return imported(context, `sqlalchemy.${node.id}`, node)
  if (node.id === 'datetime' || node.id === 'decimal' || node.id === 'uuid') {
    return imported(context, node.id, node)
  }
  return { code: identifier(variableName(node.id)), type: UNKNOWN }
}

function builtinType(id: string): Type {
  return { kind: 'imported', path: `builtins.${id}` }
}

/** Something imported, used as a value. */
export function imported(
  context: Context,
  path: string,
  node: Name | { from: number; to: number },
): Typed {
  const type: Type = { kind: 'imported', path }
  if (isLibrary(path)) {
    const own = dialectEntry(path)
    if (own) return { code: member(context.library(own.dialect), own.name), type }
    const entry = catalogEntry(path)
    if (entry) return { code: context.library(entry.name), type }
    if (isModule(path)) return { code: raw(`/* ${path} */`), type }
    return { code: pending(context, path), type }
  }
  const standard = standardValue(context, path)
  if (standard) return standard
  const migration = migrationValue(context, node, path)
  if (migration) return migration
  refuseUnknown(node, path)
  return { code: identifier(variableName(path.slice(path.lastIndexOf('.') + 1))), type }
}

/** Names with a meaning of their own in calls and class bodies; as values they have none. */
function pending(context: Context, path: string): Typed['code'] {
  const last = path.slice(path.lastIndexOf('.') + 1)
  return context.imported('orm-shell', last)
}

/** What a name of the library answers when called. */
export function resultOf(path: string): Type {
  return catalogEntry(path)?.result ?? UNKNOWN
}

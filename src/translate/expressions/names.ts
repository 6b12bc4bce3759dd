/** Names: variables, imported things, builtins. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { catalogEntry, isLibrary, isModule, isWellKnown } from '../knowledge/catalog.js'
import { dialectEntry } from '../knowledge/dialects.js'
import { variableName } from '../knowledge/naming.js'
import { plain, UNKNOWN, type Type } from '../knowledge/types.js'
import { identifier, member, raw } from '../output/code.js'
import type { Name } from '../syntax/nodes.js'
import { refuseUnknown, standardValue } from './python/standard-library.js'

const VALUES: Readonly<Record<string, Typed>> = {
  __name__: { code: raw("'__main__'"), type: plain('str') },
  NotImplemented: { code: raw('undefined'), type: UNKNOWN },
  Ellipsis: { code: raw('undefined'), type: UNKNOWN },
}

/** Builtin types and functions handed around as values. */
const BUILTINS: Readonly<Record<string, string>> = {
  str: 'String',
  int: 'Number',
  float: 'Number',
  bool: 'Boolean',
  list: 'Array',
  tuple: 'Array',
  dict: 'Object',
  set: 'Set',
  frozenset: 'Set',
  object: 'Object',
  type: 'Function',
  bytes: 'Uint8Array',
  Exception: 'Error',
  BaseException: 'Error',
  RuntimeError: 'Error',
  TypeError: 'TypeError',
  AttributeError: 'TypeError',
  NameError: 'ReferenceError',
}

/** Python's own error classes that JavaScript has no counterpart of; written below the program when used. */
export const ERROR_CLASSES = new Set(
  'ValueError KeyError IndexError LookupError NotImplementedError AssertionError StopIteration OSError PermissionError'.split(
    ' ',
  ),
)

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
  if (isBuiltinFunction(node.id)) return { code: identifier(node.id), type: builtinType(node.id) }
  if (isWellKnown(node.id)) return imported(context, `sqlalchemy.${node.id}`, node)
  if (node.id === 'datetime' || node.id === 'decimal' || node.id === 'uuid') {
    return imported(context, node.id, node)
  }
  return { code: identifier(variableName(node.id)), type: UNKNOWN }
}

const FUNCTIONS = new Set(
  `abs all any bytes callable dict enumerate eval filter float format frozenset getattr hasattr hash id int isinstance issubclass
   aiter anext ascii bin breakpoint bytearray chr compile complex dir divmod exec exit globals hex input locals memoryview oct ord pow quit
   iter len list map max min next open print range repr reversed round set setattr delattr sorted str sum super tuple type vars zip bool`.split(
    /\s+/,
  ),
)

export function isBuiltinFunction(id: string): boolean {
  return FUNCTIONS.has(id)
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
  if (path.startsWith('alembic')) leave(node, path, 'migrations are not part of this translator')
  refuseUnknown(node, path)
  return { code: identifier(variableName(path.slice(path.lastIndexOf('.') + 1))), type }
}

/** Names with a meaning of their own in calls and class bodies; as values they have none. */
function pending(context: Context, path: string): Typed['code'] {
  const last = path.slice(path.lastIndexOf('.') + 1)
  return context.imported('orm-shell', last)
}

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
    ].includes(id)
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
  'datetime decimal uuid enum json dataclasses functools logging operator typing os sys io re os.path time math random contextlib asyncio itertools collections alembic.op alembic.command alembic'.split(
    ' ',
  ),
)

/** Modules, and classes whose members are looked up by path: `datetime.datetime.now`. */
function isNamespace(path: string): boolean {
  return (
    isModule(path) ||
    STANDARD_MODULES.has(path) ||
    /^datetime\.(datetime|date|time|timedelta|timezone)$/.test(path) ||
    path === 'sqlalchemy.func' ||
    path.startsWith('sqlalchemy.func.') ||
    path === 'sqlalchemy.event' ||
    path === 'sqlalchemy.URL' ||
    path === 'sqlalchemy.JSON' ||
    path === 'sqlalchemy.engine.URL'
  )
}

/** What a name of the library answers when called. */
export function resultOf(path: string): Type {
  return catalogEntry(path)?.result ?? UNKNOWN
}

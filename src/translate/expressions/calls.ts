/** Calls: of imported things, builtins, classes and functions of the program, methods. */
import type { Context, Typed } from '../core/context.js'
import { UNKNOWN } from '../knowledge/types.js'
import * as out from '../output/code.js'
import type { Call } from '../syntax/nodes.js'
import { buildArguments } from './arguments.js'
import { builtinCall } from './python/builtins.js'
import { fileMethod, fileSystemCall } from './python/files.js'
import { migrationCall } from './library/migration-calls.js'
import { libraryCall } from './library/library-calls.js'
import { methodCall } from './methods.js'
import { importPath } from './import-path.js'
import { callValue, plainCall } from './program-calls.js'
import { standardCall } from './python/standard-library.js'

/** Methods and functions that take conditions. */
const CONDITIONS = new Set(
  'where filter having and_ or_ not_ any has join outerjoin when'.split(' '),
)

export function call(context: Context, node: Call): Typed {
  const { callee } = node
  const name = callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.id : ''
  if (!CONDITIONS.has(name) || context.inConditions) return translateCall(context, node)
  // What the method is called on is no condition; it is translated first and remembered.
  if (callee.kind === 'attribute' && importPath(context, callee) === null)
    context.expression(callee.object)
  return context.conditions(() => translateCall(context, node))
}

function translateCall(context: Context, node: Call): Typed {
  const path = importPath(context, node.callee)
  if (path !== null) return importedCall(context, node, path)
  const builtin = superCall(context, node)
  if (builtin) return builtin
  const file = fileMethod(context, node)
  if (file) return file
  if (node.callee.kind === 'attribute') return methodCall(context, node, node.callee)
  const callee = context.expression(node.callee)
  return callValue(context, node, callee)
}

function importedCall(context: Context, node: Call, path: string): Typed {
  if (path.startsWith('builtins.'))
    return builtinCall(context, node, path.slice('builtins.'.length))
  const own = fileSystemCall(context, node, path) ?? migrationCall(context, node, path)
  if (own) return own
  const standard = standardCall(context, node, path)
  if (standard) return standard
  return (
    libraryCall(context, node, path) ?? plainCall(context, node, context.expression(node.callee))
  )
}

/** `super().method(…)` and `super().__init__(…)`. */
function superCall(context: Context, node: Call): Typed | null {
  const { callee } = node
  if (callee.kind !== 'attribute' || callee.object.kind !== 'call') return null
  if (importPath(context, callee.object.callee) !== 'builtins.super') return null
  const args = buildArguments(context, node.args, { naming: (name) => name })
  if (callee.name === '__init__') {
    return { code: out.call(out.identifier('super'), args), type: UNKNOWN }
  }
  return { code: out.call(out.member(out.identifier('super'), callee.name), args), type: UNKNOWN }
}

/** Files, paths, text buffers and patterns: `open()`, `os`, `os.path`, `io` by what Node has for them. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { instance, listOf, plain, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Call, Expression } from '../../syntax/nodes.js'
import { buildArguments, splitArguments } from '../arguments.js'
import { importPath } from '../import-path.js'

const STR = plain('str')
const BOOL = plain('bool')
const NONE = plain('none')

/** Functions of Node: module, name, what they answer. */
const FUNCTIONS: Readonly<
  Record<string, readonly [module: string, name: string, type: Type, local?: string]>
> = {
  'os.path.join': ['node:path', 'join', STR, 'joinPath'],
  'os.path.dirname': ['node:path', 'dirname', STR],
  'os.path.basename': ['node:path', 'basename', STR],
  'os.path.abspath': ['node:path', 'resolve', STR],
  'os.path.exists': ['node:fs', 'existsSync', BOOL],
  'os.listdir': ['node:fs', 'readdirSync', listOf(STR)],
  'os.remove': ['node:fs', 'unlinkSync', NONE],
  'os.mkdir': ['node:fs', 'mkdirSync', NONE],
}

/** A call that works on files or paths; null for all others. */
export function fileSystemCall(context: Context, node: Call, path: string): Typed | null {
  const known = FUNCTIONS[path]
  if (known) {
    const [module, name, type, local] = known
    return {
      code: out.call(context.imported(module, name, local), buildArguments(context, node.args)),
      type,
    }
  }
  switch (path) {
    case 'os.makedirs':
      return makeFolders(context, node)
    case 'os.path.relpath':
      return relativePath(context, node)
    case 'os.walk':
      return walk(context, node)
    case 'io.StringIO':
      return {
        code: out.newObject(context.helper('StringIO'), buildArguments(context, node.args)),
        type: instance('StringIO'),
      }
    default:
      return null
  }
}

function makeFolders(context: Context, node: Call): Typed {
  const [folder] = splitArguments(node.args).positional
  const options = out.object([{ key: 'recursive', value: out.raw('true') }])
  const args = [folder ? context.code(folder.value) : out.raw("''"), options]
  return { code: out.call(context.imported('node:fs', 'mkdirSync'), args), type: NONE }
}

/** Python names the target first. */
function relativePath(context: Context, node: Call): Typed {
  const [target = out.raw("''"), start = out.stringLiteral('.')] = buildArguments(
    context,
    node.args,
  )
  return { code: out.call(context.imported('node:path', 'relative'), [start, target]), type: STR }
}

function walk(context: Context, node: Call): Typed {
  context.imported('node:fs', 'readdirSync')
  context.imported('node:path', 'join', 'joinPath')
  const items = [STR, listOf(STR), listOf(STR)]
  return {
    code: out.call(context.helper('walkFolder'), buildArguments(context, node.args)),
    type: listOf({ kind: 'tuple', items }),
  }
}

/** `open(path).read()` and `open(path, "w").write(text)`; null for other methods of other things. */
export function fileMethod(context: Context, node: Call): Typed | null {
  const { callee } = node
  if (callee.kind !== 'attribute' || callee.object.kind !== 'call') return null
  const opened = callee.object
  if (importPath(context, opened.callee) !== 'builtins.open') return null
  const { positional, keywords } = splitArguments(opened.args)
  const [path, mode] = positional
  const way = textOf(mode?.value ?? keywords.find(({ name }) => name === 'mode')?.value) ?? 'r'
  const isOther = keywords.some(({ name }) => name !== 'mode' && name !== 'encoding')
  if (!path || isOther || way.includes('b') || way.includes('+'))
    leave(node, 'open', 'files of another kind than text')
  const place = context.code(path.value)
  if (callee.name === 'read' && way.startsWith('r')) return readCall(context, place)
  if (callee.name !== 'write' || way !== 'w') leave(node, 'open', 'another use than read or write')
  context.imported('node:fs', 'writeFileSync')
  const args = [place, ...buildArguments(context, node.args)]
  return { code: out.call(context.helper('writeText'), args), type: plain('int') }
}

function readCall(context: Context, place: out.Code): Typed {
  const read = context.imported('node:fs', 'readFileSync')
  return { code: out.call(read, [place, out.stringLiteral('utf8')]), type: STR }
}

function textOf(node: Expression | undefined): string | null {
  return node?.kind === 'string' ? node.value : null
}
